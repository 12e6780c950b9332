//! What is true, whoever draws it: no terminal, no network, no clock of its own.

pub mod contact;
pub mod crossing;
pub mod filling;
pub mod link;
pub mod numbers;
pub mod presence;
pub mod session;
pub mod staff;
pub mod thread;
pub mod tickets;
pub mod transfers;

/// How far something that the server holds has come to us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Loaded {
    /// Not asked for yet.
    #[default]
    Never,
    /// Asked for; what is there meanwhile may be old.
    Asked,
    /// Here, and kept up by events.
    Here,
    /// Asked in vain, with the reason in words.
    Failed(String),
}
