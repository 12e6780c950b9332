//! `copy --from URL --to URL`: a desk from SQLite to PostgreSQL, or back (`api.md`,
//! robindesk-server). One transaction on the target: all of it, the same row by row, or nothing.

pub use crate::store::transfer::Carried;

use crate::store::transfer::{TransferError, transfer};
use crate::store::{Store, StoreError, upkeep};
use std::path::PathBuf;

/// Why nothing was copied. The source is never changed.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("there is no desk to copy: {0} is not there")]
    NoDesk(PathBuf),
    #[error("both are the same database")]
    Same,
    #[error(
        "the source's schema is not this version's; bring it up to date with robindesk-server \
         migrate, or copy it with the version that it is of"
    )]
    Schema,
    #[error("the source could not be opened: {0}")]
    From(StoreError),
    #[error("the target could not be opened: {0}")]
    To(StoreError),
    #[error("nothing was copied: {0}")]
    Transfer(#[from] TransferError),
}

/// Copies a desk into an empty database. No server may be at work on the source: writes to it wait
/// until the copy is done, and would then be missing from it.
///
/// # Errors
/// [`CopyError`].
pub async fn copy(from: &str, to: &str) -> Result<Carried, CopyError> {
    let file = upkeep::file_of(from).map_err(CopyError::From)?;
    let target = upkeep::file_of(to).map_err(CopyError::To)?;
    if let Some(missing) = file.as_ref().filter(|file| !file.exists()) {
        return Err(CopyError::NoDesk(missing.clone()));
    }
    if from == to || (file.is_some() && file == target) {
        return Err(CopyError::Same);
    }
    let source = Store::open_as_it_is(from).await.map_err(CopyError::From)?;
    let steps = upkeep::steps(&source).await.map_err(CopyError::From)?;
    let newer = steps.last().is_some_and(|step| *step > upkeep::newest_step());
    if newer || upkeep::missing_steps(&steps) > 0 {
        return Err(CopyError::Schema);
    }
    let target = Store::open(to).await.map_err(CopyError::To)?;
    let done = transfer(&source, &target).await;
    source.close().await;
    target.close().await;
    Ok(done?)
}
