//! The routes, one file a noun: extract, ask, answer. No SQL and no rules.

pub mod auth;
pub mod health;
