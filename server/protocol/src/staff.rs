//! Staff, as admins see and change it.

use crate::whole::{given_whole, whole};
use crate::{AccountStatus, AgentRef, TicketId, Timestamp, User, UserType};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A member of staff, as admins see one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agent {
    #[serde(flatten)]
    pub user: User,
    pub phone: Option<String>,
    /// Whether the rotation may give it tickets at all.
    pub takes_tickets: bool,
    /// Unresolved tickets after which it gets no more; `null` for no limit.
    pub max_open_tickets: Option<u32>,
    /// Unresolved tickets it holds now.
    pub open_tickets: u32,
    /// When it was last heard of, to about a minute: a request, an open stream. After a restart of the
    /// server, until it is heard of again, when it last renewed its session.
    pub last_seen_at: Option<Timestamp>,
    /// The ticket that it looks at or types on now, on any node; `null` when there is none.
    pub current_ticket: Option<TicketId>,
    /// Grows with each change by an admin. Sent back with a change, it refuses one made blindly.
    pub version: i64,
}

/// `data` of calls that answer with one member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentAnswer {
    pub agent: Agent,
}

/// Answer to a new member of staff, or to a new password for one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentPassword {
    pub agent: Agent,
    /// Made up by the server because none was given, and told this once. `null` otherwise.
    pub password: Option<String>,
}

/// Body of `POST /api/admin/agents`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAgent {
    pub email: String,
    pub name: String,
    /// `agent` when left out; a brand or creator is no member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// At least 10 characters; one is made up when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// Body of `PUT /api/admin/agents/:id`: what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateAgent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `null` takes it away.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub phone: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes_tickets: Option<bool>,
    /// `null` takes the limit away.
    #[serde(deserialize_with = "given_whole", skip_serializing_if = "Option::is_none")]
    pub max_open_tickets: Option<Option<u32>>,
    /// The version that the change was made on; another one by now is a 409.
    #[serde(deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl UpdateAgent {
    /// The highest limit of unresolved tickets.
    pub const MAX_LIMIT: u32 = 10_000;
}

/// Body of `PUT /api/admin/agents/:id/status`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetAccountStatus {
    /// `active` or `suspended`.
    pub status: AccountStatus,
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Body of `PUT /api/admin/agents/:id/password`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ResetPassword {
    /// At least 10 characters; one is made up when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// Body of `POST /api/admin/agents/:id/tickets/hand_out`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct HandOutTickets {
    /// Which of the agent's unresolved tickets, at most 500; all of them when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_ids: Option<Vec<TicketId>>,
}

/// What became of an agent's tickets that went through the rotation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandedOut {
    /// Each that moved, oldest first: to whom, or `null` while it waits for somebody.
    pub moved: Vec<MovedTicket>,
    /// Each that was asked for and did not: it is not the agent's (any more), is resolved, or nobody
    /// else could take it.
    pub stayed: Vec<TicketId>,
    /// Each that was asked for and is no ticket.
    #[serde(default)]
    pub unknown: Vec<TicketId>,
}

/// A ticket that has another agent now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MovedTicket {
    pub ticket_id: TicketId,
    pub agent: Option<AgentRef>,
}

/// Tells a field that is `null` from one that is not there.
#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
pub(crate) fn given<'de, T, D>(d: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(d).map(Some)
}

// Written by hand so that no password can reach a log through `{:?}`.
impl fmt::Debug for AgentPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentPassword").field("agent", &self.agent).finish_non_exhaustive()
    }
}

impl fmt::Debug for NewAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAgent").field("email", &self.email).finish_non_exhaustive()
    }
}

impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResetPassword").finish_non_exhaustive()
    }
}
