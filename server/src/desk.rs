//! The rules of the desk: pure and synchronous. Nothing here knows of tokio, SQL or HTTP, so every
//! rule of `product.md` can be tested as a table.
//!
//! A write is a [`command::Request`]. [`decide::decide`] holds it against the [`world::World`], the
//! facts that the batch needs, and either refuses it ([`rejection::Rejection`], nothing written) or
//! changes the world and notes in [`changes::Changes`] which rows must be written.

pub(crate) mod account;
mod canned;
pub mod changes;
pub mod command;
pub mod decide;
pub mod import;
pub mod mend;
mod message;
pub mod needs;
pub mod order;
mod profile;
pub mod rejection;
pub mod reply;
pub mod rotation;
mod session;
mod settings;
mod sign;
mod staff;
pub mod standing;
pub mod ticket;
pub mod visibility;
pub mod world;

#[cfg(test)]
pub(crate) mod stage;
