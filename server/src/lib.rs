//! The server of Robindesk. It owns orders, tickets, messages and the rotation.

pub mod clock;
pub mod desk;
pub mod feed;
pub mod store;
pub mod writer;
