//! The real binary: its commands as scripts use them, and its console in a pseudo-terminal.

#[path = "binary/badlink.rs"]
mod badlink;
#[path = "binary/cli.rs"]
mod cli;
#[path = "binary/desk.rs"]
mod desk;
#[path = "binary/guest.rs"]
mod guest;
#[path = "binary/injection.rs"]
mod injection;
#[path = "binary/liar.rs"]
mod liar;
#[path = "binary/link.rs"]
mod link;
#[path = "binary/panics.rs"]
mod panics;
#[path = "binary/pty.rs"]
mod pty;
#[path = "binary/terminal.rs"]
mod terminal;
