//! JSON bodies, and the idempotency key that goes with one.

use super::fault;
use crate::desk::command::IdempotencyKey;
use crate::error::ApiError;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// The most bytes that a JSON body may have.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// How long a body may take to arrive.
const BODY_DEADLINE: Duration = Duration::from_secs(20);

/// The longest `Idempotency-Key`.
const MAX_KEY: usize = 200;

/// A JSON body, read strictly.
#[derive(Debug, Clone, Copy)]
pub struct Body<T>(pub T);

/// A JSON body of a POST that creates, with the client's `Idempotency-Key` where one was sent.
#[derive(Debug, Clone)]
pub struct Keyed<T> {
    pub body: T,
    pub key: Option<IdempotencyKey>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        is_json(request.headers())?;
        parse(&arrived(request, BODY_DEADLINE).await?).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Keyed<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        is_json(request.headers())?;
        let sent = sent_key(request.headers())?;
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let bytes = arrived(request, BODY_DEADLINE).await?;
        let key = sent.map(|key| {
            let body_hash = hash(&[method.as_str().as_bytes(), path.as_bytes(), &bytes]);
            IdempotencyKey { key, body_hash }
        });
        Ok(Self { body: parse(&bytes)?, key })
    }
}

/// The media type must be JSON, whatever its parameters.
fn is_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let kind = sent.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let json =
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if json { Ok(()) } else { Err(ApiError::not_json()) }
}

async fn arrived(request: Request, deadline: Duration) -> Result<Bytes, ApiError> {
    let read = tokio::time::timeout(deadline, Bytes::from_request(request, &()));
    match read.await {
        Err(_) => Err(ApiError::too_slow()),
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)))) => {
            Err(ApiError::too_large(BODY_LIMIT))
        }
        Ok(Err(_)) => Err(ApiError::field("body", "broke off before its end")),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // Serde would read an array as well, its values in the order of the fields.
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Err(ApiError::field("body", "must be a JSON object"));
    }
    // From the bytes and not through a `Value`, so that a decimal is read as it was written.
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() {
            return fault::refused("body", error.path(), &inner.to_string());
        }
        ApiError::field("body", format!("is no valid JSON: {inner}"))
    })?;
    reader.end().map_err(|_| ApiError::field("body", "has something after the JSON's end"))?;
    Ok(value)
}

fn sent_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.as_bytes();
    if (1..=MAX_KEY).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) {
        return Ok(Some(String::from_utf8_lossy(key).into_owned()));
    }
    Err(ApiError::field("Idempotency-Key", "must be 1 to 200 visible ASCII characters"))
}

/// SHA-256 in hex. A zero byte parts the pieces: neither a method nor a path can hold one.
fn hash(pieces: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for piece in pieces {
        sha.update(piece);
        sha.update([0]);
    }
    crate::auth::hex(&sha.finalize())
}

#[cfg(test)]
mod tests {
    use super::{BODY_LIMIT, Body, Keyed, arrived};
    use crate::error::ApiError;
    use axum::extract::{FromRequest, Request};
    use robindesk_protocol::{Code, NewOrder};
    use std::time::Duration;

    const GOOD: &str =
        r#"{"package_id": 1, "brand_id": "1", "creator_id": 1, "total_amount": 250.00}"#;

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
            ("creator_id", "1.5", "must be an id: a whole number from 1, or a string holding one"),
            ("total_amount", "true", "must be a decimal number, such as 250.00"),
            ("currency", "\"usd\"", "must be a currency code, such as USD"),
            ("quantity", "\"2\"", "must be a whole number from 0, within range"),
            ("quantity", "-1", "must be a whole number from 0, within range"),
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
}
