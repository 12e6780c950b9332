//! What each table's row is made of. A new column is named here once and filled here once.

use super::Table;
use crate::desk::changes::Changes;
use crate::desk::world::World;
use crate::store::StoreError;
use crate::store::cells::Cell;
use serde::Serialize;

type Cells<'a> = Vec<Cell<'a>>;

/// What `waiting_since` says when nobody waits: it sorts after every time.
pub const NEVER: i64 = i64::MAX;

macro_rules! table {
    ($name:literal, $key:literal, [$($column:literal),+ $(,)?]) => {
        Table { name: $name, key: $key, columns: &[$($column),+], adds: false }
    };
}

pub const USERS: Table = table!(
    "users",
    1,
    [
        "id",
        "email",
        "name",
        "phone",
        "user_type",
        "status",
        "password_hash",
        "brand_id",
        "creator_id",
        "created_at",
        "version",
        "removed_at",
    ]
);
pub const AGENTS: Table = table!(
    "agents",
    1,
    ["user_id", "availability", "takes_tickets", "max_open_tickets", "open_tickets", "last_turn",]
);
pub const BRANDS: Table = table!("brands", 1, ["id", "user_id", "company_name"]);
pub const CREATORS: Table = table!("creators", 1, ["id", "user_id", "bio"]);
pub const PACKAGES: Table =
    table!("packages", 1, ["id", "creator_id", "title", "description", "price_minor", "currency"]);
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
pub const SESSIONS: Table = table!(
    "sessions",
    1,
    [
        "sid",
        "user_id",
        "refresh_hash",
        "created_at",
        "seen_at",
        "expires_at",
        "ended_at",
        "address",
        "program",
    ]
);
pub const READS: Table = table!("reads", 2, ["user_id", "ticket_id", "message_id"]);
pub const MACROS: Table = table!(
    "macros",
    1,
    ["id", "owner_id", "shared", "title", "body", "actions", "created_at", "updated_at"]
);
pub const MESSAGES: Table = table!(
    "messages",
    0,
    [
        "id",
        "ticket_id",
        "sender_id",
        "message_text",
        "message_type",
        "audience",
        "client_id",
        "created_at",
    ]
);
pub const FILES: Table =
    table!("files", 0, ["message_id", "name", "content_type", "size", "object"]);
pub const DECISIONS: Table =
    table!("decisions", 0, ["number", "ticket_id", "agent_id", "at", "policy", "considered"]);
pub const EVENTS: Table =
    table!("events", 0, ["seq", "kind", "ticket_id", "brand_id", "creator_id", "audience", "body"]);
pub const AUDIT: Table = table!(
    "audit",
    0,
    [
        "id",
        "at",
        "actor_id",
        "actor_name",
        "actor_type",
        "action",
        "subject_kind",
        "subject_id",
        "subject_name",
        "changes",
        "address",
    ]
);
pub const REPLIES: Table = table!("replies", 2, ["user_id", "key", "body_hash", "reply", "at"]);

pub fn users<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |u: &'a crate::desk::world::UserFact| {
        vec![
            u.id.0.into(),
            (&u.email).into(),
            (&u.name).into(),
            u.phone.as_deref().into(),
            u.user_type.as_str().into(),
            u.status.as_str().into(),
            u.password_hash.as_deref().into(),
            u.brand_id.map(|b| b.0).into(),
            u.creator_id.map(|c| c.0).into(),
            u.created_at.into(),
            u.version.into(),
            u.removed_at.into(),
        ]
    };
    changes.users.iter().filter_map(|id| world.users.get(id)).map(row).collect()
}

pub fn agents<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |a: &'a crate::desk::world::AgentFact| {
        vec![
            a.id.0.into(),
            a.availability.as_str().into(),
            a.takes_tickets.into(),
            a.max_open_tickets.into(),
            a.open_tickets.into(),
            a.last_turn.into(),
        ]
    };
    changes.agents.iter().filter_map(|id| world.agents.get(id)).map(row).collect()
}

pub fn brands<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |b: &'a crate::desk::world::BrandFact| {
        vec![b.id.0.into(), b.user_id.0.into(), (&b.company_name).into()]
    };
    changes.brands.iter().filter_map(|id| world.brands.get(id)).map(row).collect()
}

pub fn creators<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |c: &'a crate::desk::world::CreatorFact| {
        vec![c.id.0.into(), c.user_id.0.into(), (&c.bio).into()]
    };
    changes.creators.iter().filter_map(|id| world.creators.get(id)).map(row).collect()
}

pub fn packages<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |p: &'a crate::desk::world::PackageFact| {
        vec![
            p.id.0.into(),
            p.creator_id.0.into(),
            (&p.title).into(),
            (&p.description).into(),
            p.price_minor.into(),
            p.currency.as_str().into(),
        ]
    };
    changes.packages.iter().filter_map(|id| world.packages.get(id)).map(row).collect()
}

pub fn orders<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |o: &'a crate::desk::world::OrderFact| {
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
    let row = |t: &'a crate::desk::world::TicketFact| -> Result<Cells<'a>, StoreError> {
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

pub fn sessions<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |s: &'a crate::desk::world::SessionFact| {
        vec![
            (&s.sid).into(),
            s.user.0.into(),
            s.refresh_hash.as_deref().into(),
            s.created_at.into(),
            s.seen_at.into(),
            s.expires_at.into(),
            s.ended_at.into(),
            s.address.as_deref().into(),
            s.program.as_deref().into(),
        ]
    };
    changes.sessions.iter().filter_map(|sid| world.sessions.get(sid)).map(row).collect()
}

