//! The way to the server: typed calls, the event stream, and the session behind both. Knows nothing
//! of the screen.

pub mod address;
pub mod api;
pub mod backoff;
pub mod client;
pub mod error;
pub mod files;
mod reason;
pub mod session;
pub mod stream;

pub use address::{Address, AddressError};
pub use api::Api;
pub use backoff::{Backoff, Pace};
pub use client::Client;
pub use error::Error;
