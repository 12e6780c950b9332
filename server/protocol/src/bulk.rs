//! One change to many tickets.

use crate::object::object;
use crate::{AgentId, Priority, Problem, Ticket, TicketId, TicketStatus};
use serde::{Deserialize, Serialize};

/// Body of `POST /api/crm/tickets/bulk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkUpdate {
    /// 1 to 500; one that is named twice is changed once.
    pub ticket_ids: Vec<TicketId>,
    #[serde(deserialize_with = "object")]
    pub set: BulkSet,
}

impl BulkUpdate {
    /// The most tickets of one call.
    pub const MAX: usize = 500;
}

/// What each of the tickets becomes. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct BulkSet {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
}

impl BulkSet {
    /// Whether it changes nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What came of one ticket: all of the change, or none of it and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkResult {
    pub ticket_id: TicketId,
    pub ok: bool,
    /// The ticket as it is now, when `ok`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
    /// As a call for this ticket alone would have answered, when not `ok`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// `data` of `POST /api/crm/tickets/bulk`, in the order that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkAnswer {
    pub results: Vec<BulkResult>,
}
