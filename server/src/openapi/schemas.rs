//! The schemas of all types, each once. A type that reads otherwise in a request than in an answer
//! is there twice, its request under a name of its own.

use super::rules;
use super::signature::SchemaOf;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value};

const PLACE: &str = "#/components/schemas/";

/// Collects schemas while the document is written.
#[derive(Debug)]
pub struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Schemas {
    pub fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|s| {
            s.definitions_path = "/components/schemas".into();
            s.meta_schema = None;
        });
        Self {
            requests: settings.clone().for_deserialize().into_generator(),
            answers: settings.for_serialize().into_generator(),
        }
    }

    /// As a request's body has it.
    pub fn request(&mut self, of: SchemaOf) -> Value {
        of(&mut self.requests).to_value()
    }

    /// As an answer has it, and as a path or a query writes it: text either way.
    pub fn answer(&mut self, of: SchemaOf) -> Value {
        match of(&mut self.answers).to_value() {
            // "Anything", in the form that every reader of the document understands.
            Value::Bool(true) => Value::Object(Map::new()),
            schema => schema,
        }
    }

    /// Everything that was referred to, and the names that requests must use instead of their own.
    pub fn finish(mut self) -> (Map<String, Value>, Vec<String>) {
        let mut all = self.answers.take_definitions(true);
        let mut requests = self.requests.take_definitions(true);
        for (name, schema) in &mut requests {
            rules::tell(name, schema);
        }
        let differs = |name: &String, schema: &Value| all.get(name).is_some_and(|a| a != schema);
        let mut renamed: Vec<String> =
            requests.iter().filter(|(n, s)| differs(n, s)).map(|(n, _)| n.clone()).collect();
        // What refers to a renamed one differs as well, though it looks the same.
        loop {
            let more: Vec<String> = requests
                .iter()
                .filter(|(n, s)| {
                    !renamed.contains(n) && all.contains_key(*n) && refers(s, &renamed)
                })
                .map(|(n, _)| n.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            renamed.extend(more);
        }
        for (name, mut schema) in std::mem::take(&mut requests) {
            rename(&mut schema, &renamed);
            let name = if renamed.contains(&name) { format!("{name}Request") } else { name };
            all.insert(name, schema);
        }
        (all, renamed)
    }
}

/// Whether a schema refers to one of these.
fn refers(schema: &Value, names: &[String]) -> bool {
    match schema {
        Value::Object(map) => map.iter().any(|(key, value)| {
            let target = value.as_str().and_then(|v| v.strip_prefix(PLACE));
            (key == "$ref" && target.is_some_and(|t| names.iter().any(|n| n == t)))
                || refers(value, names)
        }),
        Value::Array(list) => list.iter().any(|value| refers(value, names)),
        _ => false,
    }
}

/// Makes a request's references point to the names that requests have.
pub fn rename(schema: &mut Value, names: &[String]) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                let target = value.as_str().and_then(|v| v.strip_prefix(PLACE));
                let renamed = target.filter(|t| key == "$ref" && names.iter().any(|n| n == t));
                if let Some(target) = renamed {
                    *value = Value::String(format!("{PLACE}{target}Request"));
                } else {
                    rename(value, names);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| rename(value, names)),
        _ => {}
    }
}

/// A query parameter is there or not; it is never null.
pub fn not_null(schema: &mut Schema) {
    let Some(map) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|t| t != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            map.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(choices)) = map.get_mut("anyOf") {
        choices.retain(|c| c.get("type").is_none_or(|t| t != "null"));
        if let [Value::Object(one)] = choices.as_slice() {
            let one = one.clone();
            map.remove("anyOf");
            map.extend(one);
        }
    }
}
