//! The rules of the desk: pure and synchronous. Nothing here knows of tokio, SQL or HTTP, so every
//! rule of `product.md` can be tested as a table.
//!
//! A write is a [`command::Request`]. [`decide::decide`] holds it against the [`world::World`], the
//! facts that the batch needs, and either refuses it ([`rejection::Rejection`], nothing written) or
//! changes the world and notes in [`changes::Changes`] which rows must be written.

pub mod command;
pub mod rejection;
pub mod reply;
