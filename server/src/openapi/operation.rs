//! One row of the URL map as an OpenAPI operation.

use super::schemas::{Schemas, not_null};
use super::{Carries, Route, Who, rules};
use axum::http::{Method, StatusCode};
use schemars::Schema;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What every list takes, written once (`api.md`, Conventions).
pub const SHARED: [&str; 3] = ["limit", "offset", "cursor"];

/// The operation; its types go into `schemas`.
pub fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let mut operation = json!({
        "operationId": name(route),
        "tags": [tag(route.path)],
        "summary": route.summary,
        "description": format!("For {}.", route.who.as_str()),
        "parameters": parameters(route, schemas),
        "responses": responses(route, schemas),
        "security": if route.who == Who::Public { json!([]) } else { json!([{"bearer": []}]) },
    });
    if let Some(body) = route.facts.body {
        let schema = schemas.request(body);
        let required = !route.facts.bodyless;
        operation["requestBody"] =
            json!({"required": required, "content": {"application/json": {"schema": schema}}});
    }
    if route.facts.form {
        operation["requestBody"] = form();
    }
    operation
}

/// A file with what goes along with it.
fn form() -> Value {
    let text = json!({"type": "string"});
    let fields = json!({
        "file": {"type": "string", "format": "binary", "minLength": 1},
        "audience": text, "client_id": text, "message_text": text, "message_type": text,
        "sender_id": text,
    });
    let mut schema = json!({
        "type": "object", "required": ["file"], "properties": fields, "additionalProperties": false,
    });
    rules::tell(rules::FORM, &mut schema);
    json!({"required": true, "content": {"multipart/form-data": {"schema": schema}}})
}

fn name(route: &Route) -> String {
    let words = route.path.split(['/', '{', '}', '.']).filter(|word| !word.is_empty());
    let path: Vec<&str> = words.filter(|word| *word != "api").collect();
    format!("{}_{}", route.method.as_str().to_lowercase(), path.join("_"))
}

/// Groups calls by their noun.
fn tag(path: &str) -> &str {
    let mut words = path.trim_start_matches("/api").split('/').filter(|word| !word.is_empty());
    words.find(|word| *word != "crm").unwrap_or("desk")
}

fn parameters(route: &Route, schemas: &mut Schemas) -> Vec<Value> {
    let mut all = Vec::new();
    if let Some(of) = route.facts.path {
        let inside = route.path.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
        let name = inside.map_or("id", |(name, _)| name);
        let schema = schemas.answer(of);
        all.push(json!({"name": name, "in": "path", "required": true, "schema": schema}));
    }
    if let Some((name, of)) = route.facts.query {
        // What must be there is known to the one who reads it.
        let needed = schemas.request(of)["required"].as_array().cloned().unwrap_or_default();
        all.extend(query(&name(), &schemas.answer(of), &needed));
    }
    if route.facts.keyed {
        all.push(json!({"$ref": "#/components/parameters/idempotency_key"}));
    }
    if route.in_parts {
        for header in ["if_match", "if_none_match", "range"] {
            all.push(json!({"$ref": format!("#/components/parameters/{header}")}));
        }
    }
    if route.carries == Carries::Media("text/event-stream") {
        all.push(json!({"$ref": "#/components/parameters/last_event_id"}));
    }
    all
}

/// Each field of a query's type is a parameter.
fn query(of: &str, schema: &Value, needed: &[Value]) -> Vec<Value> {
    let Value::Object(fields) = schema["properties"].clone() else { return Vec::new() };
    let parameter = |(name, schema): (String, Value)| {
        if SHARED.contains(&name.as_str()) {
            return json!({"$ref": format!("#/components/parameters/{name}")});
        }
        let mut schema = Schema::try_from(schema).unwrap_or_default();
        not_null(&mut schema);
        let said = schema.remove("description");
        schema.remove("default");
        let mut schema = schema.to_value();
        rules::tell_field(of, &name, &mut schema);
        let required = needed.iter().any(|n| n == name.as_str());
        let mut parameter =
            json!({"name": name, "in": "query", "required": required, "schema": schema});
        if let Some(said) = said {
            parameter["description"] = said;
        }
        parameter
    };
    fields.into_iter().map(parameter).collect()
}

fn responses(route: &Route, schemas: &mut Schemas) -> Value {
    let mut all = Map::new();
    all.insert(route.success.to_string(), success(route, schemas));
    if route.in_parts {
        all.insert("206".to_owned(), part(route, schemas));
        // To an `If-None-Match` that names what there is.
        all.insert("304".to_owned(), json!({"description": "Not Modified"}));
    }
    for status in failures(route) {
        let response = json!({"$ref": format!("#/components/responses/{status}")});
        all.insert(status.to_string(), response);
    }
    Value::Object(all)
}

fn success(route: &Route, schemas: &mut Schemas) -> Value {
    let mut headers = json!({"X-Request-Id": {"$ref": "#/components/headers/request_id"}});
    if route.facts.keyed {
        headers["Idempotent-Replayed"] = json!({"$ref": "#/components/headers/replayed"});
    }
    let (media, schema) = match route.carries {
        Carries::Data => {
            let data = route.facts.answer.map_or(json!({}), |of| schemas.answer(of));
            let envelope = json!({
                "type": "object",
                "required": ["success", "message", "data"],
                "properties": {
                    "success": {"const": true}, "message": {"type": "string"}, "data": data,
                },
            });
            ("application/json", envelope)
        }
        Carries::Media("application/json") => ("application/json", json!({"type": "object"})),
        Carries::Media(media) => (media, json!({"type": "string"})),
    };
    let status = StatusCode::from_u16(route.success).unwrap_or_default();
    json!({
        "description": status.canonical_reason().unwrap_or("Done"),
        "headers": headers,
        "content": {media: {"schema": schema}},
    })
}

/// The answer to a `Range`: the whole answer's form, for a part of it.
fn part(route: &Route, schemas: &mut Schemas) -> Value {
    let mut part = success(route, schemas);
    part["description"] = json!("Partial Content");
    part["headers"]["Content-Range"] = json!({"$ref": "#/components/headers/content_range"});
    part
}

/// How a call may fail: what follows from its signature, and what its row adds.
fn failures(route: &Route) -> BTreeSet<u16> {
    let facts = &route.facts;
    let mut all: BTreeSet<u16> = route.fails.iter().copied().collect();
    all.extend([500, 503]);
    if route.path.starts_with("/api/") {
        all.insert(429);
    }
    if route.who != Who::Public {
        all.insert(401);
    }
    if route.who >= Who::Staff {
        all.insert(403);
    }
    if facts.path.is_some() {
        all.extend([400, 404]);
    }
    if facts.query.is_some() {
        all.insert(400);
    }
    if facts.body.is_some() || facts.form {
        all.extend([400, 408, 413, 415]);
    }
    if facts.keyed {
        all.insert(422);
    }
    if route.method != Method::GET {
        all.insert(507);
    }
    all
}
