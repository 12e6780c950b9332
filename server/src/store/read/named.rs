//! From names and titles to the orders that have them. The names are looked up first: there are far
//! fewer of them than of orders.

use super::page::{Where, contains};
use super::tickets::are_few;
use crate::store::cells::Cell;
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// More names than these are not listed: then the orders are held against the text itself.
const MOST_NAMED: usize = 256;

/// What of an order has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Brand,
    Creator,
    Package,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Brand, Self::Creator, Self::Package];

    /// The column of `orders o`, where its names are, and the name in lower case.
    const fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Brand => ("o.brand_id", "n.id FROM brands n", "lower(n.company_name)"),
            Self::Creator => (
                "o.creator_id",
                "n.id FROM creators n JOIN users u ON u.id = n.user_id",
                "lower(u.name)",
            ),
            Self::Package => ("o.package_id", "n.id FROM packages n", "lower(n.title)"),
        }
    }
}

/// The orders whose brand, creator or package has one of these texts in its name.
#[derive(Debug)]
pub struct Called {
    /// Conditions on `orders o` with their arguments; each order meets one of them.
    any: Vec<(String, Vec<Cell<'static>>)>,
    /// They are few, and found by an index.
    pub few: bool,
}

impl Called {
    /// Looks the names up.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn of(conn: &mut Conn, texts: &[String], kinds: &[Kind]) -> Result<Self, StoreError> {
        let mut called = Self { any: Vec::new(), few: true };
        for kind in kinds {
            let (column, names, name) = kind.place();
            let called_so = vec![format!("{name} LIKE ? ESCAPE '\\'"); texts.len()].join(" OR ");
            let patterns: Vec<Cell<'static>> = texts.iter().map(|t| contains(t).into()).collect();
            let mut so_called = Where::default();
            so_called.and(&called_so, patterns.clone());
            let sql = format!("SELECT {names}{} LIMIT {}", so_called.sql(), MOST_NAMED + 1);
            let ids = conn.rows(AssertSqlSafe(sql), so_called.args(), |r| r.int(0)).await?;
            if ids.len() > MOST_NAMED {
                called.few = false;
                let condition = format!("{column} IN (SELECT {names} WHERE {called_so})");
                called.any.push((condition, patterns));
            } else if !ids.is_empty() {
                called.listed(conn, *kind, &ids).await?;
            }
        }
        Ok(called)
    }

    /// Adds the orders of these.
    async fn listed(&mut self, conn: &mut Conn, kind: Kind, ids: &[i64]) -> Result<(), StoreError> {
        let (column, ..) = kind.place();
        // Padded, so that few statements are prepared.
        let padded = ids.len().next_power_of_two();
        let ids: Vec<Cell<'static>> =
            (0..padded).map(|n| Cell::from(ids[n.min(ids.len() - 1)])).collect();
        let places = vec!["?"; padded].join(", ");
        let of_these = (format!("{column} IN ({places})"), ids);
        // Orders have no index by package, but one by creator.
        let (by_index, whole) = if kind == Kind::Package {
            let theirs = format!(
                "o.creator_id IN (SELECT p.creator_id FROM packages p WHERE p.id IN ({places}))"
            );
            let both = format!("{theirs} AND {}", of_these.0);
            let twice = of_these.1.iter().chain(&of_these.1).cloned().collect();
            ((theirs, of_these.1), (both, twice))
        } else {
            (of_these.clone(), of_these)
        };
        let mut conditions = Where::default();
        conditions.and(&by_index.0, by_index.1);
        self.few = self.few && are_few(conn, "orders o", &conditions).await?;
        self.any.push(whole);
        Ok(())
    }

    /// There are none.
    pub const fn is_empty(&self) -> bool {
        self.any.is_empty()
    }

    /// The orders' numbers, each found by an index.
    pub fn looked_up(&self) -> (String, Vec<Cell<'static>>) {
        let each =
            |(condition, _): &(String, _)| format!("SELECT o.id FROM orders o WHERE {condition}");
        let sql: Vec<String> = self.any.iter().map(each).collect();
        (sql.join(" UNION ALL "), self.args())
    }

    /// A condition on `orders o`: that it is one of them.
    pub fn met(&self) -> (String, Vec<Cell<'static>>) {
        let any: Vec<&str> = self.any.iter().map(|(condition, _)| condition.as_str()).collect();
        (any.join(" OR "), self.args())
    }

    /// A condition on `tickets t`: that its order is one of them.
    pub fn held_against(&self) -> (String, Vec<Cell<'static>>) {
        let (any, args) = self.met();
        let sql = format!("EXISTS (SELECT 1 FROM orders o WHERE o.id = t.order_id AND ({any}))");
        (sql, args)
    }

    fn args(&self) -> Vec<Cell<'static>> {
        self.any.iter().flat_map(|(_, args)| args.iter().cloned()).collect()
    }
}
