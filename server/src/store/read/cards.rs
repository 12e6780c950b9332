//! Cards to be shown: tickets and orders with whatever they name.

use crate::desk::world::World;
use crate::store::load::card::{self, By, Card};
use crate::store::{Conn, Store, StoreError};

/// The tickets with these numbers, or of the orders with these numbers.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn cards(
    store: &Store,
    conn: &mut Conn,
    by: By,
    ids: &[i64],
) -> Result<World, StoreError> {
    let rows = card::rows(conn, by, ids).await?;
    whole(store, conn, rows).await
}

/// The tickets and orders of these rows.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn whole(store: &Store, conn: &mut Conn, rows: Vec<Card>) -> Result<World, StoreError> {
    let mut world = World::default();
    let named = card::lay(rows, &mut world);
    store.met.recall(&named, &mut world);
    card::names(conn, &named, &mut world).await?;
    store.met.keep(&named, &world);
    Ok(world)
}
