//! One event as bytes of the stream: made once for staff and at most once for parties, then shared.

use crate::desk::changes::{LoggedEvent, Readers};
use crate::desk::command::Account;
use crate::desk::visibility;
use crate::store::read::events::Written;
use axum::body::Bytes;
use robindesk_protocol::{Event, EventKind, TicketId};
use std::sync::OnceLock;

/// An event of the log, ready to be sent.
#[derive(Debug)]
pub struct Frame {
    seq: i64,
    kind: EventKind,
    ticket_id: Option<TicketId>,
    readers: Readers,
    body: Body,
    staff: OnceLock<Bytes>,
    parties: OnceLock<Option<Bytes>>,
}

/// What is known of the event: most that other nodes wrote goes out as it was read.
#[derive(Debug)]
enum Body {
    /// This process has just committed it.
    Event(Box<Event>),
    /// The log's own text, as staff see it, and what it says once somebody needed to know: nothing
    /// where it is not legible.
    Text(String, OnceLock<Option<Box<Event>>>),
}

impl From<LoggedEvent> for Frame {
    fn from(LoggedEvent { event, readers }: LoggedEvent) -> Self {
        let (seq, kind, ticket_id) = (event.seq, event.kind, event.ticket_id);
        Self::new(seq, kind, ticket_id, readers, Body::Event(Box::new(event)))
    }
}

impl From<Written> for Frame {
    fn from(Written { seq, kind, ticket_id, readers, body }: Written) -> Self {
        Self::new(seq, kind, ticket_id, readers, Body::Text(body, OnceLock::new()))
    }
}

impl Frame {
    fn new(
        seq: i64,
        kind: EventKind,
        ticket_id: Option<TicketId>,
        readers: Readers,
        body: Body,
    ) -> Self {
        let (staff, parties) = (OnceLock::new(), OnceLock::new());
        Self { seq, kind, ticket_id, readers, body, staff, parties }
    }

    /// The event's number.
    pub const fn seq(&self) -> i64 {
        self.seq
    }

    /// The event as staff see it; `None` when what the log holds is not legible, which is told.
    pub fn event(&self) -> Option<&Event> {
        match &self.body {
            Body::Event(event) => Some(event),
            Body::Text(text, event) => event.get_or_init(|| self.read(text)).as_deref(),
        }
    }

    fn read(&self, text: &str) -> Option<Box<Event>> {
        serde_json::from_str(text)
            .inspect_err(|error| tracing::error!(seq = self.seq, %error, "An event is not legible"))
            .ok()
    }

    /// The bytes for this account; `None` when the event is not for it, or on another ticket than
    /// the one asked for.
    pub fn bytes_for(&self, account: &Account, ticket: Option<TicketId>) -> Option<Bytes> {
        let wanted = ticket.is_none() || ticket == self.ticket_id;
        if !wanted || !visibility::sees_event(account, self.readers) {
            return None;
        }
        if account.user_type.is_staff() {
            return Some(self.staff.get_or_init(|| self.for_staff()).clone());
        }
        let made = || Some(self.bytes(&json(&visibility::for_parties(self.event()?))));
        self.parties.get_or_init(made).clone()
    }

    fn for_staff(&self) -> Bytes {
        match &self.body {
            Body::Event(event) => self.bytes(&json(event)),
            Body::Text(text, _) => self.bytes(text),
        }
    }

    fn bytes(&self, data: &str) -> Bytes {
        Bytes::from(format!("id: {}\nevent: {}\ndata: {data}\n\n", self.seq, self.kind))
    }
}

fn json(event: &Event) -> String {
    // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
    serde_json::to_string(event).unwrap_or_default()
}
