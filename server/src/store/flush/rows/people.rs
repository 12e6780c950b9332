//! Accounts, staff, profiles, packages and sessions.

use super::{Cells, table};
use crate::desk::changes::Changes;
use crate::desk::world::{
    AgentFact, BrandFact, CreatorFact, PackageFact, SessionFact, UserFact, World,
};
use crate::search::words::folded;
use crate::store::flush::Table;

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
        "folded",
    ]
);

pub const AGENTS: Table = table!(
    "agents",
    1,
    ["user_id", "availability", "takes_tickets", "max_open_tickets", "open_tickets", "last_turn",]
);

pub const BRANDS: Table = table!("brands", 1, ["id", "user_id", "company_name", "folded"]);

pub const CREATORS: Table = table!("creators", 1, ["id", "user_id", "bio"]);

pub const PACKAGES: Table = table!(
    "packages",
    1,
    ["id", "creator_id", "title", "description", "price_minor", "currency", "folded"]
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

pub fn users<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |u: &'a UserFact| {
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
            folded(&u.name).into(),
        ]
    };
    changes.users.iter().filter_map(|id| world.users.get(id)).map(row).collect()
}

pub fn agents<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |a: &'a AgentFact| {
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
    let row = |b: &'a BrandFact| {
        vec![
            b.id.0.into(),
            b.user_id.0.into(),
            (&b.company_name).into(),
            folded(&b.company_name).into(),
        ]
    };
    changes.brands.iter().filter_map(|id| world.brands.get(id)).map(row).collect()
}

pub fn creators<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |c: &'a CreatorFact| vec![c.id.0.into(), c.user_id.0.into(), (&c.bio).into()];
    changes.creators.iter().filter_map(|id| world.creators.get(id)).map(row).collect()
}

pub fn packages<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |p: &'a PackageFact| {
        vec![
            p.id.0.into(),
            p.creator_id.0.into(),
            (&p.title).into(),
            (&p.description).into(),
            p.price_minor.into(),
            p.currency.as_str().into(),
            folded(&p.title).into(),
        ]
    };
    changes.packages.iter().filter_map(|id| world.packages.get(id)).map(row).collect()
}

pub fn sessions<'a>(world: &'a World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |s: &'a SessionFact| {
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
