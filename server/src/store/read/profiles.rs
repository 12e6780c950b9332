//! Packages, brands and creators.

use super::page::{Position, Total, Where, Window};
use crate::desk::world::World;
use crate::store::cells::{Cell, Row};
use crate::store::load::people;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{
    AccountStatus, Brand, BrandId, BrandPage, BrandProfile, Creator, CreatorId, CreatorPage,
    CreatorProfile, Package, PackageId, PackagePage, Paging,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The word in cursors of these lists: they are sorted by id alone.
pub const SORT: &str = "profiles";

macro_rules! profiles {
    ($table:literal, $load:path, $told:path, $page:ident, $pages:ident { $list:ident }, $one:ident, $id:ident, $item:ident) => {
        #[doc = concat!("A page of ", $table, ", oldest first.")]
        ///
        /// # Errors
        /// [`StoreError`] from the database.
        pub async fn $page(store: &Store, window: &Window) -> Result<$pages, StoreError> {
            let mut conn = store.lease().await?;
            let (ids, paging) = ids(&mut conn, $table, window).await?;
            let mut world = World::default();
            $load(&mut conn, &ids, &mut world).await?;
            let found = ids.iter().filter_map(|id| world.$one($id(*id))).collect();
            let $list = $told(&mut conn, found).await?;
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
            let found = world.$one(id).into_iter().collect();
            Ok($told(&mut conn, found).await?.pop())
        }
    };
}

profiles!(
    "packages",
    people::packages,
    packages_told,
    packages,
    PackagePage { packages },
    package,
    PackageId,
    Package
);
profiles!(
    "brands",
    people::brands,
    brands_told,
    brands,
    BrandPage { brands },
    brand,
    BrandId,
    BrandProfile
);
profiles!(
    "creators",
    people::creators,
    creators_told,
    creators,
    CreatorPage { creators },
    creator,
    CreatorId,
    CreatorProfile
);

/// Packages have no account.
async fn packages_told(_: &mut Conn, found: Vec<Package>) -> Result<Vec<Package>, StoreError> {
    Ok(found)
}

/// These brands, and what else staff see of their accounts.
async fn brands_told(conn: &mut Conn, found: Vec<Brand>) -> Result<Vec<BrandProfile>, StoreError> {
    let told = |brand, (status, phone)| BrandProfile { brand, phone, status };
    with_accounts(conn, "brands", found, |brand| brand.id.0, told).await
}

/// These creators, and what else staff see of their accounts.
async fn creators_told(
    conn: &mut Conn,
    found: Vec<Creator>,
) -> Result<Vec<CreatorProfile>, StoreError> {
    let told = |creator, (status, phone)| CreatorProfile { creator, phone, status };
    with_accounts(conn, "creators", found, |creator| creator.id.0, told).await
}

/// An account's status and its phone.
type Standing = (AccountStatus, Option<String>);

async fn with_accounts<T, P>(
    conn: &mut Conn,
    table: &str,
    found: Vec<T>,
    id: fn(&T) -> i64,
    told: fn(T, Standing) -> P,
) -> Result<Vec<P>, StoreError> {
    let mut accounts = accounts(conn, table, found.iter().map(id)).await?;
    let each = |one: T| accounts.remove(&id(&one)).map(|standing| told(one, standing));
    Ok(found.into_iter().filter_map(each).collect())
}

/// The status and the phone of the accounts of these; each has one.
async fn accounts(
    conn: &mut Conn,
    table: &str,
    ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Standing>, StoreError> {
    let ids: Vec<Cell<'_>> = ids.map(Cell::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut these = Where::default();
    these.any_of("p.id", ids);
    let sql = format!(
        "SELECT p.id, u.status, u.phone FROM {table} p JOIN users u ON u.id = p.user_id{}",
        these.sql()
    );
    let read = |r: &Row<'_>| Ok((r.int(0)?, (r.word(1, AccountStatus::parse)?, r.opt_text(2)?)));
    Ok(conn.rows(AssertSqlSafe(sql), these.args(), read).await?.into_iter().collect())
}

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
