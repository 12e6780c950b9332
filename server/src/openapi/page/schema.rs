//! Types on the page: in one line where they are used, as a table of fields where they are defined.

use super::{escaped, text};
use serde_json::Value;
use std::fmt::Write;

/// A type in one line, linked to its section.
pub fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#type-{name}\">{name}</a>");
    }
    // A type with conditions besides is what it is, and its own section tells of them.
    for choice in ["anyOf", "oneOf", "allOf"] {
        if let Some(all) = schema[choice].as_array().filter(|_| schema["type"].is_null()) {
            return all.iter().map(type_of).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let word = |word: &Value| {
            let word = word.as_str().unwrap_or("null");
            format!("<code>{}</code>", escaped(word))
        };
        return words.iter().map(word).collect::<Vec<_>>().join(" ");
    }
    if !schema["const"].is_null() {
        return format!("<code>{}</code>", escaped(&schema["const"].to_string()));
    }
    match &schema["type"] {
        Value::String(kind) => limited(kind, schema),
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.map(|kind| limited(kind, schema)).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

/// Longer patterns are for programs: people read what is said beside them.
const MAX_PATTERN: usize = 80;

/// A plain type with what it is held to.
fn limited(kind: &str, schema: &Value) -> String {
    let mut out = escaped(kind);
    let limits: &[(&str, &str)] = match kind {
        "array" => &[("minItems", "from"), ("maxItems", "to")],
        "string" => {
            &[("minLength", "from"), ("maxLength", "to"), ("pattern", "like"), ("format", "as")]
        }
        "integer" | "number" => &[("minimum", "from"), ("maximum", "to"), ("format", "as")],
        _ => &[],
    };
    if kind == "array" {
        out = format!("list of {}", type_of(&schema["items"]));
    }
    for (limit, word) in limits {
        match &schema[*limit] {
            Value::Null => {}
            Value::String(value) if value.len() > MAX_PATTERN => {}
            Value::String(value) => {
                let _ = write!(out, " {word} <code>{}</code>", escaped(value));
            }
            value => {
                let _ = write!(out, " {word} {value}");
            }
        }
    }
    out
}

/// A type's own section.
pub fn section(html: &mut String, name: &str, schema: &Value) {
    let (name, said) = (escaped(name), text(&schema["description"]));
    let _ = write!(html, "<section id=\"type-{name}\"><h3>{name}</h3><p>{said}</p>");
    match schema["properties"].as_object() {
        None => {
            let _ = write!(html, "<p>{}</p>", type_of(schema));
        }
        Some(fields) => {
            let needed = schema["required"].as_array();
            html.push_str("<table><tr><th>field<th>type<th>");
            for (field, schema) in fields {
                let always = needed.is_some_and(|all| all.iter().any(|n| n == field.as_str()));
                let _ = write!(
                    html,
                    "<tr><td><code>{}</code>{}<td>{}<td>{}",
                    escaped(field),
                    if always { "" } else { " <i>maybe</i>" },
                    type_of(schema),
                    text(&schema["description"]),
                );
            }
            html.push_str("</table>");
        }
    }
    html.push_str("</section>");
}
