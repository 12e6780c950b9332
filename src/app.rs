//! The console's one loop and its vocabulary.

pub mod effect;
pub mod message;
