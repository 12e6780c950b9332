//! Orders, tickets, and why a ticket went to whom it went.

use super::{Cells, json, table};
use crate::desk::changes::Changes;
use crate::desk::world::{OrderFact, TicketFact, World};
use crate::store::StoreError;
use crate::store::flush::Table;
use robindesk_protocol::{Decision, Priority, TicketId};

/// What `waiting_since` says when nobody waits: it sorts after every time.
pub const NEVER: i64 = i64::MAX;

pub const ORDERS: Table = table!(
    "orders",
    1,
    [
        "id",
        "ticket_id",
        "package_id",
        "brand_id",
        "creator_id",
        "quantity",
        "total_minor",
        "currency",
        "status",
        "instructions",
        "order_date",
        "completed_at",
        "rejection_message",
    ]
);

pub const TICKETS: Table = table!(
    "tickets",
    1,
    [
        "id",
        "order_id",
        "agent_id",
        "status",
        "priority",
        "tags",
        "snoozed_until",
        "brand_waiting",
        "creator_waiting",
        "waiting_since",
        "answered_at",
        "last_message_id",
        "last_line",
        "last_audience",
        "last_sender_id",
        "last_at",
        "created_at",
        "updated_at",
    ]
);

pub const DECISIONS: Table =
    table!("decisions", 0, ["number", "ticket_id", "agent_id", "at", "policy", "considered"]);

pub fn orders<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |o: &'a OrderFact| {
        vec![
            o.id.0.into(),
            o.ticket_id.0.into(),
            o.package_id.0.into(),
            o.brand_id.0.into(),
            o.creator_id.0.into(),
            i64::from(o.quantity).into(),
            o.total_minor.into(),
            o.currency.as_str().into(),
            o.status.as_str().into(),
            o.instructions.as_deref().into(),
            o.order_date.into(),
            o.completed_at.into(),
            o.rejection_message.as_deref().into(),
        ]
    };
    changes.orders.iter().filter_map(|id| world.orders.get(id)).map(row).collect()
}

pub fn tickets<'a>(world: &'a World, changes: &Changes) -> Result<Vec<Cells<'a>>, StoreError> {
    let row = |t: &'a TicketFact| -> Result<Cells<'a>, StoreError> {
        let last = t.last.as_ref();
        Ok(vec![
            t.id.0.into(),
            t.order_id.0.into(),
            t.agent_id.map(|a| a.0).into(),
            t.status.as_str().into(),
            rank(t.priority).into(),
            json(&t.tags)?.into(),
            t.snoozed_until.into(),
            t.brand_waiting.into(),
            t.creator_waiting.into(),
            t.waiting_since().map_or(NEVER, |w| w.0).into(),
            t.answered_at.into(),
            last.map(|l| l.id.0).into(),
            last.map(|l| l.line.as_str()).into(),
            last.map(|l| l.audience.as_str()).into(),
            last.and_then(|l| l.sender.as_ref()).map(|s| s.id.0).into(),
            last.map(|l| l.at).into(),
            t.created_at.into(),
            t.updated_at.into(),
        ])
    };
    changes.tickets.iter().filter_map(|id| world.tickets.get(id)).map(row).collect()
}

pub fn decisions(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |(ticket, d): &'_ (TicketId, Decision)| {
        let turns: Vec<String> =
            d.considered.iter().map(|t| format!("{}:{}", t.agent_id, t.outcome)).collect();
        vec![
            d.number.into(),
            ticket.0.into(),
            d.agent_id.0.into(),
            d.at.into(),
            d.policy.as_str().into(),
            turns.join(" ").into(),
        ]
    };
    changes.decisions.iter().map(row).collect()
}

/// Priorities are stored by rank, so that they sort.
pub const fn rank(priority: Priority) -> i64 {
    match priority {
        Priority::Low => 0,
        Priority::Medium => 1,
        Priority::High => 2,
        Priority::Urgent => 3,
    }
}

/// The priority of a rank.
pub fn priority(rank: i64) -> Result<Priority, StoreError> {
    usize::try_from(rank)
        .ok()
        .and_then(|rank| Priority::ALL.get(rank).copied())
        .ok_or_else(|| StoreError::Internal(format!("priority {rank}")))
}
