//! JSON bodies, and the idempotency key that goes with one.

use super::{fault, nul};
use crate::desk::command::IdempotencyKey;
use crate::error::ApiError;
use axum::body::{BodyDataStream, Bytes, HttpBody};
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::BytesMut;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// The most bytes that a JSON body may have.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// How much of a body that is too large is read before the connection is closed.
const DISCARD_LIMIT: usize = 16 * 1024 * 1024;

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

/// A body that may be left out: an empty one is none, whatever its content type.
impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Option<Self>, ApiError> {
        let json = is_json(request.headers());
        let bytes = arrived(request, BODY_DEADLINE).await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        json?;
        parse(&bytes).map(|body| Some(Self(body)))
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
    // Nobody waits for the end of what is announced as too long to be thrown away.
    if request.body().size_hint().lower() > DISCARD_LIMIT as u64 {
        return Err(ApiError::too_large(BODY_LIMIT));
    }
    let read = tokio::time::timeout(deadline, collect(request.into_body().into_data_stream()));
    read.await.unwrap_or_else(|_| Err(ApiError::too_slow()))
}

/// The whole body. What is beyond the limit is read on and thrown away, within reason: a client that
/// is still sending when the connection closes under it never sees the answer.
async fn collect(mut body: BodyDataStream) -> Result<Bytes, ApiError> {
    let mut whole = BytesMut::new();
    let mut seen = 0;
    while let Some(part) = body.next().await {
        let part = part.map_err(|_| ApiError::field("body", "broke off before its end"))?;
        seen += part.len();
        if seen > DISCARD_LIMIT {
            break;
        }
        if seen <= BODY_LIMIT {
            whole.extend_from_slice(&part);
        }
    }
    if seen <= BODY_LIMIT { Ok(whole.freeze()) } else { Err(ApiError::too_large(BODY_LIMIT)) }
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
    nul::in_body(bytes)?;
    Ok(value)
}

/// The `Idempotency-Key`, where one was sent.
///
/// # Errors
/// 400 when it is none.
pub(super) fn sent_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.as_bytes();
    if (1..=MAX_KEY).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) {
        return Ok(Some(String::from_utf8_lossy(key).into_owned()));
    }
    Err(ApiError::field("Idempotency-Key", "must be 1 to 200 visible ASCII characters"))
}

/// SHA-256 in hex. A zero byte parts the pieces: no method, no path and no text of ours can hold one.
pub(super) fn hash(pieces: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for piece in pieces {
        sha.update(piece);
        sha.update([0]);
    }
    crate::auth::hex(&sha.finalize())
}

#[cfg(test)]
mod tests;
