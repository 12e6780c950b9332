//! The log, its head, the audit trail, and first answers.

use super::{Cells, json, table};
use crate::desk::changes::{Changes, KeptReply, LoggedEvent};
use crate::desk::world::World;
use crate::search::words::folded;
use crate::store::StoreError;
use crate::store::cells::Cell;
use crate::store::flush::Table;
use robindesk_protocol::AuditEntry;

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
        "folded",
    ]
);

pub const REPLIES: Table = table!("replies", 2, ["user_id", "key", "body_hash", "reply", "at"]);

pub fn events(changes: &Changes) -> Result<Vec<Cells<'_>>, StoreError> {
    let row = |e: &'_ LoggedEvent| -> Result<Cells<'_>, StoreError> {
        Ok(vec![
            e.event.seq.into(),
            e.event.kind.as_str().into(),
            e.event.ticket_id.map(|t| t.0).into(),
            e.readers.brand_id.map(|b| b.0).into(),
            e.readers.creator_id.map(|c| c.0).into(),
            e.readers.audience.as_str().into(),
            json(&e.event)?.into(),
        ])
    };
    changes.events.iter().map(row).collect()
}

pub fn replies(changes: &Changes) -> Result<Vec<Cells<'_>>, StoreError> {
    let row = |k: &'_ KeptReply| -> Result<Cells<'_>, StoreError> {
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
    let row = |a: &'_ AuditEntry| -> Result<Cells<'_>, StoreError> {
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
            folded(&format!("{}\n{}", actor.map_or("", |a| &a.name), a.subject.name)).into(),
        ])
    };
    changes.audit.iter().map(row).collect()
}

/// The columns of the log head's row, as [`head`] fills them.
pub const HEAD: [&str; 19] = [
    "seq",
    "orders",
    "tickets",
    "messages",
    "users",
    "brands",
    "creators",
    "packages",
    "decisions",
    "waiting",
    "audit",
    "macros",
    "policy",
    "default_max_open_tickets",
    "send_delay_seconds",
    "settings_version",
    "facts",
    "tags",
    "at",
];

pub fn head(world: &World) -> Result<Cells<'_>, StoreError> {
    let (h, s) = (&world.head, &world.settings);
    Ok(vec![
        h.seq.into(),
        h.orders.into(),
        h.tickets.into(),
        h.messages.into(),
        h.users.into(),
        h.brands.into(),
        h.creators.into(),
        h.packages.into(),
        h.decisions.into(),
        h.waiting.into(),
        h.audit.into(),
        h.macros.into(),
        s.rotation_policy.as_str().into(),
        s.default_max_open_tickets.map(i64::from).into(),
        i64::from(s.send_delay_seconds).into(),
        s.version.into(),
        h.facts.into(),
        json(&s.tags)?.into(),
        h.at.into(),
    ])
}
