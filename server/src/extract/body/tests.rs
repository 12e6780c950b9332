//! Every kind of bad body, and the field that it names.

use super::{BODY_LIMIT, Body, Keyed, arrived};
use crate::error::ApiError;
use axum::extract::{FromRequest, Request};
use robindesk_protocol::{Code, NewOrder};
use std::time::Duration;

const GOOD: &str = r#"{"package_id": 1, "brand_id": "1", "creator_id": 1, "total_amount": 250.00}"#;

fn sent(kind: &str, body: impl Into<axum::body::Body>) -> Request {
    Request::post("/api/orders").header("content-type", kind).body(body.into()).unwrap()
}

async fn refused(kind: &str, body: &str) -> ApiError {
    let request = sent(kind, body.to_owned());
    Body::<NewOrder>::from_request(request, &()).await.map(|_| ()).unwrap_err()
}

/// The field and the message of the one fault in `body`.
async fn fault(body: &str) -> (String, String) {
    let error = refused("application/json", body).await;
    assert_eq!(error.code(), Code::ValidationFailed, "{body}");
    let fault = error.errors().first().cloned().expect("a fault names its field");
    (fault.field, fault.message)
}

#[tokio::test]
async fn a_good_body_is_read_exactly() {
    let request = sent("application/json; charset=utf-8", GOOD);
    let Body(order) = Body::<NewOrder>::from_request(request, &()).await.unwrap();
    assert_eq!(order.total_amount.as_str(), "250.00");
}

#[tokio::test]
async fn each_kind_of_bad_field_is_named() {
    let with = |field: &str, value: &str| {
        let mut body: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(GOOD).unwrap();
        body.insert(field.to_owned(), serde_json::from_str(value).unwrap());
        serde_json::to_string(&body).unwrap()
    };
    for (field, value, message) in [
        ("package_id", "\"x\"", "must be an id: a whole number from 1"),
        ("brand_id", "0", "must be an id: a whole number from 1"),
        ("creator_id", "1.5", "must be an id: a whole number from 1"),
        ("total_amount", "true", "must be a decimal number, such as 250.00"),
        ("currency", "\"usd\"", "must be a currency code, such as USD"),
        ("quantity", "\"2\"", "must be a whole number, within range"),
        ("quantity", "-1", "must be a whole number, within range"),
        ("additional_instructions", "[]", "must be a string"),
    ] {
        let (named, said) = fault(&with(field, value)).await;
        assert_eq!((named.as_str(), said.as_str()), (field, message), "{field} = {value}");
    }
    let (named, said) = fault(&with("agent_id", "3")).await;
    assert_eq!(named, "agent_id");
    assert!(said.starts_with("is not a known field; known: package_id, brand_id"), "{said}");
}

#[tokio::test]
async fn a_missing_and_a_doubled_field_are_named() {
    let (named, said) = fault(r#"{"package_id": 1, "brand_id": 1, "creator_id": 1}"#).await;
    assert_eq!((named.as_str(), said.as_str()), ("total_amount", "is missing"));
    let (named, said) = fault(r#"{"package_id": 1, "package_id": 2}"#).await;
    assert_eq!((named.as_str(), said.as_str()), ("package_id", "is there twice"));
}

#[tokio::test]
async fn what_is_no_json_object_is_the_bodys_fault() {
    for body in ["", "{", "nope", "{\"package_id\": 1,}", &format!("{GOOD} 7"), "[1,1,1,2]"] {
        assert_eq!(fault(body).await.0, "body", "{body}");
    }
    assert_eq!(fault("7").await, ("body".to_owned(), "must be a JSON object".to_owned()));
    assert_eq!(fault(&"[".repeat(100_000)).await.0, "body");
}

#[tokio::test]
async fn another_content_type_is_refused() {
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""] {
        assert_eq!(refused(kind, GOOD).await.code(), Code::UnsupportedMediaType, "{kind}");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_too_slow() {
    let never = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let request = sent("application/json", axum::body::Body::from_stream(never));
    let error = arrived(request, Duration::from_millis(1)).await.unwrap_err();
    assert_eq!(error.code(), Code::RequestTimeout);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_too_large() {
    use axum::extract::DefaultBodyLimit;
    use tower::{Service, ServiceExt};
    let mut app = axum::Router::new()
        .route("/", axum::routing::post(|_: Body<NewOrder>| async {}))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    let request = Request::post("/")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(vec![b' '; BODY_LIMIT + 1]))
        .unwrap();
    let response = app.as_service().ready().await.unwrap().call(request).await.unwrap();
    assert_eq!(response.status(), 413);
}

#[tokio::test]
async fn a_key_stands_for_method_path_and_body() {
    let keyed = async |path: &str, key: &str, body: &str| {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(body.to_owned().into())
            .unwrap();
        Keyed::<NewOrder>::from_request(request, &()).await.map(|k| k.key.unwrap())
    };
    let first = keyed("/api/orders", "k-1", GOOD).await.unwrap();
    assert_eq!(first, keyed("/api/orders", "k-1", GOOD).await.unwrap());
    assert_eq!(first.key, "k-1");
    assert_ne!(first, keyed("/api/other", "k-1", GOOD).await.unwrap());
    assert_ne!(first, keyed("/api/orders", "k-1", &format!("{GOOD} ")).await.unwrap());
    for odd in ["", "two words", &"k".repeat(201)] {
        let error = keyed("/api/orders", odd, GOOD).await.unwrap_err();
        assert_eq!(error.errors()[0].field, "Idempotency-Key", "{odd}");
    }
}
