//! What happened on a ticket, and why it went to whom it went.

use crate::{AgentId, Event, Outcome, Paging, Policy, Timestamp};
use serde::{Deserialize, Serialize};

/// A page of a ticket's history: the events on it and on its order, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryPage {
    pub events: Vec<Event>,
    #[serde(flatten)]
    pub paging: Paging,
}

/// One agent in a decision record, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Considered {
    pub agent_id: AgentId,
    pub name: String,
    pub outcome: Outcome,
    /// The outcome in words, such as `was at the limit of open tickets`.
    pub why: String,
}

/// The record of one automatic assignment, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionRecord {
    /// Grows by one with each automatic assignment of the desk.
    pub number: i64,
    pub at: Timestamp,
    pub policy: Policy,
    /// Who got the ticket.
    pub agent_id: AgentId,
    pub agent_name: String,
    /// Why, in a sentence or two.
    pub why: String,
    /// Everybody who was looked at, in the order of their turn.
    pub considered: Vec<Considered>,
}

/// `data` of `GET /api/crm/tickets/:ticketId/history/assignment`: oldest first; empty for a ticket
/// that was only ever assigned by hand, or still waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignmentHistory {
    pub decisions: Vec<DecisionRecord>,
}
