//! The OpenAPI document, and the page to read it on, made from the rows of the URL map and the handlers' own types (`api.md`).

mod operation;
mod page;
mod route;
mod rules;
mod schemas;
mod signature;

pub use page::page;
pub use route::{Carries, Route, Who, delete, get, post, put};

use operation::SHARED;
use robindesk_protocol::{Code, Event, Paging, Problem};
use schemars::SchemaGenerator;
use schemas::Schemas;
use serde_json::{Map, Value, json};

/// The document of these routes.
pub fn document(routes: &[Route]) -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for route in routes {
        let operation = operation::operation(route, &mut schemas);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation;
    }
    let problem = schemas.answer(SchemaGenerator::subschema_for::<Problem>);
    schemas.answer(SchemaGenerator::subschema_for::<Event>);
    let (types, renamed) = schemas.finish();
    for path in paths.values_mut() {
        for operation in path.as_object_mut().into_iter().flat_map(Map::values_mut) {
            schemas::rename(&mut operation["requestBody"], &renamed);
            if operation["requestBody"].is_null() {
                operation.as_object_mut().map(|o| o.remove("requestBody"));
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Robindesk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
            "parameters": parameters(),
            "headers": headers(),
            "responses": problems(&problem),
            "schemas": types,
        },
    })
}

const ABOUT: &str = "The support desk of a creator marketplace. Ids are strings in answers; \
    requests take a string or an integer. Money is a decimal string in answers; requests take a \
    string or a number, read exactly. Times are RFC 3339 UTC with milliseconds. Unknown fields in \
    a body are refused. Every failure is an application/problem+json.";

fn parameters() -> Value {
    let (most, usual) = (Paging::MAX_LIMIT, Paging::LIMIT);
    let limit = json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual});
    let farthest = Paging::MAX_OFFSET;
    let offset = json!({"type": "integer", "minimum": 0, "maximum": farthest, "default": 0});
    let cursor = json!({"type": "string", "pattern": "^[0-9A-Za-z_-]+$"});
    let said = [
        "How many rows a page may have.",
        "Rows to leave out from the start.",
        "A `next_cursor` of this list: the page after the one that it came with.",
    ];
    let mut all = Map::new();
    for ((name, schema), said) in SHARED.into_iter().zip([limit, offset, cursor]).zip(said) {
        let parameter = json!({"name": name, "in": "query", "schema": schema, "description": said});
        all.insert(name.to_owned(), parameter);
    }
    all.insert(
        "idempotency_key".to_owned(),
        json!({
            "name": "Idempotency-Key", "in": "header",
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
            "description": "The same key with the same body gives the first answer back, for 24 \
                hours; with another body it is a 422.",
        }),
    );
    all.insert(
        "last_event_id".to_owned(),
        json!({
            "name": "Last-Event-ID", "in": "header",
            "schema": {"type": "integer", "minimum": 0},
            "description": "The last event that was seen: the stream goes on after it. Each frame \
                has `id`, `event` (its kind) and `data`: an Event (see the schemas).",
        }),
    );
    all.insert(
        "range".to_owned(),
        json!({
            "name": "Range", "in": "header",
            "schema": {"type": "string", "examples": ["bytes=0-1023", "bytes=1024-", "bytes=-5"]},
            "description": "One range of bytes: a 206 with that part, or a 416 for one that is not \
                there. Anything else is answered whole.",
        }),
    );
    for (key, name, said) in [
        (
            "if_match",
            "If-Match",
            "Only the file of this `ETag`, or any for `*`: a 412 for another.",
        ),
        (
            "if_none_match",
            "If-None-Match",
            "Not the file of this `ETag`, or any for `*`: a 304 for it.",
        ),
    ] {
        let schema = json!({"type": "string", "examples": ["\"file-8\"", "*"]});
        let parameter =
            json!({"name": name, "in": "header", "schema": schema, "description": said});
        all.insert(key.to_owned(), parameter);
    }
    Value::Object(all)
}

fn headers() -> Value {
    json!({
        "content_range": {
            "schema": {"type": "string", "pattern": "^bytes [0-9]+-[0-9]+/[0-9]+$"},
            "description": "Which bytes these are, and of how many.",
        },
        "request_id": {
            "schema": {"type": "string"},
            "description": "The request's number, as in the server's log.",
        },
        "replayed": {
            "schema": {"const": "true"},
            "description": "There when this is the first answer given again.",
        },
        "retry_after": {
            "schema": {"type": "integer", "minimum": 0},
            "description": "Seconds after which another try makes sense.",
        },
    })
}

/// One response for each status that a failure can have, with the words that go with it.
fn problems(problem: &Value) -> Value {
    let mut all = Map::new();
    for code in Code::ALL {
        let status = code.status().to_string();
        if let Some(known) = all.get_mut(&status) {
            let text = format!("{}; {}", known_text(known), said(*code));
            known["description"] = Value::String(text);
            continue;
        }
        let mut headers = json!({"X-Request-Id": {"$ref": "#/components/headers/request_id"}});
        if matches!(code.status(), 429 | 503) {
            headers["Retry-After"] = json!({"$ref": "#/components/headers/retry_after"});
        }
        let content = json!({"application/problem+json": {"schema": problem}});
        let response = json!({"description": said(*code), "headers": headers, "content": content});
        all.insert(status, response);
    }
    Value::Object(all)
}

fn known_text(response: &Value) -> &str {
    response["description"].as_str().unwrap_or_default()
}

fn said(code: Code) -> String {
    format!("{} (`{code}`)", code.title())
}
