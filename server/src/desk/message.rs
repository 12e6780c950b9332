//! Messages: who may write in which lane, and what a message does to its ticket.

use super::command::{Account, Caller, NewFile, NewMessage};
use super::decide::Case;
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::LastFact;
use super::{rotation, ticket};
use robindesk_protocol::{
    Audience, EventData, EventKind, FileId, FileRef, Message, MessageId, MessageType, OrderId,
    Sender, TicketId, TicketStatus, UserType,
};

/// How much of a message's first line a list shows, in characters.
const LINE: usize = 120;

/// Posts a message. The same `client_id` again gives the first message back.
pub fn post(case: &mut Case<'_>, new: &NewMessage) -> Result<Reply, Rejection> {
    let order = case.world.tickets.get(&new.ticket).map(|t| t.order_id);
    if !order.is_some_and(|order| case.sees(order)) {
        return Err(Rejection::not_found("ticket"));
    }
    let account = case.account()?.clone();
    let audience = lane(&account, new.audience)?;
    if let Some(first) = posted_before(case, &account, new, audience)? {
        return Ok(Reply::Message(Box::new(first)));
    }
    let sender =
        Sender { id: account.id, name: case.display_name(&account), user_type: account.user_type };
    let client_id = new.client_id.clone();
    let message = Message {
        sender: Some(sender),
        client_id: client_id.clone(),
        ..draft(case, new.ticket, new.text.clone(), MessageType::Text, audience)
    };
    let message = with_file(case, message, new.file.as_ref());
    let first_response_ms = first_response(case, &account, &message);
    touch(case, &message);
    if let Some(client_id) = client_id {
        case.world.posted.insert((account.id, client_id), message.clone());
    }
    log(case, &message, first_response_ms);
    // It may have opened a ticket again whose agent has gone.
    rotation::hand_out(case);
    Ok(Reply::Message(Box::new(message)))
}

/// The message with its file, where it brings one.
fn with_file(case: &mut Case<'_>, message: Message, file: Option<&NewFile>) -> Message {
    let Some(file) = file else { return message };
    case.changes.files.push((message.id, file.clone()));
    let file = FileRef {
        id: FileId(message.id.0),
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size,
    };
    Message { message_type: MessageType::File, file: Some(file), ..message }
}

/// Posts a quiet line of the system's, for everyone on the ticket.
pub fn post_system(case: &mut Case<'_>, ticket: TicketId, text: String) {
    let message = draft(case, ticket, text, MessageType::System, Audience::Everyone);
    touch(case, &message);
    log(case, &message, None);
}

/// The first message of a ticket: what was ordered, and nobody's e-mail or phone.
pub fn first_of(case: &mut Case<'_>, order: OrderId, ticket: TicketId) -> Message {
    let summary = case.world.summary(order);
    let text = summary.map(|s| {
        let mut text = format!(
            "Order {order}: {} \u{d7} {}, {} {}",
            s.package_title, s.quantity, s.total_amount, s.currency
        );
        let instructions = case.world.orders.get(&order).and_then(|o| o.instructions.as_deref());
        if let Some(instructions) = instructions {
            text.push_str("\nInstructions: ");
            text.push_str(instructions);
        }
        text
    });
    let text = text.unwrap_or_default();
    let message = draft(case, ticket, text, MessageType::System, Audience::Everyone);
    touch(case, &message);
    message
}

/// Logs the first message. It comes with the ticket's own event, so it carries the ticket no more.
pub fn log_first(case: &mut Case<'_>, ticket: TicketId, message: Message) {
    let data = EventData { message: Some(message.clone()), ..EventData::default() };
    case.log(EventKind::MessageCreated, ticket, message.audience, data);
    case.changes.first.insert(message.id);
    case.changes.messages.push(message);
}

/// Notes the first public reply of an agent on a ticket: milliseconds from the ticket's creation.
fn first_response(case: &mut Case<'_>, account: &Account, message: &Message) -> Option<i64> {
    let fact = case.world.tickets.get_mut(&message.ticket_id)?;
    let reply = account.user_type.is_staff() && message.audience != Audience::Staff;
    if !reply || fact.answered_at.is_some() {
        return None;
    }
    fact.answered_at = Some(message.created_at);
    Some(message.created_at.since_ms(fact.created_at))
}

