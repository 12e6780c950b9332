//! The console's side of the world, driven without a screen against a server that misbehaves.

#[path = "world/console.rs"]
mod console;
#[path = "world/drafts.rs"]
mod drafts;
#[path = "world/fake.rs"]
mod fake;
#[path = "world/files.rs"]
mod files;
#[path = "world/lists.rs"]
mod lists;
#[path = "world/outbox.rs"]
mod outbox;
#[path = "world/session.rs"]
mod session;
#[path = "world/stream.rs"]
mod stream;
#[path = "world/unkept.rs"]
mod unkept;
