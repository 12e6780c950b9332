//! From a step of the story to the command that does it.

use super::Seeded;
use super::story::{Deed, Placed, Step};
use super::talks::{Line, Voice};
use crate::desk::command::{Account, Caller, Command, NewMessage, Request, TicketChange};
use robindesk_protocol::{
    AgentRef, Amount, Creator, NewOrder, OrderId, OrderStatus, TicketId, User, UserType,
};

/// An order that has been placed, as far as its later steps need it.
pub struct Live {
    pub id: OrderId,
    pub ticket: TicketId,
    pub agent: Option<AgentRef>,
    pub placed: Placed,
}

/// The request for a step; `None` when it would take an agent and the ticket has none.
pub fn request(step: &Step, placed: &[Live], seeded: &Seeded) -> Option<Request> {
    let asked = |by, command| Some(Request { at: step.at, by, key: None, command });
    if let Deed::Place(wanted) = &step.deed {
        let (user, _) = &seeded.brands[wanted.brand];
        return asked(account(user), Command::PlaceOrder(new_order(wanted, seeded)));
    }
    let order = &placed[step.order];
    let ticket = order.ticket;
    let agent = order.agent.as_ref().map(|agent| agent_account(agent, seeded));
    let update = |change| Command::UpdateTicket { ticket, change };
    match &step.deed {
        Deed::Place(_) => None,
        Deed::Order(status, reason) => {
            let rejection_message = reason.map(str::to_owned);
            let (order_id, status) = (order.id, *status);
            let command = Command::SetOrderStatus { order: order_id, status, rejection_message };
            asked(who_sets(status, order, seeded), command)
        }
        Deed::Say(line) => {
            let by = match line.voice {
                Voice::Brand => account(&seeded.brands[order.placed.brand].0),
                Voice::Creator => account(&creator_of(order, seeded).0),
                Voice::Agent => agent?,
            };
            let text = filled(line, order, seeded);
            let message =
                NewMessage { ticket, text, audience: Some(line.lane), client_id: None, file: None };
            asked(by, Command::PostMessage(message))
        }
        Deed::Priority(priority) => asked(agent?, update(TicketChange::Priority(*priority))),
        Deed::Tags(tags) => asked(agent?, update(TicketChange::Tags(tags.to_vec()))),
        Deed::Ticket(status) => asked(agent?, update(TicketChange::Status(*status))),
        Deed::Snooze(until) => asked(agent?, update(TicketChange::Snooze(Some(*until)))),
        Deed::Read => asked(agent?, Command::MarkRead { ticket, up_to: None }),
    }
}

fn new_order(placed: &Placed, seeded: &Seeded) -> NewOrder {
    let package = &seeded.packages[placed.package];
    let price = package.price.minor(package.currency).unwrap_or(0);
    NewOrder {
        package_id: package.id,
        brand_id: seeded.brands[placed.brand].1.id,
        creator_id: package.creator_id,
        total_amount: Amount::from_minor(price * i64::from(placed.quantity), package.currency),
        currency: None,
        quantity: Some(placed.quantity),
        additional_instructions: placed.instructions.map(str::to_owned),
    }
}

/// Whoever may take an order to this status (`product.md`, People).
fn who_sets(status: OrderStatus, order: &Live, seeded: &Seeded) -> Caller {
    match status {
        OrderStatus::Cancelled => account(&seeded.brands[order.placed.brand].0),
        OrderStatus::Refunded => account(&seeded.admin),
        _ => account(&creator_of(order, seeded).0),
    }
}

fn creator_of<'a>(order: &Live, seeded: &'a Seeded) -> &'a (User, Creator) {
    let creator = seeded.packages[order.placed.package].creator_id;
    let position = seeded.creators.iter().position(|(_, c)| c.id == creator);
    &seeded.creators[position.unwrap_or(0)]
}

pub(super) fn account(user: &User) -> Caller {
    Caller::Account(Account::of(user))
}

/// The ticket's agent, who may also be somebody that was there before the test data.
fn agent_account(agent: &AgentRef, seeded: &Seeded) -> Caller {
    match seeded.agents.iter().find(|user| user.id == agent.id) {
        Some(user) => account(user),
        None => Caller::Account(Account {
            id: agent.id,
            name: agent.name.clone(),
            user_type: UserType::Agent,
            brand_id: None,
            creator_id: None,
            from: None,
        }),
    }
}

/// A line with its blanks filled in.
fn filled(line: &Line, order: &Live, seeded: &Seeded) -> String {
    let (_, brand) = &seeded.brands[order.placed.brand];
    let contact = brand.contact.as_ref().map_or("", |contact| contact.name.as_str());
    let (_, creator) = creator_of(order, seeded);
    let agent = order.agent.as_ref().map_or("support", |agent| agent.name.as_str());
    line.text
        .replace("{brand}", &brand.company_name)
        .replace("{contact}", first(contact))
        .replace("{creator}", first(&creator.name))
        .replace("{agent}", first(agent))
        .replace("{package}", &seeded.packages[order.placed.package].title)
        .replace("{order}", &order.id.to_string())
}

fn first(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