pub fn reads<'a>(world: &World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |key: &(robindesk_protocol::UserId, robindesk_protocol::TicketId)| {
        let message = world.reads.get(key)?;
        Some(vec![key.0.0.into(), key.1.0.into(), message.0.into()])
    };
    changes.reads.iter().filter_map(row).collect()
}

pub fn macros<'a>(world: &'a World, changes: &Changes) -> Result<Vec<Cells<'a>>, StoreError> {
    let row = |m: &'a robindesk_protocol::Macro| -> Result<Cells<'a>, StoreError> {
        Ok(vec![
            m.id.0.into(),
            m.owner_id.0.into(),
            m.shared.into(),
            (&m.title).into(),
            (&m.body).into(),
            json(&m.actions)?.into(),
            m.created_at.into(),
            m.updated_at.into(),
        ])
    };
    changes.macros.iter().filter_map(|id| world.macros.get(id)).map(row).collect()
}

pub fn messages(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |m: &'_ robindesk_protocol::Message| -> Cells<'_> {
        vec![
            m.id.0.into(),
            m.ticket_id.0.into(),
            m.sender.as_ref().map(|s| s.id.0).into(),
            m.message_text.clone().into(),
            m.message_type.as_str().into(),
            m.audience.as_str().into(),
            m.client_id.clone().map_or(Cell::Text(None), Cell::from),
            m.created_at.into(),
        ]
    };
    changes.messages.iter().map(row).collect()
}

pub fn files(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |(message, f): &'_ (robindesk_protocol::MessageId, crate::desk::command::NewFile)| {
        vec![
            message.0.into(),
            f.name.clone().into(),
            f.content_type.clone().into(),
            i64::try_from(f.size).unwrap_or(i64::MAX).into(),
            f.object.clone().into(),
        ]
    };
    changes.files.iter().map(row).collect()
}

pub fn decisions(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |(ticket, d): &'_ (robindesk_protocol::TicketId, robindesk_protocol::Decision)| {
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

pub fn events(changes: &Changes) -> Result<Vec<Cells<'_>>, StoreError> {
    let row = |e: &'_ crate::desk::changes::LoggedEvent| -> Result<Cells<'_>, StoreError> {
        Ok(vec![
            e.event.seq.into(),
            e.event.kind.as_str().into(),
            e.event.ticket_id.map(|t| t.0).into(),
            e.brand_id.map(|b| b.0).into(),
            e.creator_id.map(|c| c.0).into(),
            e.audience.as_str().into(),
            json(&e.event)?.into(),
        ])
    };
    changes.events.iter().map(row).collect()
}

pub fn replies(changes: &Changes) -> Result<Vec<Cells<'_>>, StoreError> {
    let row = |k: &'_ crate::desk::changes::KeptReply| -> Result<Cells<'_>, StoreError> {
        Ok(vec![
            k.account.0.into(),
            k.key.clone().into(),
            k.body_hash.clone().into(),
            json(&k.reply)?.into(),
            k.at.into(),
        ])
    };
    changes.replies.iter().map(row).collect()
}

pub fn audit(changes: &Changes) -> Result<Vec<Cells<'_>>, StoreError> {
    let row = |a: &'_ robindesk_protocol::AuditEntry| -> Result<Cells<'_>, StoreError> {
        let actor = a.actor.as_ref();
        Ok(vec![
            a.id.0.into(),
            a.at.into(),
            actor.map(|actor| actor.id.0).into(),
            actor.map_or(Cell::Text(None), |actor| actor.name.clone().into()),
            actor.map(|actor| actor.user_type.as_str()).into(),
            a.action.as_str().into(),
            a.subject.kind.as_str().into(),
            a.subject.id.as_ref().and_then(|id| id.parse::<i64>().ok()).into(),
            a.subject.name.clone().into(),
            json(&a.changes)?.into(),
            a.address.clone().map_or(Cell::Text(None), Cell::from),
        ])
    };
    changes.audit.iter().map(row).collect()
}

pub fn settings(world: &World) -> Result<Cells<'_>, StoreError> {
    let s = &world.settings;
    Ok(vec![
        s.rotation_policy.as_str().into(),
        s.default_max_open_tickets.map(i64::from).into(),
        i64::from(s.send_delay_seconds).into(),
        s.version.into(),
        json(&s.tags)?.into(),
    ])
}

pub fn head<'a>(world: &World) -> Cells<'a> {
    let h = &world.head;
    [
        h.seq,
        h.orders,
        h.tickets,
        h.messages,
        h.users,
        h.brands,
        h.creators,
        h.packages,
        h.decisions,
        h.waiting,
        h.audit,
        h.macros,
    ]
    .map(Cell::from)
    .to_vec()
}

/// Priorities are stored by rank, so that they sort.
pub const fn rank(priority: robindesk_protocol::Priority) -> i64 {
    use robindesk_protocol::Priority;
    match priority {
        Priority::Low => 0,
        Priority::Medium => 1,
        Priority::High => 2,
        Priority::Urgent => 3,
    }
}

/// The priority of a rank.
pub fn priority(rank: i64) -> Result<robindesk_protocol::Priority, StoreError> {
    usize::try_from(rank)
        .ok()
        .and_then(|rank| robindesk_protocol::Priority::ALL.get(rank).copied())
        .ok_or_else(|| StoreError::Internal(format!("priority {rank}")))
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Internal(format!("a row as JSON: {e}")))
}
