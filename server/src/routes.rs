//! One file a noun: extract, ask, answer. No SQL here and no rules.

pub mod agents;
pub mod auth;
pub mod canned;
pub mod events;
pub mod files;
pub mod health;
pub mod history;
mod lists;
pub mod messages;
pub mod metrics;
pub mod orders;
pub mod presence;
pub mod profiles;
pub mod search;
pub mod stats;
mod tags;
pub mod tickets;
mod write;
