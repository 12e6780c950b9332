//! `check --mend`: counts that an old fault left wrong are counted anew, and whoever waited unseen is
//! handed out.

use crate::clock::Clock;
use crate::desk::command::{Caller, Command, Request};
use crate::settings::Settings;
use crate::store::{Store, StoreError, mend as counts, upkeep};
use crate::writer::{self, WriteError};
use robindesk_protocol::Change;

/// Why the counts are as they were, or why those who wait still do.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    #[error("the counts could not be mended: {0}")]
    Store(#[from] StoreError),
    #[error("the counts were mended, and what waits was not handed out yet: {0}")]
    Writer(#[from] WriteError),
    #[error("the counts were mended, and what waits was not handed out yet: {0}")]
    Thread(#[from] std::io::Error),
}

/// Counts anew, beside a server or without one; gives what was changed. Another version's desk, and
/// one that is not there, are left to the checklist.
///
/// # Errors
/// [`MendError`].
pub async fn mend(settings: &Settings, clock: &Clock) -> Result<Vec<Change>, MendError> {
    let url = settings.database_url();
    if upkeep::file_of(&url)?.is_some_and(|file| !file.exists()) {
        return Ok(Vec::new());
    }
    let store = Store::open_as_it_is(&url).await?;
    let steps = upkeep::steps(&store).await?;
    let ours = steps.last() == Some(&upkeep::newest_step()) && upkeep::missing_steps(&steps) == 0;
    let mended = if ours { counts::recount(&store, clock.now()).await? } else { Vec::new() };
    if !mended.is_empty() {
        hand_out(&store, clock).await?;
    }
    store.close().await;
    Ok(mended)
}

/// Hands out what waits, as a server would at the next change of the rotation.
async fn hand_out(store: &Store, clock: &Clock) -> Result<(), MendError> {
    let (writer, ended) = writer::start(store.clone())?;
    let command = Command::HandOut;
    let done = writer.submit(Request { at: clock.now(), by: Caller::System, key: None, command });
    done.await?;
    drop(writer);
    // A writer that panicked has ended as well.
    let _ = ended.await;
    Ok(())
}
