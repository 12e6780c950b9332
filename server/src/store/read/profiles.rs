//! Packages, brands and creators.

use super::page::{Position, Total, Window};
use crate::desk::world::World;
use crate::store::cells::Cell;
use crate::store::load::people;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{
    Brand, BrandId, BrandPage, Creator, CreatorId, CreatorPage, Package, PackageId, PackagePage,
    Paging,
};
use sqlx::AssertSqlSafe;

/// The word in cursors of these lists: they are sorted by id alone.
pub const SORT: &str = "profiles";

macro_rules! profiles {
    ($table:literal, $load:path, $page:ident, $pages:ident { $list:ident }, $one:ident, $id:ident, $item:ident) => {
        #[doc = concat!("A page of ", $table, ", oldest first.")]
        ///
        /// # Errors
        /// [`StoreError`] from the database.
        pub async fn $page(store: &Store, window: &Window) -> Result<$pages, StoreError> {
            let mut conn = store.lease().await?;
            let (ids, paging) = ids(&mut conn, $table, window).await?;
            let mut world = World::default();
            $load(&mut conn, &ids, &mut world).await?;
            let $list = ids.iter().filter_map(|id| world.$one($id(*id))).collect();
            Ok($pages { $list, paging })
        }

        #[doc = concat!("One of the ", $table, ".")]
        ///
        /// # Errors
        /// [`StoreError`] from the database.
        pub async fn $one(store: &Store, id: $id) -> Result<Option<$item>, StoreError> {
            let mut conn = store.lease().await?;
            let mut world = World::default();
            $load(&mut conn, &[id.0], &mut world).await?;
            Ok(world.$one(id))
        }
    };
}

profiles!(
    "packages",
    people::packages,
    packages,
    PackagePage { packages },
    package,
    PackageId,
    Package
);
profiles!("brands", people::brands, brands, BrandPage { brands }, brand, BrandId, Brand);
profiles!(
    "creators",
    people::creators,
    creators,
    CreatorPage { creators },
    creator,
    CreatorId,
    Creator
);

/// The ids of a page, and what its answer says of paging.
async fn ids(
    conn: &mut Conn,
    table: &str,
    window: &Window,
) -> Result<(Vec<i64>, Paging), StoreError> {
    // Their numbers have no gaps and none is ever removed: the last one is how many there are.
    let last = AssertSqlSafe(format!("SELECT {table} FROM head WHERE id = 1"));
    let last = conn.rows(last, vec![], |r| r.int(0)).await?;
    let total = Total::exactly(last.first().copied().unwrap_or_default());
    let after = window.after.map_or(0, |p| p.id);
    let offset = if window.after.is_some() { 0 } else { window.offset };
    let limit = window.limit as usize;
    let sql = format!(
        "SELECT id FROM {table} WHERE id > $1 ORDER BY id LIMIT {} OFFSET {offset}",
        limit + 1
    );
    let mut ids = conn.rows(AssertSqlSafe(sql), vec![Cell::from(after)], |r| r.int(0)).await?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let last = ids.last().filter(|_| more).map(|id| Position { key: 0, id: *id });
    let paging = window.paging(total, last.map(|p| p.cursor(SORT)));
    Ok((ids, paging))
}
