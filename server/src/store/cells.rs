//! Values on their way into a statement, and columns on their way out, for either engine.

use super::StoreError;
use robindesk_protocol::Timestamp;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use std::borrow::Cow;

/// An argument of a statement. `NULL` keeps its type, which PostgreSQL wants to know.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Int(Option<i64>),
    Flag(bool),
    Text(Option<Cow<'a, str>>),
}

/// Binds a [`Cell`] to a query of either engine.
macro_rules! bind {
    ($query:expr, $cell:expr) => {
        match $cell {
            $crate::store::Cell::Int(v) => $query.bind(v),
            $crate::store::Cell::Flag(v) => $query.bind(v),
            $crate::store::Cell::Text(v) => $query.bind(v.map(std::borrow::Cow::into_owned)),
        }
    };
}
pub(super) use bind;

impl From<i64> for Cell<'_> {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}

impl From<Option<i64>> for Cell<'_> {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}

impl From<Timestamp> for Cell<'_> {
    fn from(v: Timestamp) -> Self {
        Self::Int(Some(v.0))
    }
}

impl From<Option<Timestamp>> for Cell<'_> {
    fn from(v: Option<Timestamp>) -> Self {
        Self::Int(v.map(|t| t.0))
    }
}

impl From<bool> for Cell<'_> {
    fn from(v: bool) -> Self {
        Self::Flag(v)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(v: &'a str) -> Self {
        Self::Text(Some(Cow::Borrowed(v)))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(v: &'a String) -> Self {
        Self::from(v.as_str())
    }
}

impl From<String> for Cell<'_> {
    fn from(v: String) -> Self {
        Self::Text(Some(Cow::Owned(v)))
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(v: Option<&'a str>) -> Self {
        Self::Text(v.map(Cow::Borrowed))
    }
}

/// One row of an answer.
#[derive(Debug)]
pub enum Row<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl<'r> From<&'r SqliteRow> for Row<'r> {
    fn from(row: &'r SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

impl<'r> From<&'r PgRow> for Row<'r> {
    fn from(row: &'r PgRow) -> Self {
        Self::Postgres(row)
    }
}

macro_rules! getters {
    ($($(#[$meta:meta])* $name:ident -> $t:ty),+ $(,)?) => {$(
        $(#[$meta])*
        ///
        /// # Errors
        /// [`StoreError::Internal`] when the column is of another type.
        pub fn $name(&self, column: usize) -> Result<$t, StoreError> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    )+};
}

/// Columns by their place in the `SELECT`, from 0.
impl Row<'_> {
    getters! {
        /// A whole number.
        int -> i64,
        /// A whole number or `NULL`.
        opt_int -> Option<i64>,
        /// A truth value.
        flag -> bool,
        /// A text.
        text -> String,
        /// A text or `NULL`.
        opt_text -> Option<String>,
    }

    /// A time in milliseconds.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when the column is of another type or holds no such word.
    pub fn time(&self, column: usize) -> Result<Timestamp, StoreError> {
        self.int(column).map(Timestamp)
    }

    /// A time in milliseconds or `NULL`.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when the column is of another type or holds no such word.
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int(column)?.map(Timestamp))
    }

    /// A word of the wire, read by its own `parse`.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when the column is of another type or holds no such word.
    pub fn word<T>(&self, column: usize, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let word = self.text(column)?;
        parse(&word).ok_or_else(|| StoreError::Internal(format!("column {column}: {word:?}")))
    }
}
