//! What is true, whoever draws it: no terminal, no network, no clock of its own.

pub mod link;
pub mod session;
