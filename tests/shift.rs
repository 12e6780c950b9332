//! A shift at the desk: a whole console without a terminal, its real runner, a real server, and
//! between them a link that is slow, loses answers, or is cut.

#[path = "shift/export.rs"]
mod export;
#[path = "shift/files.rs"]
mod files;
#[path = "binary/link.rs"]
mod link;
#[path = "shift/moves.rs"]
mod moves;
#[path = "demo/screen.rs"]
mod screen;
#[path = "shift/service.rs"]
mod service;
#[path = "shift/session.rs"]
mod session;
