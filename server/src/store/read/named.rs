//! From the words of a query to whom and what they name: from names and titles to the orders that have
//! them, above all. The names are looked up first: there are far fewer of them than of orders.

use super::page::{Where, in_name};
use super::tickets::are_few;
use crate::search::AgentWord;
use crate::store::cells::Cell;
use crate::store::{Conn, StoreError};
use robindesk_protocol::UserId;
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

    /// The column of `orders o`, where its names are, and the name, folded.
    const fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Brand => ("o.brand_id", "n.id FROM brands n", "n.folded"),
            Self::Creator => (
                "o.creator_id",
                "n.id FROM creators n JOIN users u ON u.id = n.user_id",
                "u.folded",
            ),
            Self::Package => ("o.package_id", "n.id FROM packages n", "n.folded"),
        }
    }
}

/// The orders whose brand, creator or package has one of these texts in its name.
#[derive(Debug)]
pub struct Called {
    /// Each order meets one of them.
    any: Vec<So>,
    /// They are few, and found by an index.
    pub few: bool,
}

/// A condition on `orders o` with its arguments, in two forms.
#[derive(Debug)]
struct So {
    /// What an index finds.
    by_index: (String, Vec<Cell<'static>>),
    /// What is held against an order at hand. No index can find it, and how common it is cannot be
    /// told beforehand: so PostgreSQL need not plan it anew for each name.
    held: (String, Vec<Cell<'static>>),
}

impl Called {
    /// Looks the names up.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn of(conn: &mut Conn, texts: &[String], kinds: &[Kind]) -> Result<Self, StoreError> {
        let found = lookup(conn, texts, kinds, MOST_NAMED + 1).await?;
        let mut called = Self { any: Vec::new(), few: true };
        for (kind, ids) in kinds.iter().zip(found) {
            if ids.len() > MOST_NAMED {
                let (column, names, name) = kind.place();
                let so_called = so_called(name, texts.len(), |_| "?".to_owned());
                let so =
                    (format!("{column} IN (SELECT {names} WHERE {so_called})"), patterns(texts));
                called.few = false;
                called.any.push(So { by_index: so.clone(), held: so });
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
        let of_these = format!("{column} IN ({places})");
        // Orders have no index by package, but one by creator.
        let theirs = (kind == Kind::Package).then(|| {
            format!(
                "o.creator_id IN (SELECT p.creator_id FROM packages p WHERE p.id IN ({places}))"
            )
        });
        let mut conditions = Where::default();
        conditions.and(theirs.as_ref().unwrap_or(&of_these), ids.clone());
        self.few = self.few && are_few(conn, "orders o", &conditions).await?;
        let by_index = match theirs {
            Some(theirs) => {
                (format!("{theirs} AND {of_these}"), [ids.clone(), ids.clone()].concat())
            }
            None => (of_these, ids.clone()),
        };
        self.any.push(So { by_index, held: (format!("{column} + 0 IN ({places})"), ids) });
        Ok(())
    }

    /// There are none.
    pub const fn is_empty(&self) -> bool {
        self.any.is_empty()
    }

    /// The orders' numbers, each found by an index.
    pub fn looked_up(&self) -> (String, Vec<Cell<'static>>) {
        let each = |so: &So| format!("SELECT o.id FROM orders o WHERE {}", so.by_index.0);
        let sql: Vec<String> = self.any.iter().map(each).collect();
        let args = self.any.iter().flat_map(|so| so.by_index.1.iter().cloned());
        (sql.join(" UNION ALL "), args.collect())
    }

    /// A condition on `orders o`: that it is one of them.
    pub fn met(&self) -> (String, Vec<Cell<'static>>) {
        let any: Vec<&str> = self.any.iter().map(|so| so.held.0.as_str()).collect();
        let args = self.any.iter().flat_map(|so| so.held.1.iter().cloned());
        (any.join(" OR "), args.collect())
    }

    /// A condition on `tickets t`: that its order is one of them.
    pub fn held_against(&self) -> (String, Vec<Cell<'static>>) {
        let (any, args) = self.met();
        // With an offset PostgreSQL looks each up, and does not read all orders to join them.
        let sql = format!(
            "EXISTS (SELECT 1 FROM orders o WHERE o.id = t.order_id AND ({any}) LIMIT 1 OFFSET 0)"
        );
        (sql, args)
    }
}

/// Those that have one of these texts in their name, by number: of each kind no more than `most`.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn lookup(
    conn: &mut Conn,
    texts: &[String],
    kinds: &[Kind],
    most: usize,
) -> Result<Vec<Vec<i64>>, StoreError> {
    let one = |(n, kind): (usize, &Kind)| {
        let (_, names, name) = kind.place();
        let so_called = so_called(name, texts.len(), |n| format!("${n}"));
        format!(
            "SELECT CAST({n} AS BIGINT), id FROM (SELECT {names} WHERE {so_called} LIMIT {most}) k{n}"
        )
    };
    let sql: Vec<String> = kinds.iter().enumerate().map(one).collect();
    let sql = AssertSqlSafe(sql.join(" UNION ALL "));
    let found = conn.rows(sql, patterns(texts), |r| Ok((r.int(0)?, r.int(1)?))).await?;
    let of = |n| found.iter().filter(|(kind, _)| *kind == n).map(|(_, id)| *id).collect();
    Ok((0..).zip(kinds).map(|(n, _)| of(n)).collect())
}

/// That a name has one of so many texts in it.
fn so_called(name: &str, texts: usize, place: fn(usize) -> String) -> String {
    let like = |n| format!("{name} LIKE {} ESCAPE '\\'", place(n));
    (1..=texts).map(like).collect::<Vec<_>>().join(" OR ")
}

fn patterns(texts: &[String]) -> Vec<Cell<'static>> {
    texts.iter().map(|text| in_name(text).into()).collect()
}

/// Whom of the staff these words name, and whether nobody is among them.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn agents(
    conn: &mut Conn,
    words: &[AgentWord],
    reader: UserId,
) -> Result<(Vec<UserId>, bool), StoreError> {
    let (mut found, mut nobody) = (Vec::new(), false);
    for word in words {
        match word {
            AgentWord::Nobody => nobody = true,
            AgentWord::Me => found.push(reader),
            AgentWord::Id(id) => found.push(*id),
            AgentWord::Name(name) => {
                let sql = "SELECT id FROM users WHERE folded LIKE $1 ESCAPE '\\' \
                           AND user_type IN ('agent', 'admin', 'super_admin')";
                let args = vec![Cell::from(in_name(name))];
                found.extend(conn.rows(sql, args, |r| r.int(0).map(UserId)).await?);
            }
        }
    }
    Ok((found, nobody))
}

/// The number, of an order or a ticket, that a word may be.
pub fn number(text: &str) -> Option<i64> {
    text.trim_start_matches('#').parse().ok().filter(|number| *number > 0)
}
