//! The rules of texts as patterns. They are spelled out in signs, since `\s` and its like are not the
//! same everywhere: these mean the same in ECMA-262, Python and Rust.

use crate::auth::REFRESH_TOKEN;
use robindesk_protocol::{
    FORMATS, MARKS, MAX_EMAIL, MAX_PASSWORD, MAX_PHONE, MIN_PASSWORD, SetTags,
};
use serde_json::{Value, json};

/// White space, as Unicode has it, for within brackets.
const SPACE: &str = concat!(
    r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a",
    r"\u2028\u2029\u202f\u205f\u3000"
);
/// What no line holds: control characters, and the two of Unicode's that end lines.
const BREAKS: &str = r"\u0000-\u001f\u007f-\u009f\u2028\u2029";
/// Both: what is not to be seen.
const UNSEEN: &str = r"\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/// One value of a filter that takes any text.
pub const OF_LIST: &str = r"[^ ,\u0000][^,\u0000]*";

/// Any text that can be stored.
pub fn any() -> Value {
    json!({"pattern": r"^[^\u0000]*$"})
}

/// A text of at most so many characters.
pub fn long(max: usize) -> Value {
    json!({"pattern": r"^[^\u0000]*$", "maxLength": max})
}

/// A text that says something.
pub fn visible(max: Option<usize>) -> Value {
    let mut rule = json!({"allOf": [any(), {"pattern": format!("[^{SPACE}]")}]});
    if let Some(max) = max {
        rule["minLength"] = json!(1);
        rule["maxLength"] = json!(max);
    }
    rule
}

/// A text that says nothing.
pub fn blank() -> Value {
    json!({"pattern": format!("^[{SPACE}]*$")})
}

/// One line with something to see, perhaps with white space around it.
pub fn line(max: usize) -> Value {
    let seen = format!("[^{UNSEEN}{}{}]", class(&FORMATS), class(&MARKS));
    let pattern = format!("^[{SPACE}]*[^{BREAKS}]*{seen}[^{BREAKS}]*[{SPACE}]*$");
    json!({"pattern": pattern, "minLength": 1, "maxLength": max})
}

/// Ranges of signs, for within brackets.
fn class(ranges: &[(char, char)]) -> String {
    let sign = |c: char| match u32::from(c) {
        // What takes more digits is spelled otherwise in each dialect.
        code @ ..=0xffff => format!("\\u{code:04x}"),
        _ => c.to_string(),
    };
    let ranges = ranges.iter().map(|(first, last)| [sign(*first), sign(*last)].join("-"));
    ranges.collect::<Vec<_>>().concat()
}

/// A phone number, or none.
pub fn phone() -> Value {
    let line = said();
    let pattern = format!("^[{SPACE}]*(?:{line}[{SPACE}]*)?$");
    json!({"pattern": pattern, "maxLength": MAX_PHONE})
}

/// What a line says, from its first visible sign to its last.
fn said() -> String {
    format!("[^{UNSEEN}](?:[^{BREAKS}]*[^{UNSEEN}])?")
}

/// An e-mail address, perhaps with white space around it.
pub fn email() -> Value {
    let part = format!("[^@{UNSEEN}{}]+", class(&FORMATS));
    let pattern = format!("^[{SPACE}]*{part}@{part}[{SPACE}]*$");
    json!({"pattern": pattern, "minLength": 3, "maxLength": MAX_EMAIL})
}

/// A password that is chosen. That it is its bytes which are counted cannot be told.
pub fn password() -> Value {
    json!({"pattern": r"^[^\u0000]*$", "minLength": MIN_PASSWORD, "maxLength": MAX_PASSWORD})
}

/// A refresh token of ours.
pub fn refresh_token() -> Value {
    json!({"pattern": REFRESH_TOKEN})
}

/// A UUID in any of its spellings.
pub fn uuid() -> Value {
    let hyphens = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    let pattern = format!(r"^(?:[0-9A-Fa-f]{{32}}|(?:urn:uuid:)?{hyphens}|\{{{hyphens}\}})$");
    json!({"pattern": pattern})
}

/// At most so many tags.
pub fn tags(max: usize) -> Value {
    let tag = json!({
        "pattern": r"^[\p{L}\p{M}\p{N}_\-]*$", "minLength": 1, "maxLength": SetTags::MAX_CHARS,
    });
    json!({"maxItems": max, "items": tag})
}

/// Several values with commas between them, perhaps with spaces around each.
pub fn list(one: &str) -> Value {
    json!({"pattern": format!("^ *(?:{one}) *(?:, *(?:{one}) *)*$")})
}
