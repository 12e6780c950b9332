//! Tickets: one for each order, for the order's whole life.

use crate::{
    AgentRef, Audience, OrderId, OrderSummary, Sender, TicketId, Timestamp, UserId, words,
};
use serde::{Deserialize, Serialize};

words! {
    /// Where the work on a ticket stands.
    TicketStatus {
        Open = "open",
        InProgress = "in_progress",
        Resolved = "resolved",
        Closed = "closed",
    }
}

impl TicketStatus {
    /// `open` or `in_progress`: it counts against its agent's limit.
    pub const fn is_unresolved(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

words! {
    /// How much a ticket matters. Ordered from least to most.
    Priority {
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
}

/// The newest message of a ticket, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastMessage {
    /// Its first line, cut at 120 characters.
    pub line: String,
    pub audience: Audience,
    /// `null` for the system.
    pub sender: Option<Sender>,
    pub at: Timestamp,
}

/// A ticket. The fields below `updated_at` are for staff alone and left out for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ticket {
    pub id: TicketId,
    pub order_id: OrderId,
    /// `null` while nobody is eligible.
    pub agent: Option<AgentRef>,
    pub status: TicketStatus,
    pub priority: Priority,
    /// `ticket_` and the id: the name other systems know its chat by.
    pub stream_channel_id: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The order in short; on list rows and events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderSummary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Timestamp>,
    /// Time of the oldest party message that no agent has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<LastMessage>,
    /// Messages that the caller has not read. Only on lists and single reads, never on events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<u32>,
}

/// `data` of calls that answer with one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketAnswer {
    pub ticket: Ticket,
}

/// Body of `PUT /api/crm/tickets/:ticketId/status`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetTicketStatus {
    pub status: TicketStatus,
}

/// Body of `PUT /api/crm/tickets/:ticketId/priority`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    pub priority: Priority,
}

/// Body of `PUT /api/crm/tickets/:ticketId/tags`: the whole set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetTags {
    /// Up to 20, each 1 to 40 letters, digits, `-` or `_`.
    #[cfg_attr(feature = "schema", schemars(length(max = 20), inner(length(min = 1, max = 40))))]
    pub tags: Vec<String>,
}

impl SetTags {
    /// The most tags on a ticket.
    pub const MAX: usize = 20;
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 40;
}

/// Body of `PUT /api/crm/tickets/:ticketId/snooze`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSnooze {
    /// When it comes back; `null` wakes it now.
    pub snoozed_until: Option<Timestamp>,
}

/// Body of `PUT /api/crm/tickets/:ticketId/reassign`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reassign {
    pub agent_id: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

words! {
    /// How the rotation picks the next agent.
    Policy {
        RoundRobin = "round_robin",
        Balanced = "balanced",
    }
}

words! {
    /// What the rotation made of one agent.
    Outcome {
        Chosen = "chosen",
        LaterInTurn = "later_in_turn",
        NotActive = "not_active",
        TakesNoTickets = "takes_no_tickets",
        NotAvailable = "not_available",
        AtLimit = "at_limit",
        /// The ticket was being taken from it.
        GivesAway = "gives_away",
    }
}

/// One agent in a decision record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    pub agent_id: UserId,
    pub outcome: Outcome,
}

/// Why a ticket went to whom it went: the record of one automatic assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// Grows by one with each automatic assignment.
    pub number: i64,
    pub at: Timestamp,
    pub policy: Policy,
    /// Who got it.
    pub agent_id: UserId,
    /// Everybody who was looked at, in the order of their turn.
    pub considered: Vec<Turn>,
}
