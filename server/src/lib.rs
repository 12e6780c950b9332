//! The server of Robindesk. It owns orders, tickets, messages and the rotation.
//!
//! [`open`] gives the desk without a socket, for the commands; [`start`] serves it as well, for
//! `robindesk-server serve` and for a server inside another program.

pub mod alarm;
pub mod answer;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod desk;
pub mod error;
pub mod extract;
pub mod feed;
pub mod health;
pub mod limits;
pub mod log;
mod nodes;
pub mod openapi;
pub mod ops;
pub mod presence;
pub mod pulse;
pub mod request_id;
pub mod router;
pub mod routes;
pub mod search;
mod serve;
pub mod settings;
pub mod shelf;
pub mod state;
pub mod store;
pub mod tally;
pub mod writer;

pub use serve::{Opened, Running, StartError, open, start, start_with};
pub use settings::Settings;
pub use state::App;
