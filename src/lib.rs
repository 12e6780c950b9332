//! The console of Robindesk: what `robindesk` is made of, as a library so that its tests can drive it.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod disk;
pub mod model;
pub mod net;
pub mod panes;
pub mod terminal;
pub mod ui;
