//! Paging by position: a cursor names the last row of a page by its sort key and id, so the next page
//! is exact while rows arrive and page 10,000 costs what page 1 costs.

use crate::search::words::folded;
use crate::store::cells::Cell;
use crate::store::{Conn, StoreError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use robindesk_protocol::Paging;
use sqlx::AssertSqlSafe;

/// Which rows of a list are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// 1 to 200.
    pub limit: u32,
    pub offset: u64,
    /// Where the page before ended; set aside `offset` when given.
    pub after: Option<Position>,
}

/// The last row of a page: its sort key and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub key: i64,
    pub id: i64,
}

impl Position {
    /// The cursor for this position in a list sorted like `sort`.
    pub fn cursor(self, sort: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!("{sort}:{}:{}", self.key, self.id))
    }

    /// Reads a cursor that was given out for a list sorted like `sort`; `None` for any other text.
    pub fn parse(cursor: &str, sort: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (key, id) = text.strip_prefix(sort)?.strip_prefix(':')?.split_once(':')?;
        Some(Self { key: key.parse().ok()?, id: id.parse().ok()? })
    }
}

/// Conditions of a `WHERE` with their arguments, numbered as they come.
#[derive(Debug, Default, Clone)]
pub struct Where<'a> {
    conditions: Vec<String>,
    args: Vec<Cell<'a>>,
}

impl<'a> Where<'a> {
    /// Adds a condition; each `?` in it takes the next of `args`.
    pub fn and(&mut self, condition: &str, args: impl IntoIterator<Item = Cell<'a>>) {
        let mut sql = String::with_capacity(condition.len() + 8);
        let mut args = args.into_iter();
        for c in condition.chars() {
            if c == '?' {
                self.args.extend(args.next());
                sql.push('$');
                sql.push_str(&self.args.len().to_string());
            } else {
                sql.push(c);
            }
        }
        self.conditions.push(sql);
    }

    /// Adds `column IN (...)`; nothing for an empty list, which filters nothing.
    pub fn any_of(&mut self, column: &str, values: Vec<Cell<'a>>) {
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({places})"), values);
        }
    }

    /// Adds `column NOT IN (...)`; nothing for an empty list.
    pub fn none_of(&mut self, column: &str, values: Vec<Cell<'a>>) {
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} NOT IN ({places})"), values);
        }
    }

    /// ` WHERE ...`, or nothing.
    pub fn sql(&self) -> String {
        self.sql_after(0)
    }

    /// ` AND ...` behind conditions without arguments, or nothing.
    pub fn also(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!(" AND {}", self.conditions.join(" AND "))
    }

    /// ` WHERE ...` of those after the first so many, or nothing.
    pub fn sql_after(&self, first: usize) -> String {
        let rest = self.conditions.get(first..).unwrap_or_default();
        if rest.is_empty() { String::new() } else { format!(" WHERE {}", rest.join(" AND ")) }
    }

    /// How many conditions there are.
    pub const fn len(&self) -> usize {
        self.conditions.len()
    }

    /// There are no conditions.
    pub const fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The arguments so far.
    pub fn args(&self) -> Vec<Cell<'a>> {
        self.args.clone()
    }
}

/// How far rows are counted that have no counter of their own: nobody turns that many pages, and a
/// list costs the same however many there are.
const COUNTED: u64 = 10_000;

/// How many rows of a list there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    pub rows: u64,
    /// There are more of them.
    pub at_least: bool,
}

impl Total {
    /// What a counter says.
    pub const fn exactly(rows: i64) -> Self {
        Self { rows: rows.unsigned_abs(), at_least: false }
    }

    /// Counts the rows of `from` that meet `conditions`, no further than 10,000.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn counted(
        conn: &mut Conn,
        from: &str,
        conditions: &Where<'_>,
    ) -> Result<Self, StoreError> {
        Self::counted_to(COUNTED, conn, from, conditions).await
    }

    /// The same, no further than `most`.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn counted_to(
        most: u64,
        conn: &mut Conn,
        from: &str,
        conditions: &Where<'_>,
    ) -> Result<Self, StoreError> {
        let some = format!("SELECT 1 AS one FROM {from}{} LIMIT {}", conditions.sql(), most + 1);
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM ({some}) AS found"));
        let found = conn.rows(sql, conditions.args(), |r| r.int(0)).await?;
        Ok(Self::up_to(most, found.first().copied().unwrap_or_default().unsigned_abs()))
    }

    /// No more than are better looked up and sorted than come upon.
    pub const fn is_few(self) -> bool {
        self.rows <= COUNTED && !self.at_least
    }

    /// What was counted, one further than is told.
    const fn up_to(most: u64, found: u64) -> Self {
        if found > most {
            Self { rows: most, at_least: true }
        } else {
            Self { rows: found, at_least: false }
        }
    }
}

impl Window {
    /// What a list's answer says of paging.
    pub fn paging(&self, total: Total, next_cursor: Option<String>) -> Paging {
        Paging {
            total: total.rows,
            total_is_at_least: total.at_least,
            limit: self.limit,
            offset: self.offset,
            next_cursor,
        }
    }
}

/// A pattern for `LIKE ? ESCAPE '\'` that finds `text` anywhere, whatever signs it holds.
pub fn contains(text: &str) -> String {
    let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The same, for names as they are kept folded: their case and accents are nothing.
pub fn in_name(text: &str) -> String {
    let folded = folded(text);
    // An accent alone is no letter: it is found nowhere, and not everywhere.
    contains(if folded.is_empty() { text } else { &folded })
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, Position, Total, Where};
    use crate::store::Cell;

    #[test]
    fn a_cursor_reads_as_it_was_written_and_for_its_own_sort_alone() {
        let position = Position { key: i64::MAX, id: 7 };
        let cursor = position.cursor("-waiting");
        assert_eq!(Position::parse(&cursor, "-waiting"), Some(position));
        assert_eq!(Position::parse(&cursor, "waiting"), None);
        assert_eq!(Position::parse("'; DROP TABLE tickets; --", "waiting"), None);
    }

    #[test]
    fn conditions_number_their_arguments_in_order() {
        let mut filter = Where::default();
        filter.any_of("a", vec![Cell::from(1), Cell::from(2)]);
        filter.any_of("b", vec![]);
        filter.and("(c, id) > (?, ?)", [Cell::from(3), Cell::from(4)]);
        assert_eq!(filter.sql(), " WHERE a IN ($1, $2) AND (c, id) > ($3, $4)");
        assert_eq!(filter.args().len(), 4);
    }

    #[test]
    fn a_count_says_where_it_stopped() {
        assert_eq!(Total::up_to(COUNTED, 0), Total::exactly(0));
        assert_eq!(Total::up_to(COUNTED, COUNTED), Total { rows: COUNTED, at_least: false });
        assert_eq!(Total::up_to(COUNTED, COUNTED + 1), Total { rows: COUNTED, at_least: true });
    }
}
