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
    for choice in ["anyOf", "oneOf", "allOf"] {
        if let Some(all) = schema[choice].as_array() {
            return all.iter().map(type_of).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .map(|w| format!("<code>{}</code>", text(w)))
            .collect::<Vec<_>>()
            .join(" ");
    }
    if !schema["const"].is_null() {
        return format!("<code>{}</code>", escaped(&schema["const"].to_string()));
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", type_of(&schema["items"])),
        Value::String(kind) => limited(kind, schema),
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

/// A plain type with what it is held to.
fn limited(kind: &str, schema: &Value) -> String {
    let mut out = escaped(kind);
    for (limit, word) in [
        ("minimum", "from"),
        ("maximum", "to"),
        ("minLength", "from"),
        ("maxLength", "to"),
        ("pattern", "like"),
        ("format", "as"),
    ] {
        match &schema[limit] {
            Value::Null => {}
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
