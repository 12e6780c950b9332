//! Tags as they come from outside: words, in lower case.

use crate::error::ApiError;
use robindesk_protocol::{DeskSettings, SetTags};
use unicode_normalization::char::is_combining_mark;

/// The tags in lower case.
///
/// # Errors
/// 400 naming the field when there are too many or one is no word.
pub fn words(field: &str, tags: Vec<String>) -> Result<Vec<String>, ApiError> {
    at_most(SetTags::MAX, field, tags)
}

/// As [`words`], for the tags that the desk suggests.
///
/// # Errors
/// 400 naming the field when there are too many or one is no word.
pub fn suggested(field: &str, tags: Vec<String>) -> Result<Vec<String>, ApiError> {
    at_most(DeskSettings::MAX_TAGS, field, tags)
}

fn at_most(most: usize, field: &str, tags: Vec<String>) -> Result<Vec<String>, ApiError> {
    let word = |tag: &String| {
        let sign = |c: char| c.is_alphanumeric() || is_combining_mark(c) || c == '-' || c == '_';
        let signs = tag.chars().all(sign);
        signs && (1..=SetTags::MAX_CHARS).contains(&tag.chars().count())
    };
    if tags.len() <= most && tags.iter().all(word) {
        return Ok(tags.into_iter().map(|tag| tag.to_lowercase()).collect());
    }
    let message = format!(
        "must be at most {most}, each of 1 to {} letters, digits, '-' or '_'",
        SetTags::MAX_CHARS
    );
    Err(ApiError::field(field, message))
}
