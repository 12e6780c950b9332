//! Who may read what, decided in one place for answers, lists and streams (`product.md`, People and
//! Lanes).

use super::changes::Readers;
use super::command::Account;
use super::order;
use robindesk_protocol::{Audience, Change, Event, EventKind, Message, Order, Ticket, UserType};

/// Whether a message in this lane is for an account of this type.
pub const fn reads(user_type: UserType, audience: Audience) -> bool {
    match (user_type, audience) {
        (UserType::Agent | UserType::Admin | UserType::SuperAdmin, _)
        | (UserType::Brand | UserType::Creator, Audience::Everyone)
        | (UserType::Brand, Audience::Brand)
        | (UserType::Creator, Audience::Creator) => true,
        (UserType::Brand | UserType::Creator, _) => false,
    }
}

/// The lanes that an account of this type reads.
pub fn lanes(user_type: UserType) -> Vec<Audience> {
    Audience::ALL.iter().copied().filter(|a| reads(user_type, *a)).collect()
}

/// Whether the account may know of an order between this brand and this creator.
pub fn is_party(account: &Account, order: &Order) -> bool {
    account.user_type.is_staff()
        || account.brand_id == Some(order.brand.id)
        || account.creator_id == Some(order.creator.id)
}

/// An order as this account may see it: the other party by display name alone, and the next
/// statuses that are its own to set.
pub fn order(account: &Account, mut order: Order) -> Order {
    order.next_statuses = order::next_for(account.user_type, order.status);
    if !account.user_type.is_staff() {
        if account.brand_id != Some(order.brand.id) {
            order.brand.contact = None;
        }
        if account.creator_id != Some(order.creator.id) {
            order.creator.email = None;
        }
        order.ticket = order.ticket.map(|t| ticket(account.user_type, t));
    }
    order
}

/// A ticket as an account of this type may see it.
pub fn ticket(user_type: UserType, ticket: Ticket) -> Ticket {
    if user_type.is_staff() {
        return ticket;
    }
    Ticket {
        tags: None,
        snoozed_until: None,
        waiting_since: None,
        last_message: None,
        unread: None,
        ..ticket
    }
}

/// A message as an account of this type may see it; `None` when it is in another lane.
pub fn message(user_type: UserType, message: Message) -> Option<Message> {
    reads(user_type, message.audience).then_some(message)
}

/// Whether an event is for this account at all.
pub fn sees_event(account: &Account, readers: Readers) -> bool {
    if account.user_type.is_staff() {
        return true;
    }
    let party = match account.user_type {
        UserType::Brand => account.brand_id.is_some() && account.brand_id == readers.brand_id,
        _ => account.creator_id.is_some() && account.creator_id == readers.creator_id,
    };
    party && reads(account.user_type, readers.audience)
}

/// An event as a party sees it. Both parties see the same, so it can be made once for all.
pub fn for_parties(event: &Event) -> Event {
    let mut event = event.clone();
    event.data.ticket = event.data.ticket.map(|t| ticket(UserType::Brand, t));
    (event.data.decision, event.data.first_response_ms) = (None, None);
    // Why a ticket went to another agent is for staff; why an order was rejected is for both.
    if event.kind == EventKind::TicketUpdated {
        event.data.change = event.data.change.map(|change| Change { reason: None, ..change });
    }
    event
}

#[cfg(test)]
mod tests;
