//! The document says what the code does, and refers to nothing that is not in it.

use super::DOCUMENT;
use crate::openapi::{self, Carries, Who};
use crate::router::table;
use serde_json::Value;

/// Every reference in a part of the document.
fn references(part: &Value, found: &mut Vec<String>) {
    match part {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(target) if key == "$ref" => found.push(target.to_owned()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_route_is_in_the_document_and_every_reference_is_met() {
    let document = &*DOCUMENT;
    for route in table() {
        let method = route.method.as_str().to_lowercase();
        let says = &document["paths"][route.path][&method];
        assert!(says["responses"][route.success.to_string()].is_object(), "{route:?}");
        assert!(route.carries != Carries::Data || route.facts.answer.is_some(), "{route:?}");
    }
    let mut found = Vec::new();
    references(document, &mut found);
    assert!(found.len() > 100);
    for target in found {
        assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
    }
}

#[test]
fn a_row_lets_through_nobody_whom_its_handler_stops() {
    for route in table() {
        let (row, handler) = (route.who, route.facts.who);
        assert_eq!(row == Who::Public, handler == Who::Public, "{route:?}");
        assert!(row >= handler, "{route:?}: the row says {row:?}, the handler {handler:?}");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let mut names = std::collections::BTreeSet::new();
    for methods in DOCUMENT["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].to_string()), "{operation}");
        }
    }
    assert_eq!(names.len(), table().len());
}

#[test]
fn requests_and_answers_read_as_they_are() {
    let types = &DOCUMENT["components"]["schemas"];
    assert_eq!(types["NewOrder"]["additionalProperties"], Value::Bool(false));
    assert!(types["NewOrder"]["properties"]["brand_id"]["anyOf"].is_array());
    assert_eq!(types["Order"]["properties"]["id"]["type"], "string");
    assert_eq!(types["Order"]["properties"]["total_amount"]["type"], "string");
    assert_eq!(types["OrderStatus"]["enum"][0], "pending");
}

#[test]
fn what_may_be_left_out_is_not_asked_for() {
    let all = DOCUMENT["paths"].as_object().unwrap().values();
    let operations = all.flat_map(|methods| methods.as_object().unwrap().values());
    for parameter in operations.flat_map(|says| says["parameters"].as_array().into_iter().flatten())
    {
        let asked_for = parameter["in"] == "query" && parameter["required"] == true;
        // A search says what for.
        let search = parameter["name"] == "q" && parameter["schema"]["minLength"] == 1;
        assert_eq!(asked_for, search, "{parameter}");
    }
    // A file says itself what it is, and is sent once, as everything that is made.
    let says = &DOCUMENT["paths"]["/api/files/{file_id}"]["get"]["responses"];
    assert!(says["200"]["content"]["*/*"].is_object() && says["206"]["content"]["*/*"].is_object());
    // What may end in a 304, a 412 or a 416 is asked for with a header.
    for header in ["If-Match", "If-None-Match", "Range"] {
        let file = &DOCUMENT["paths"]["/api/files/{file_id}"]["get"]["parameters"];
        let all = file.as_array().unwrap().iter().filter_map(|of| of["$ref"].as_str());
        let named =
            |of: &str| DOCUMENT.pointer(of.trim_start_matches('#')).unwrap()["name"] == header;
        assert_eq!(all.filter(|of| named(of)).count(), 1, "{header}");
    }
    let says = &DOCUMENT["paths"]["/api/crm/tickets/{ticket_id}/files"]["post"];
    assert!(says["responses"]["422"].is_object());
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = openapi::page(&DOCUMENT);
    assert!(page.contains("/api/orders/{order_id}/status"));
    for outside in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}
