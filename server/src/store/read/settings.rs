//! The desk's settings.

use crate::store::{Store, StoreError, load};
use robindesk_protocol::DeskSettings;

/// The settings in force.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn settings(store: &Store) -> Result<DeskSettings, StoreError> {
    Ok(load::head(&mut store.lease().await?).await?.1)
}
