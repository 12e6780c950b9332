//! What the rules ask of a field beyond its type: how long, which signs, which words, from where to
//! where. The numbers are the ones that the rules themselves go by, and the words are the types' own.

mod text;

use robindesk_protocol::{
    AccountStatus, Action, Audience, BulkUpdate, DeskSettings, ID, MAX_NAME, MAX_TEXT, MessageType,
    NewOrder, OrderStatus, PostMessage, Priority, Reassign, SearchQuery, SetOrderStatus, SetTags,
    TicketStatus, UpdateAgent, UserType, WriteMacro,
};
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// The name by which the form with a file is known here.
pub const FORM: &str = "Form";

/// What is asked of one field.
enum Rule {
    /// Besides what its type says.
    Also(Value),
    /// One of these words and nothing else.
    Words(Vec<String>),
}

use Rule::{Also, Words};

/// Writes into the schema of a request's type what is asked of its fields, alone and together.
pub fn tell(owner: &str, schema: &mut Value) {
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, field) in fields.into_iter().flatten() {
        tell_field(owner, name, field);
    }
    if let Some(together) = together(owner) {
        merge(schema, together);
    }
}

/// Writes into the schema of one field what is asked of it.
pub fn tell_field(owner: &str, name: &str, schema: &mut Value) {
    match of(owner, name) {
        None => {}
        Some(Also(more)) => merge(schema, more),
        Some(Words(words)) => {
            let maybe = takes_null(schema);
            let said = schema["description"].take();
            let words = words.into_iter().map(Value::from).chain(maybe.then_some(Value::Null));
            *schema = json!({"enum": words.collect::<Vec<_>>()});
            if !maybe {
                schema["type"] = json!("string");
            }
            if said.is_string() {
                schema["description"] = said;
            }
        }
    }
}

/// What is asked of this field, by its name, and by its type's where one name has two rules.
fn of(owner: &str, name: &str) -> Option<Rule> {
    of_query(owner, name).or_else(|| of_words(owner, name)).or_else(|| {
        Some(Also(match (owner, name) {
            ("NewMacro" | "WriteMacro", "title") => text::line(WriteMacro::MAX_TITLE),
            (_, "name" | "company_name" | "title") => text::line(MAX_NAME),
            (_, "phone") => text::phone(),
            // Whatever is none or not the right one is refused in the same words.
            ("Login", "email" | "password") | (_, "current_password") => text::any(),
            (_, "email") => text::email(),
            (_, "password" | "new_password") => text::password(),
            (_, "refresh_token") => text::refresh_token(),
            (_, "bio" | "description") => text::long(MAX_TEXT),
            (_, "additional_instructions") => text::long(NewOrder::MAX_INSTRUCTIONS),
            (_, "reason") => text::long(Reassign::MAX_REASON),
            (_, "rejection_message") => text::long(SetOrderStatus::MAX_REASON),
            // A file without words goes by its name.
            (FORM, "message_text") => text::long(PostMessage::MAX_BYTES),
            (_, "message_text" | "body") => text::visible(Some(PostMessage::MAX_BYTES)),
            (_, "client_id") => text::uuid(),
            (FORM, "sender_id") => json!({"pattern": ID}),
            ("UpdateSettings", "tags") => text::tags(DeskSettings::MAX_TAGS),
            (_, "tags" | "add_tags" | "remove_tags") => text::tags(SetTags::MAX),
            (_, "ticket_ids") => json!({"minItems": 1, "maxItems": BulkUpdate::MAX}),
            (_, "quantity") => json!({"minimum": 1, "maximum": NewOrder::MAX_QUANTITY}),
            (_, "max_open_tickets" | "default_max_open_tickets") => {
                json!({"minimum": 1, "maximum": UpdateAgent::MAX_LIMIT})
            }
            (_, "send_delay_seconds") => {
                json!({"minimum": 0, "maximum": DeskSettings::MAX_SEND_DELAY})
            }
            (_, "version") => json!({"minimum": i64::MIN, "maximum": i64::MAX}),
            _ => return None,
        }))
    })
}

