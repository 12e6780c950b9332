//! The document takes what the rules take, and refuses what they refuse.

use super::{FORM, tell, tell_field};
use crate::auth::{RefreshToken, check_new};
use crate::desk::account::{check_email, check_line, check_long, check_phone};
use crate::openapi;
use crate::router::table;
use crate::routes::{lists, messages, tags};
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, TestRunner};
use regex_automata::meta::Regex;
use robindesk_protocol::{Action, MAX_NAME, MAX_TEXT, OrderId, TicketStatus};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Signs between which the rules make a difference.
const SIGNS: &str =
    "a9Zé\u{301}한🎉@.,-_{:} \t\n\r\0\u{7f}\u{85}\u{a0}\u{2028}\u{3000}\u{feff}\u{e0041}";

/// What is asked of a text field.
fn asked(owner: &str, name: &str) -> Value {
    let mut schema = json!({"type": "string"});
    tell_field(owner, name, &mut schema);
    schema
}

/// Whether a schema takes this text, as far as these rules go.
fn takes(schema: &Value, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let within = schema["minLength"].as_u64().is_none_or(|min| length >= min)
        && schema["maxLength"].as_u64().is_none_or(|max| length <= max);
    let all = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
    let like = |one: &Value| {
        one["pattern"].as_str().is_none_or(|like| Regex::new(like).unwrap().is_match(text))
    };
    let word = schema["enum"].as_array().is_none_or(|words| words.iter().any(|word| word == text));
    within && word && all.into_iter().all(like)
}

/// Texts of such signs, some about as long as they may be.
fn texts(most: usize) -> impl Strategy<Value = String> {
    let sign = || proptest::sample::select(SIGNS.chars().collect::<Vec<_>>());
    let short = proptest::collection::vec(sign(), 0..6);
    (short, any::<bool>(), most - 3..most + 3).prop_map(move |(signs, long, length)| {
        let mut text: String = signs.into_iter().collect();
        let more = length.saturating_sub(text.chars().count());
        text.extend(long.then(|| "x".repeat(more)));
        text
    })
}

/// More bytes than a rule takes, in no more characters: that cannot be told.
fn has_more_bytes(text: &str, max: usize) -> bool {
    text.len() > max && text.chars().count() <= max
}

#[test]
fn what_the_document_takes_is_what_the_rule_takes() {
    let rule = |owner, name, most, rule: fn(&str) -> bool| (asked(owner, name), most, rule);
    let rules = [
        rule("NewAgent", "name", MAX_NAME, |t| check_line("", t, MAX_NAME).is_ok()),
        rule("NewAgent", "email", 254, |t| check_email("", t).is_ok()),
        rule("NewAgent", "phone", 40, |t| check_phone("", Some(t)).is_ok()),
        rule("NewCreator", "bio", MAX_TEXT, |t| check_long("", t, MAX_TEXT).is_ok()),
        // NUL is refused in every body.
        rule("NewAgent", "password", 1024, |t| {
            (check_new("", t).is_ok() || has_more_bytes(t, 1024)) && !t.contains('\0')
        }),
        rule("OrderQuery", "q", 200, |t| lists::text(Some(t)).is_ok()),
        rule("SearchQuery", "q", 200, |t| lists::text(Some(t)).is_ok_and(|q| q.is_some())),
        rule("PostMessage", "message_text", 65_536, |t| {
            (messages::says(t).is_ok() || has_more_bytes(t, 65_536)) && !t.contains('\0')
        }),
        rule("PostMessage", "client_id", 36, |t| messages::uuid(t).is_ok()),
        rule("Refresh", "refresh_token", 244, |t| RefreshToken::parse(t).is_some()),
    ];
    let mut runner = TestRunner::new(Config::with_cases(400));
    for (schema, most, rule) in rules {
        let held = |text: String| {
            assert_eq!(takes(&schema, &text), rule(&text), "{text:?} by {schema}");
            Ok(())
        };
        runner.run(&texts(most), held).unwrap();
    }
}

