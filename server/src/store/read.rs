//! Reads, one file a noun.

pub mod accounts;
