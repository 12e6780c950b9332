//! Tickets: one for each order, for the order's whole life.

use crate::{
    AgentRef, Audience, OrderId, OrderSummary, Sender, TicketId, Timestamp, UserId, words,
};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

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

/// A ticket. The fields below `updated_at` are for staff alone and left out for a party: what serde is
/// told of skipping is for the schema, which then says that they may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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
    /// Always there for staff.
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

// By hand, since what is left out for a party is `null` for staff: a program that reads
// `waiting_since` must find it also while nobody waits. Tags tell whom it is for.
impl Serialize for Ticket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Taken apart, so that a new field cannot be forgotten here.
        let Self {
            id,
            order_id,
            agent,
            status,
            priority,
            stream_channel_id,
            created_at,
            updated_at,
            order,
            tags,
            snoozed_until,
            waiting_since,
            last_message,
            unread,
        } = self;
        let for_staff = tags.is_some();
        let mut ticket = serializer.serialize_struct("Ticket", 14)?;
        ticket.serialize_field("id", id)?;
        ticket.serialize_field("order_id", order_id)?;
        ticket.serialize_field("agent", agent)?;
        ticket.serialize_field("status", status)?;
        ticket.serialize_field("priority", priority)?;
        ticket.serialize_field("stream_channel_id", stream_channel_id)?;
        ticket.serialize_field("created_at", created_at)?;
        ticket.serialize_field("updated_at", updated_at)?;
        if order.is_some() {
            ticket.serialize_field("order", order)?;
        }
        if tags.is_some() {
            ticket.serialize_field("tags", tags)?;
        }
        if for_staff {
            ticket.serialize_field("snoozed_until", snoozed_until)?;
            ticket.serialize_field("waiting_since", waiting_since)?;
            ticket.serialize_field("last_message", last_message)?;
        }
        if unread.is_some() {
            ticket.serialize_field("unread", unread)?;
        }
        ticket.end()
    }
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
    pub tags: Vec<String>,
}

impl SetTags {
    /// The most tags on a ticket.
    pub const MAX: usize = 20;
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 40;
}

/// Body of `POST /api/crm/tickets/:ticketId/read`; without a body everything has been read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MarkRead {
    /// `true` goes back on purpose: the newest message of somebody else counts as unread again. A
    /// ticket on which nobody else has written has nothing to go back to, and stays as it is.
    pub unread: bool,
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
    /// Up to 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Reassign {
    /// The longest reason, in characters.
    pub const MAX_REASON: usize = 2_000;
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
