//! Live numbers: `GET /api/admin/stats` and its kin. Days begin at midnight UTC, hours are whole ones.

use crate::{AgentRef, Availability, OrderStatus, TicketId, TicketStatus, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that is counted, as of one event of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stats {
    /// The last event that was counted.
    pub seq: i64,
    /// When it was read: what "today" and "the last 24 hours" are measured from.
    pub at: Timestamp,
    pub orders: OrderStats,
    pub tickets: TicketStats,
    /// All staff, by id.
    pub agents: Vec<AgentStats>,
    /// The rotation since midnight, over 7 and over 30 days.
    pub distribution: Vec<Distribution>,
}

/// Orders, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderStats {
    pub total: u64,
    /// Every status is there, also with 0.
    pub by_status: BTreeMap<OrderStatus, u64>,
    pub today: u64,
    /// The last 24 hours, oldest first; the last one is not over yet.
    pub per_hour: Vec<HourCount>,
    /// The last 30 days, oldest first; the last one is today.
    pub per_day: Vec<DayCount>,
}

/// Tickets, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketStats {
    pub total: u64,
    /// Every status is there, also with 0.
    pub by_status: BTreeMap<TicketStatus, u64>,
    pub today: u64,
    /// The last 24 hours, oldest first; the last one is not over yet.
    pub per_hour: Vec<HourCount>,
    /// The last 30 days, oldest first; the last one is today.
    pub per_day: Vec<DayCount>,
    /// `open` or `in_progress`.
    pub open: u64,
    /// A party has written and no agent has answered.
    pub waiting: u64,
    /// Open ones without an agent.
    pub unassigned: u64,
    /// Since when the longest waiting one waits; `null` when none does.
    pub oldest_waiting: Option<Timestamp>,
}

/// How many in one hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HourCount {
    /// When the hour begins.
    pub hour: Timestamp,
    pub count: u64,
}

/// How many on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayCount {
    /// When the day begins.
    pub day: Timestamp,
    pub count: u64,
}

/// One member of staff, counted. Times are in milliseconds, over the last 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentStats {
    pub agent: AgentRef,
    pub availability: Option<Availability>,
    /// Tickets given to it, by the rotation or by hand, each time that one was.
    pub assigned: u64,
    /// Its `open` and `in_progress` ones now.
    pub open: u64,
    pub resolved_today: u64,
    /// From a ticket's creation to its first public reply, for tickets that this agent replied to
    /// first.
    pub first_response_median_ms: Option<u64>,
    pub first_response_p90_ms: Option<u64>,
    /// From a ticket's creation to when it was resolved or closed, for tickets that were this
    /// agent's then.
    pub resolution_median_ms: Option<u64>,
    /// In every lane, notes among them.
    pub messages_sent: u64,
    /// Since midnight, over 7 and over 30 days.
    pub ranges: Vec<AgentRange>,
}

/// What one member of staff did from some hour on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentRange {
    /// The beginning of the first hour that was counted.
    pub since: Timestamp,
    /// Tickets given to it, by the rotation or by hand.
    pub assigned: u64,
    /// Its tickets that were resolved or closed.
    pub resolved: u64,
    /// Of first public replies since then; `null` where there was none.
    #[serde(default)]
    pub first_response_median_ms: Option<u64>,
    #[serde(default)]
    pub first_response_p90_ms: Option<u64>,
    /// Of tickets that were resolved or closed since then; `null` where there was none.
    #[serde(default)]
    pub resolution_median_ms: Option<u64>,
    pub messages_sent: u64,
}

/// Who got how many tickets from the rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distribution {
    /// The beginning of the first hour that was counted.
    pub since: Timestamp,
    /// Who is available now or got at least one, by id.
    pub agents: Vec<Share>,
    /// The most that one of them got, less the fewest. Who comes and goes gets fewer, and rightly so.
    pub gap: u64,
    /// The same among those who were eligible throughout: by the rotation's rule never more than one.
    pub gap_throughout: u64,
    /// From when on each decision was held against that rule: the beginning, or later on a server
    /// that has not looked back that far.
    pub checked_since: Timestamp,
    /// Decisions since then that passed by somebody whose turn was due; the newest few.
    pub out_of_turn: Vec<OutOfTurn>,
    /// Whether the policy `balanced` decided any of them, which goes by open tickets instead.
    pub by_load: bool,
}

/// A decision that went to somebody while another one's turn was due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutOfTurn {
    pub at: Timestamp,
    pub ticket_id: TicketId,
    /// Who got it.
    pub agent_id: UserId,
    /// Whose turn it was.
    pub due_id: UserId,
}

/// What one agent got from the rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    pub agent_id: UserId,
    pub name: String,
    pub tickets: u64,
    /// Whether every decision found it eligible: it was never away, full or suspended.
    pub throughout: bool,
}

/// How the server is. Requests and latencies are of this node's last 60 seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    pub version: String,
    pub uptime_seconds: u64,
    /// Server processes on this database.
    pub nodes: u64,
    pub requests_per_second: f64,
    /// The share of answers that were a 5xx, from 0 to 1.
    pub error_rate: f64,
    /// Milliseconds, exact to about 3 in 100; `null` while there were no requests.
    pub latency_p50_ms: Option<f64>,
    pub latency_p95_ms: Option<f64>,
    pub latency_p99_ms: Option<f64>,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// How long the database took over the least that can be asked of it, in milliseconds.
    pub database_latency_ms: f64,
    pub database_bytes: u64,
    /// Commands that wait for the writer.
    pub writer_queue: u64,
    /// Events that are on disk and not yet on this node's streams.
    pub event_lag: u64,
    /// Open event streams on this node.
    pub live_connections: u64,
    /// `null` when none was made that this server knows of.
    pub last_backup: Option<Timestamp>,
}

/// Query of `GET /api/admin/distribution`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DistributionQuery {
    /// An RFC 3339 time of the last 30 days. Default: midnight UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// `data` of `GET /api/admin/stats`, and of `stats` on the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatsAnswer {
    pub stats: Stats,
}

/// `data` of `GET /api/admin/agents/stats`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentStatsAnswer {
    pub agents: Vec<AgentStats>,
}

/// `data` of `GET /api/admin/distribution`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DistributionAnswer {
    pub distribution: Distribution,
}

/// `data` of `GET /api/admin/health`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthAnswer {
    pub health: Health,
}
