//! What the lists' queries have in common: pages, and several values separated by commas.

use crate::error::ApiError;
use crate::search::Query;
use crate::store::read::page::{Position, Window};

/// The most rows a page may have.
const MAX_LIMIT: u32 = 200;
/// Rows on a page when nobody says.
const LIMIT: u32 = 50;
/// The farthest that `offset` reaches; beyond it `cursor` is the way.
const MAX_OFFSET: u64 = 1_000_000_000;

/// `limit` and `offset` as they came.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub limit: Option<&'a str>,
    pub offset: Option<&'a str>,
    pub cursor: Option<&'a str>,
}

impl Asked<'_> {
    /// The window that was asked for. `position` reads this list's own cursors.
    ///
    /// # Errors
    /// 400 naming the parameter.
    pub fn window(
        self,
        position: impl FnOnce(&str) -> Option<Position>,
    ) -> Result<Window, ApiError> {
        let offset = self.offset.unwrap_or("0").parse().ok().filter(|o| *o <= MAX_OFFSET);
        let offset = offset.ok_or_else(|| {
            ApiError::field("offset", format!("must be a whole number from 0 to {MAX_OFFSET}"))
        })?;
        let bad_cursor = || ApiError::field("cursor", "is not a next_cursor of this list");
        let after = match self.cursor {
            Some(cursor) => Some(position(cursor).ok_or_else(bad_cursor)?),
            None => None,
        };
        Ok(Window { limit: limit(self.limit)?, offset, after })
    }
}

/// How many rows a page shall have.
///
/// # Errors
/// 400 when it is no number from 1 to 200.
pub fn limit(asked: Option<&str>) -> Result<u32, ApiError> {
    let Some(text) = asked else { return Ok(LIMIT) };
    let limit = text.parse().ok().filter(|l| (1..=MAX_LIMIT).contains(l));
    limit.ok_or_else(|| {
        ApiError::field("limit", format!("must be a whole number from 1 to {MAX_LIMIT}"))
    })
}

/// The values of a filter, separated by commas; empty when it was not given.
///
/// # Errors
/// 400 naming the parameter and the value that is none.
pub fn values<T>(
    field: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let value = |word: &str| {
        parse(word.trim()).ok_or_else(|| {
            let shown: String = word.chars().take(40).collect();
            ApiError::field(field, format!("does not know {shown:?}"))
        })
    };
    text.split(',').map(value).collect()
}

/// The words of search, in a list's `q`.
///
/// # Errors
/// 400 when they are no query.
pub fn query(asked: Option<&str>) -> Result<Option<Query>, ApiError> {
    let query = text(asked)?.map(|text| Query::parse(&text)).transpose();
    query.map_err(|bad| ApiError::field("q", bad.0))
}

/// A text to search for; nothing when there is none to see.
///
/// # Errors
/// 400 when it is longer than 200 characters or holds a NUL.
pub fn text(asked: Option<&str>) -> Result<Option<String>, ApiError> {
    let text = asked.map(str::trim).filter(|q| !q.is_empty());
    if text.is_some_and(|q| q.chars().count() > 200 || q.contains('\0')) {
        return Err(ApiError::field("q", "must be at most 200 characters, none of them NUL"));
    }
    Ok(text.map(str::to_owned))
}
