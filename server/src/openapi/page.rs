//! The document as one HTML page: no scripts, no fonts, nothing fetched.

mod schema;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("page/style.css");

/// The whole page.
pub fn page(document: &Value) -> String {
    let mut html = String::with_capacity(256 * 1024);
    let title = format!("Robindesk {}", text(&document["info"]["version"]));
    let _ = write!(
        html,
        "<!doctype html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\"><title>{title}: the API</title>\
         <style>{STYLE}</style></head><body><header><h1>{title}</h1><p>{}</p>\
         <p>For programs: <a href=openapi.json>openapi.json</a></p></header>",
        text(&document["info"]["description"]),
    );
    let nouns = by_noun(document);
    contents(&mut html, &nouns);
    html.push_str("<main>");
    for (noun, calls) in &nouns {
        let _ = write!(html, "<h2 id=\"{noun}\">{noun}</h2>");
        for call in calls {
            operation(&mut html, document, call);
        }
    }
    html.push_str("<h2 id=types>types</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        schema::section(&mut html, name, schema);
    }
    html.push_str("</main></body></html>");
    html
}

/// A call: its method, its path, and what the document says of it.
struct Call<'a> {
    method: String,
    path: &'a str,
    says: &'a Value,
}

fn by_noun(document: &Value) -> BTreeMap<&str, Vec<Call<'_>>> {
    let mut nouns: BTreeMap<&str, Vec<Call<'_>>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, says) in methods.as_object().into_iter().flatten() {
            let noun = says["tags"][0].as_str().unwrap_or("desk");
            let call = Call { method: method.to_uppercase(), path, says };
            nouns.entry(noun).or_default().push(call);
        }
    }
    nouns
}

fn contents(html: &mut String, nouns: &BTreeMap<&str, Vec<Call<'_>>>) {
    html.push_str("<nav>");
    for (noun, calls) in nouns {
        let _ = write!(html, "<h3><a href=\"#{noun}\">{noun}</a></h3><ul>");
        for call in calls {
            let id = text(&call.says["operationId"]);
            let (method, path) = (&call.method, escaped(call.path));
            let _ = write!(html, "<li><a href=\"#{id}\"><b>{method}</b> {path}</a>");
        }
        html.push_str("</ul>");
    }
    html.push_str("<h3><a href=\"#types\">types</a></h3></nav>");
}

fn operation(html: &mut String, document: &Value, call: &Call<'_>) {
    let Call { method, path, says } = call;
    let _ = write!(
        html,
        "<section id=\"{}\"><h3><b>{method}</b> <code>{}</code></h3><p>{}. <i>{}</i></p>",
        text(&says["operationId"]),
        escaped(path),
        text(&says["summary"]),
        text(&says["description"]),
    );
    parameters(html, document, says);
    let content = |part: &Value| {
        let (media, body) = part["content"].as_object()?.iter().next()?;
        Some((media.clone(), body["schema"].clone()))
    };
    if let Some((_, body)) = content(&says["requestBody"]) {
        let _ = write!(html, "<p>Takes {}</p>", schema::type_of(&body));
    }
    let mut failures = Vec::new();
    for (status, response) in says["responses"].as_object().into_iter().flatten() {
        if let Some((media, body)) = content(response) {
            let data = body["properties"].get("data");
            let data = data.map_or_else(|| format!("<code>{media}</code>"), schema::type_of);
            let _ = write!(html, "<p><b>{status}</b> with {data}</p>");
        } else {
            let why = &document["components"]["responses"][status.as_str()]["description"];
            failures.push(format!("<span title=\"{}\">{status}</span>", text(why)));
        }
    }
    let _ = write!(html, "<p class=fails>May fail with {}</p></section>", failures.join(", "));
}

fn parameters(html: &mut String, document: &Value, says: &Value) {
    let Some(all) = says["parameters"].as_array().filter(|all| !all.is_empty()) else { return };
    html.push_str("<table><tr><th>parameter<th>in<th>type<th>");
    for parameter in all {
        let shared = parameter["$ref"].as_str().and_then(|r| document.pointer(r.get(1..)?));
        let parameter = shared.unwrap_or(parameter);
        let _ = write!(
            html,
            "<tr><td><code>{}</code><td>{}<td>{}<td>{}",
            text(&parameter["name"]),
            text(&parameter["in"]),
            schema::type_of(&parameter["schema"]),
            text(&parameter["description"]),
        );
    }
    html.push_str("</table>");
}

/// A text of the document, safe inside HTML.
fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
