//! Who is looking at a ticket, and who is typing. Never stored, and never part of the log.

use crate::{Actor, OrderId, TicketId, Timestamp, words};
use serde::{Deserialize, Serialize};

words! {
    /// What a member of staff does on a ticket.
    PresenceState {
        Viewing = "viewing",
        Typing = "typing",
        /// Gone, or not heard of for 30 s.
        Left = "left",
    }
}

words! {
    /// The kind of an event that is in no log.
    PresenceKind {
        Presence = "presence",
    }
}

/// Body of `POST /api/crm/tickets/:ticketId/presence`. Renew it at least every 30 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPresence {
    pub state: PresenceState,
}

/// What a `presence` event carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PresenceData {
    pub state: PresenceState,
}

/// A `presence` event of the stream, for staff alone: it has the form of the log's events but no
/// number, and comes without `id:`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PresenceEvent {
    /// Always `null`.
    pub seq: Option<i64>,
    pub kind: PresenceKind,
    pub at: Timestamp,
    pub actor: Actor,
    pub ticket_id: TicketId,
    pub order_id: OrderId,
    pub data: PresenceData,
}
