//! The NUL character, which PostgreSQL keeps in no text: refused in whatever is sent, on both engines
//! alike, before anything is asked of the database.

use crate::error::ApiError;
use serde_json::Value;

/// How JSON spells it; as it is, it is not legal there.
const ESCAPED: &[u8] = b"\\u0000";

/// Refuses a JSON body one of whose texts holds NUL.
///
/// # Errors
/// The refusal, which names the field.
pub fn in_body(bytes: &[u8]) -> Result<(), ApiError> {
    // Hardly any body has it: the others are not read twice.
    if !bytes.windows(ESCAPED.len()).any(|some| some == ESCAPED) {
        return Ok(());
    }
    let found = serde_json::from_slice(bytes).ok().and_then(|body| field(&body));
    found.map_or(Ok(()), |field| Err(refused(&field)))
}

/// The refusal of one field.
pub fn refused(field: &str) -> ApiError {
    ApiError::field(field, "must not hold NUL")
}

/// The first field that holds it, as `contact.email` or `tags.0`; empty for the value itself.
fn field(value: &Value) -> Option<String> {
    let within = |name: String, value: &Value| match field(value)? {
        inner if inner.is_empty() => Some(name),
        inner => Some(format!("{name}.{inner}")),
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(at, item)| within(at.to_string(), item))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, item)| within(name.clone(), item)),
        _ => None,
    }
}
