//! From serde's words about a value to a field's name and a sentence that a client can act on.

use crate::error::ApiError;
use robindesk_protocol::FieldError;
use serde_path_to_error::{Path, Segment};

/// Longer messages echo too much of what was sent.
const MAX_MESSAGE: usize = 240;

/// The refusal for a value that serde could not read. `whole` names the value itself, such as `body`.
pub fn refused(whole: &str, path: &Path, message: &str) -> ApiError {
    let FieldError { field, message } = fault(whole, path, message);
    ApiError::field(&field, message)
}

/// Which field it is, and what is wrong with it, for whoever reads JSON elsewhere.
pub fn fault(whole: &str, path: &Path, message: &str) -> FieldError {
    let told = |field: &str, message: String| FieldError { field: field.to_owned(), message };
    let message = message.rsplit_once(" at line ").map_or(message, |(head, _)| head);
    let at = dotted(path);
    if let Some(field) = quoted(message, "missing field `") {
        return told(&join(&at, field), "is missing".to_owned());
    }
    if let Some(field) = quoted(message, "duplicate field `") {
        return told(&join(&at, field), "is there twice".to_owned());
    }
    if let Some(field) = quoted(message, "unknown field `") {
        let known = message.rsplit_once(", expected ").map_or("none here", |(_, known)| known);
        let known = known.trim_start_matches("one of ").replace('`', "");
        // The path of an unknown field ends in the field itself already.
        let field = if at.is_empty() { field } else { &at };
        return told(field, cut(&format!("is not a known field; known: {known}")));
    }
    let field = if at.is_empty() { whole } else { &at };
    told(field, cut(&in_our_words(message)))
}

/// `items.0.price`; empty for the value itself.
fn dotted(path: &Path) -> String {
    let segments = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } | Segment::Enum { variant: key } => Some(key.clone()),
        Segment::Unknown => None,
    });
    cut(&segments.collect::<Vec<_>>().join("."))
}

fn join(at: &str, field: &str) -> String {
    if at.is_empty() { field.to_owned() } else { format!("{at}.{field}") }
}

fn quoted<'a>(message: &'a str, head: &str) -> Option<&'a str> {
    message.strip_prefix(head)?.split('`').next()
}

/// "invalid type: string \"x\", expected u32" tells a client of Rust; say what would be right.
fn in_our_words(message: &str) -> String {
    let is_type = message.starts_with("invalid type") || message.starts_with("invalid value");
    match message.rsplit_once(", expected ") {
        Some((_, "u8" | "u16" | "u32" | "u64" | "usize")) if is_type => {
            "must be a whole number from 0, within range".to_owned()
        }
        Some((_, "i8" | "i16" | "i32" | "i64")) if is_type => {
            "must be a whole number, within range".to_owned()
        }
        Some((_, expected)) if is_type && expected.starts_with("struct ") => {
            "must be a JSON object".to_owned()
        }
        Some((_, expected)) if is_type => format!("must be {expected}"),
        _ => message.to_owned(),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_MESSAGE).collect()
}