/// Where a type has more words than may be asked for.
fn of_words(owner: &str, name: &str) -> Option<Rule> {
    Some(Words(match (owner, name) {
        ("PostMessage", "message_type") => words(&[MessageType::Text]),
        (FORM, "message_type") => words(&[MessageType::File]),
        (FORM, "audience") => words(Audience::ALL),
        ("NewAgent" | "UpdateAgent", "user_type") => words(&staff()),
        ("SetAccountStatus" | "UpdateBrand" | "UpdateCreator", "status") => {
            words(&[AccountStatus::Active, AccountStatus::Suspended])
        }
        (_, "snoozed") => words(&[true, false]),
        _ => return None,
    }))
}

/// Filters of lists, most of which take several values.
fn of_query(owner: &str, name: &str) -> Option<Rule> {
    let id = ID.trim_matches(['^', '$']).to_owned();
    let several = |all: Vec<String>| text::list(&all.join("|").replace('.', r"\."));
    Some(Also(match (owner, name) {
        ("TicketQuery" | "HeldQuery", "status") => several(words(TicketStatus::ALL)),
        ("TicketQuery" | "HeldQuery", "priority") => several(words(Priority::ALL)),
        ("TicketQuery" | "HeldQuery", "tag") => text::list(text::OF_LIST),
        ("TicketQuery", "agent_id") => text::list(&format!("me|none|{id}")),
        ("OrderQuery" | "OfBrandQuery" | "OfCreatorQuery", "status") => {
            several(words(OrderStatus::ALL))
        }
        ("AgentQuery", "status") => several(words(AccountStatus::ALL)),
        ("AgentQuery", "user_type") => several(words(&staff())),
        ("AuditQuery", "action") => several(words(Action::ALL)),
        ("AuditQuery", "actor") => text::list(&id),
        ("MessageQuery", "audience") => several(words(Audience::ALL)),
        ("DistributionQuery", "since") => json!({"format": "date-time"}),
        ("SearchQuery", "q") => text::visible(Some(SearchQuery::MAX_CHARS)),
        (_, "q") => text::long(SearchQuery::MAX_CHARS),
        _ => return None,
    }))
}

/// What is asked of several fields of a type together.
fn together(owner: &str) -> Option<Value> {
    let is = |name: &str, what: Value| json!({"required": [name], "properties": {name: what}});
    match owner {
        "SetOrderStatus" => {
            let mut visible = text::visible(None);
            visible["type"] = json!("string");
            Some(json!({
                "if": is("status", json!({"const": OrderStatus::Rejected.as_str()})),
                "then": is("rejection_message", visible),
                "else": {"properties": {"rejection_message": text::blank()}},
            }))
        }
        "BulkSet" => Some(json!({"anyOf": [
            is("status", json!({"type": "string"})),
            is("priority", json!({"type": "string"})),
            is("agent_id", json!({"type": ["string", "integer"]})),
            is("add_tags", json!({"minItems": 1})),
            is("remove_tags", json!({"minItems": 1})),
        ]})),
        _ => None,
    }
}

fn words(all: &[impl Display]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn staff() -> Vec<UserType> {
    UserType::ALL.iter().copied().filter(|user_type| user_type.is_staff()).collect()
}

fn takes_null(schema: &Value) -> bool {
    let null = |kind: &Value| kind == "null";
    let types = |schema: &Value| schema["type"].as_array().is_some_and(|all| all.iter().any(null));
    let choice = |schema: &Value| {
        schema["anyOf"].as_array().is_some_and(|all| all.iter().any(|one| null(&one["type"])))
    };
    types(schema) || choice(schema)
}

/// Adds to a schema, also within what it has already.
fn merge(schema: &mut Value, more: Value) {
    match (schema, more) {
        (Value::Object(schema), Value::Object(more)) => {
            for (key, value) in more {
                merge(schema.entry(key).or_insert_with(|| Value::Object(Map::new())), value);
            }
        }
        (schema, more) => *schema = more,
    }
}

#[cfg(test)]
mod tests;