#[test]
fn tags_ids_and_lists_are_what_the_rules_take() {
    let tag = asked("SetTags", "tags")["items"].clone();
    for (text, good) in [
        ("vip", true),
        ("late-draft_2", true),
        ("évènement", true),
        ("e\u{301}te\u{301}", true),
        ("हिन्दी", true),
        ("한국어", true),
        ("", false),
        ("a b", false),
        ("a,b", false),
        ("🎉", false),
        ("a\0", false),
        (&"x".repeat(40), true),
        (&"x".repeat(41), false),
    ] {
        assert_eq!(takes(&tag, text), good, "{text:?}");
        assert_eq!(tags::words("", vec![text.to_owned()]).is_ok(), good, "{text:?}");
    }
    let status = asked("TicketQuery", "status");
    let actors = asked("AuditQuery", "actor");
    for (text, good) in [
        ("open", true),
        ("open,closed", true),
        (" open , in_progress ", true),
        ("", false),
        ("open,", false),
        ("open\t", false),
        ("Open", false),
        ("openclosed", false),
    ] {
        assert_eq!(takes(&status, text), good, "{text:?}");
        let read = lists::values("", Some(text), TicketStatus::parse);
        assert_eq!(read.is_ok(), good, "{text:?}");
    }
    for (text, good) in [
        ("1", true),
        ("007, 8", true),
        ("999999999999999999", true),
        ("1000000000000000000", false),
        ("0", false),
        ("-1", false),
        ("+1", false),
        ("1,,2", false),
    ] {
        assert_eq!(takes(&actors, text), good, "{text:?}");
        let read = lists::values("", Some(text), |id| id.parse::<OrderId>().ok());
        assert_eq!(read.is_ok(), good, "{text:?}");
    }
    let action = asked("AuditQuery", "action");
    assert!(Action::ALL.iter().all(|word| takes(&action, word.as_str())));
    assert!(!takes(&action, "agentxcreated"));
}

#[test]
fn words_that_may_not_be_asked_for_are_not_in_the_document() {
    let mut schema = json!({"anyOf": [{"$ref": "x"}, {"type": "null"}], "description": "So."});
    tell_field("NewAgent", "user_type", &mut schema);
    let words = json!(["agent", "admin", "super_admin", null]);
    assert_eq!(schema, json!({"enum": words, "description": "So."}));
    assert_eq!(asked(FORM, "message_type"), json!({"type": "string", "enum": ["file"]}));
    assert_eq!(asked("SetAccountStatus", "status")["enum"], json!(["active", "suspended"]));
    let mut order = json!({"properties": {"status": {"type": "string"}}});
    tell("SetOrderStatus", &mut order);
    assert_eq!(order["then"]["required"], json!(["rejection_message"]));
}

/// Every text and list of a request that is asked for by its type alone.
fn untold(at: &str, schema: &Value, document: &Value, seen: &mut BTreeSet<String>) -> Vec<String> {
    if let Some(place) = schema["$ref"].as_str() {
        if !seen.insert(place.to_owned()) {
            return Vec::new();
        }
        let target = document.pointer(place.trim_start_matches('#')).unwrap();
        return untold(place, target, document, seen);
    }
    let mut found = Vec::new();
    let is = |kind: &str| {
        let kinds = schema["type"].as_array();
        schema["type"] == kind || kinds.is_some_and(|all| all.iter().any(|k| k == kind))
    };
    let told = |names: &[&str]| names.iter().any(|name| !schema[*name].is_null());
    if is("string") && !told(&["pattern", "enum", "format", "allOf"])
        || is("array") && !told(&["maxItems"])
    {
        found.push(at.to_owned());
    }
    if is("integer") && !(told(&["minimum"]) && told(&["maximum"])) {
        found.push(at.to_owned());
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        found.extend(untold(&format!("{at}.{name}"), field, document, seen));
    }
    found.extend(untold_of(at, schema["anyOf"].as_array(), document, seen));
    if schema["items"].is_object() {
        found.extend(untold(at, &schema["items"], document, seen));
    }
    found
}

fn untold_of(
    at: &str,
    all: Option<&Vec<Value>>,
    document: &Value,
    seen: &mut BTreeSet<String>,
) -> Vec<String> {
    // Of conditions nothing more is asked.
    let types = all.into_iter().flatten().filter(|one| one["required"].is_null());
    types.flat_map(|one| untold(at, one, document, seen)).collect()
}

#[test]
fn every_field_of_a_request_has_its_rule() {
    let document = openapi::document(&table());
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for operation in document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|all| all.as_object().unwrap().values())
    {
        let name = operation["operationId"].as_str().unwrap();
        for media in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            found.extend(untold(name, &media.1["schema"], &document, &mut seen));
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "query" {
                let at = format!("{name}?{}", parameter["name"]);
                found.extend(untold(&at, &parameter["schema"], &document, &mut seen));
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
    assert!(found.is_empty(), "a rule is missing for {found:?}");
}
