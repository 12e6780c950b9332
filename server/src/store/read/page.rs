//! Paging by position: a cursor names the last row of a page by its sort key and id, so the next page
//! is exact while rows arrive and page 10,000 costs what page 1 costs.

use crate::store::cells::Cell;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

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
#[derive(Debug, Default)]
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

    /// ` WHERE ...`, or nothing.
    pub fn sql(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!(" WHERE {}", self.conditions.join(" AND "))
    }

    /// The arguments so far.
    pub fn args(&self) -> Vec<Cell<'a>> {
        self.args.clone()
    }
}

/// A pattern for `LIKE ? ESCAPE '\'` that finds `text` anywhere, whatever signs it holds.
pub fn contains(text: &str) -> String {
    let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::{Position, Where};
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
}
