//! A script for each action, a file a place: what is done before its key, and what must hold after it.

mod chat;
mod composer;
mod everywhere;
mod list;
mod over;
mod ticket;

use super::{office, staff};
use crate::desk::Desk;
use robindesk::app::action::Action;
use robindesk::app::effect::Change;
use robindesk_protocol::{TicketId, TicketStatus};

/// What is done before the key, and what must hold after it.
pub type Script = (fn(&mut Desk), fn(&mut Desk) -> bool);

pub fn script(action: Action) -> Script {
    match action.place().name() {
        "list" => list::scripts(action),
        "ticket" => ticket::scripts(action),
        "chat" => chat::scripts(action),
        "composer" => composer::scripts(action),
        "order" | "popup" => over::scripts(action),
        "team" | "audit" | "settings" => staff::script(action),
        "stats" => office::stats(action),
        _ => everywhere::scripts(action),
    }
}

fn at_row(desk: &mut Desk, row: usize) -> bool {
    desk.shows(&format!(" {row} of "))
}

fn status_of(ticket: i64, status: TicketStatus) -> Change {
    Change::TicketStatus { ticket: TicketId(ticket), status }
}
