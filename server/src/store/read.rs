//! What routes may ask of the database: one file a noun. Answers are the wire's own types, as staff
//! see them; `desk::visibility` cuts them for a party.

pub mod about;
pub mod accounts;
pub mod agents;
pub mod audit;
pub mod canned;
mod cards;
pub mod decisions;
pub mod events;
pub mod files;
pub mod invariants;
pub mod messages;
mod named;
pub mod numbers;
pub mod orders;
pub mod page;
pub mod profiles;
pub mod search;
pub mod settings;
mod span;
pub mod tickets;
