//! One event as bytes of the stream: made once for staff and at most once for parties, then shared.

use crate::desk::changes::LoggedEvent;
use crate::desk::command::Account;
use crate::desk::visibility;
use axum::body::Bytes;
use robindesk_protocol::{Event, TicketId};
use std::sync::OnceLock;

/// An event of the log, ready to be sent.
#[derive(Debug)]
pub struct Frame {
    logged: LoggedEvent,
    staff: OnceLock<Bytes>,
    parties: OnceLock<Bytes>,
}

impl Frame {
    /// A frame of this event; its bytes are made when somebody first wants them.
    pub const fn new(logged: LoggedEvent) -> Self {
        Self { logged, staff: OnceLock::new(), parties: OnceLock::new() }
    }

    /// The event's number.
    pub const fn seq(&self) -> i64 {
        self.logged.event.seq
    }

    /// The event as staff see it.
    pub const fn event(&self) -> &Event {
        &self.logged.event
    }

    /// The bytes for this account; `None` when the event is not for it, or on another ticket than
    /// the one asked for.
    pub fn bytes_for(&self, account: &Account, ticket: Option<TicketId>) -> Option<Bytes> {
        let wanted = ticket.is_none() || ticket == self.logged.event.ticket_id;
        if !wanted || !visibility::sees_event(account, &self.logged) {
            return None;
        }
        let bytes = if account.user_type.is_staff() {
            self.staff.get_or_init(|| bytes(&self.logged.event))
        } else {
            self.parties.get_or_init(|| bytes(&visibility::for_parties(&self.logged.event)))
        };
        Some(bytes.clone())
    }
}

fn bytes(event: &Event) -> Bytes {
    // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
    let data = serde_json::to_string(event).unwrap_or_default();
    Bytes::from(format!("id: {}\nevent: {}\ndata: {data}\n\n", event.seq, event.kind))
}