fn log(case: &mut Case<'_>, message: &Message, first_response_ms: Option<i64>) {
    let data = EventData {
        message: Some(message.clone()),
        first_response_ms,
        ticket: case.world.ticket(message.ticket_id),
        ..EventData::default()
    };
    case.log(EventKind::MessageCreated, message.ticket_id, message.audience, data);
    case.changes.messages.push(message.clone());
}

/// The next message, from nobody yet.
fn draft(
    case: &mut Case<'_>,
    ticket_id: TicketId,
    message_text: String,
    message_type: MessageType,
    audience: Audience,
) -> Message {
    case.world.head.messages += 1;
    Message {
        id: MessageId(case.world.head.messages),
        ticket_id,
        sender: None,
        message_text,
        message_type,
        audience,
        client_id: None,
        created_at: case.at,
        file: None,
    }
}

/// The lane that a message goes to (`product.md`, Lanes).
fn lane(account: &Account, asked: Option<Audience>) -> Result<Audience, Rejection> {
    let own = match account.user_type {
        UserType::Brand => Audience::Brand,
        UserType::Creator => Audience::Creator,
        UserType::Agent | UserType::Admin | UserType::SuperAdmin => {
            return Ok(asked.unwrap_or(Audience::Brand));
        }
    };
    match asked {
        Some(other) if other != own => Err(Rejection::forbidden(format!(
            "A {} writes in its own lane alone: {own}.",
            account.user_type
        ))),
        _ => Ok(own),
    }
}

/// The message that this client id already stands for.
fn posted_before(
    case: &Case<'_>,
    account: &Account,
    new: &NewMessage,
    audience: Audience,
) -> Result<Option<Message>, Rejection> {
    let Some(client_id) = &new.client_id else { return Ok(None) };
    let Some(first) = case.world.posted.get(&(account.id, client_id.clone())) else {
        return Ok(None);
    };
    let same = first.ticket_id == new.ticket
        && first.message_text == new.text
        && first.audience == audience
        && first.file.as_ref().map(|f| (&f.name, f.size))
            == new.file.as_ref().map(|f| (&f.name, f.size));
    if same {
        return Ok(Some(first.clone()));
    }
    Err(Rejection::field("client_id", "was used for another message"))
}

/// What a message does to its ticket: the newest line, who waits, and its status.
fn touch(case: &mut Case<'_>, message: &Message) {
    let id = message.ticket_id;
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    fact.updated_at = case.at;
    fact.last = Some(LastFact {
        id: message.id,
        line: first_line(&message.message_text),
        audience: message.audience,
        sender: message.sender.clone(),
        at: message.created_at,
    });
    case.changes.tickets.insert(id);
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    let public = message.audience != Audience::Staff;
    match (case.by, message.message_type) {
        (_, MessageType::System) | (Caller::System, _) => {}
        (Caller::Account(a), _) if a.user_type.is_staff() => {
            if matches!(message.audience, Audience::Brand | Audience::Everyone) {
                fact.brand_waiting = None;
            }
            if matches!(message.audience, Audience::Creator | Audience::Everyone) {
                fact.creator_waiting = None;
            }
            if public && fact.status == TicketStatus::Open {
                ticket::move_to(case, id, TicketStatus::InProgress);
            }
        }
        (Caller::Account(a), _) => {
            if !fact.status.is_unresolved() {
                // What was asked before is done with.
                (fact.brand_waiting, fact.creator_waiting) = (None, None);
            }
            let waiting = match a.user_type {
                UserType::Brand => &mut fact.brand_waiting,
                _ => &mut fact.creator_waiting,
            };
            waiting.get_or_insert(message.created_at);
            fact.snoozed_until = None;
            if !fact.status.is_unresolved() {
                ticket::move_to(case, id, TicketStatus::Open);
            }
        }
    }
}

/// The first line that says something, cut for a list.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    line.chars().take(LINE).collect()
}

#[cfg(test)]
mod tests;
