//! What the console keeps on this machine: drafts, the outbox and tokens. Every file is replaced
//! whole or not at all, and only its owner can read it.

pub mod atomic;
pub mod changes;
pub mod downloads;
pub mod drafts;
pub mod folders;
pub mod lock;
pub mod outbox;
pub mod slot;
pub mod tokens;
pub mod welcome;

pub use folders::Folders;
pub use slot::Slot;
