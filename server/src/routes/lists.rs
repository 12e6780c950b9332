//! What the lists' queries have in common: pages, and several values separated by commas.

use crate::error::ApiError;
use crate::search::Query;
use crate::store::read::page::{Position, Window};
use robindesk_protocol::{Paging, SearchQuery};

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
        let most = Paging::MAX_OFFSET;
        let offset = self.offset.unwrap_or("0").parse().ok().filter(|o| *o <= most);
        let offset = offset.ok_or_else(|| {
            ApiError::field("offset", format!("must be a whole number from 0 to {most}"))
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
    let Some(text) = asked else { return Ok(Paging::LIMIT) };
    let most = Paging::MAX_LIMIT;
    let limit = text.parse().ok().filter(|l| (1..=most).contains(l));
    limit
        .ok_or_else(|| ApiError::field("limit", format!("must be a whole number from 1 to {most}")))
}

/// The values of a filter, separated by commas, perhaps with spaces around; none when it was not given.
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
        parse(word.trim_matches(' ')).ok_or_else(|| {
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
    let most = SearchQuery::MAX_CHARS;
    if asked.is_some_and(|q| q.chars().count() > most || q.contains('\0')) {
        let message = format!("must be at most {most} characters, none of them NUL");
        return Err(ApiError::field("q", message));
    }
    Ok(asked.map(str::trim).filter(|q| !q.is_empty()).map(str::to_owned))
}
