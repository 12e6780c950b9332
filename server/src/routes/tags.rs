//! Tags as they come from outside: words, in lower case.

use crate::error::ApiError;
use robindesk_protocol::SetTags;

/// The tags in lower case.
///
/// # Errors
/// 400 naming the field when there are too many or one is no word.
pub fn words(field: &str, tags: Vec<String>) -> Result<Vec<String>, ApiError> {
    let word = |tag: &String| {
        let signs = tag.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        signs && (1..=SetTags::MAX_CHARS).contains(&tag.chars().count())
    };
    if tags.len() <= SetTags::MAX && tags.iter().all(word) {
        return Ok(tags.into_iter().map(|tag| tag.to_lowercase()).collect());
    }
    let message = format!(
        "must be at most {}, each of 1 to {} letters, digits, '-' or '_'",
        SetTags::MAX,
        SetTags::MAX_CHARS
    );
    Err(ApiError::field(field, message))
}
