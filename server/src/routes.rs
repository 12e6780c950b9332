//! One file a noun: extract, ask, answer. No SQL here and no rules.

pub mod agents;
pub mod audit;
pub mod auth;
pub mod canned;
pub mod events;
pub mod files;
pub mod health;
pub mod history;
pub(crate) mod lists;
pub mod messages;
pub mod metrics;
pub mod orders;
pub mod presence;
pub mod profiles;
pub mod search;
pub mod settings;
pub mod staff;
pub mod stats;
pub(crate) mod tags;
pub mod tickets;
mod write;
