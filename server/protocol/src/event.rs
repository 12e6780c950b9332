//! The event log as clients see it: `GET /api/events`.

use crate::{Message, OrderId, OrderSummary, Ticket, TicketId, Timestamp, UserId, UserType, words};
use serde::{Deserialize, Serialize};

words! {
    /// What happened.
    EventKind {
        OrderCreated = "order.created",
        OrderUpdated = "order.updated",
        TicketCreated = "ticket.created",
        TicketUpdated = "ticket.updated",
        MessageCreated = "message.created",
        AgentUpdated = "agent.updated",
        /// Numbers for admins, without an `id:`: it is not part of the log.
        Stats = "stats",
        MacroUpdated = "macro.updated",
    }
}

/// Who did it, by display name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    pub id: UserId,
    pub name: String,
    pub user_type: UserType,
}

/// One field that changed, in the words of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The field's name, such as `status`.
    pub field: String,
    /// What it was; `null` for nothing.
    pub from: Option<String>,
    /// What it is now.
    pub to: Option<String>,
    /// Why, where a person gave a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What an event carries: the things as they are after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderSummary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<crate::User>,
    /// A macro that is shared; one of somebody's own is named by number alone, in `change`.
    #[serde(default, rename = "macro", skip_serializing_if = "Option::is_none")]
    pub item: Option<Box<crate::Macro>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The number of the decision record, when the rotation gave the ticket to its agent. For staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<i64>,
    /// Milliseconds from the ticket's creation, when this is its first public reply. For staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stats: Option<Box<crate::Stats>>,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The `id:` of the stream: grows by one, without gaps, the same on every node.
    pub seq: i64,
    pub kind: EventKind,
    pub at: Timestamp,
    /// `null` for the system.
    pub actor: Option<Actor>,
    pub ticket_id: Option<TicketId>,
    pub order_id: Option<OrderId>,
    pub data: EventData,
}
