//! How a route hands a command to the writer.

use crate::auth::SignedIn;
use crate::desk::command::{Command, IdempotencyKey, Request};
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::state::App;

/// What the writer answered.
#[derive(Debug)]
pub struct Written {
    pub reply: Reply,
    /// It is the first answer to the same key, given again.
    pub replayed: bool,
}

/// Submits a command in the name of whoever is signed in, and waits until it is on disk.
///
/// # Errors
/// What the desk refuses, and 503 or 507 when nothing can be written now.
pub async fn submit(
    app: &App,
    signed_in: &SignedIn,
    key: Option<IdempotencyKey>,
    command: Command,
) -> Result<Written, ApiError> {
    let request = Request { at: app.clock.now(), by: signed_in.caller(), key, command };
    Ok(match app.writer.submit(request).await? {
        Reply::Replayed(first) => Written { reply: *first, replayed: true },
        reply => Written { reply, replayed: false },
    })
}

/// The desk answered one command with another's reply, or a key was kept for another kind of call.
pub fn unexpected() -> ApiError {
    ApiError::internal("the desk's reply does not belong to the command")
}
