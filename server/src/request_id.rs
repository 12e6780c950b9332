//! The number of a request: in its answer, in its log line, and in the body of a failure, so that
//! what a user reports can be found in the log (`api.md`, Conventions).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The header that carries it, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longer ones from a client are not taken over.
const MAX_LEN: usize = 64;

tokio::task_local! {
    static CURRENT: Arc<str>;
}

/// The id of the request that this task answers; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(ToString::to_string).unwrap_or_default()
}

/// Gives every request an id, the client's own where it is sane, and says it in the answer.
pub async fn layer(request: Request, next: Next) -> Response {
    let id: Arc<str> = taken_over(request.headers()).unwrap_or_else(made).into();
    let mut response = CURRENT.scope(id.clone(), next.run(request)).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The client's id, if it is 1 to 64 visible ASCII characters: it ends up in logs and headers.
fn taken_over(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(HEADER)?.as_bytes();
    let sane = (1..=MAX_LEN).contains(&id.len()) && id.iter().all(u8::is_ascii_graphic);
    sane.then(|| String::from_utf8_lossy(id).into_owned())
}

fn made() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::{HEADER, MAX_LEN, taken_over};
    use axum::http::{HeaderMap, HeaderValue};

    fn taken(id: &[u8]) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(id).unwrap());
        taken_over(&headers)
    }

    #[test]
    fn a_sane_id_is_taken_over() {
        assert_eq!(taken(b"order-6/try:2").as_deref(), Some("order-6/try:2"));
        assert_eq!(taken(&[b'a'; MAX_LEN]).map(|id| id.len()), Some(MAX_LEN));
    }

    #[test]
    fn an_odd_one_is_not() {
        assert_eq!(taken_over(&HeaderMap::new()), None);
        assert_eq!(taken(b""), None);
        assert_eq!(taken(b"two words"), None);
        assert_eq!(taken(b"tab\there"), None);
        assert_eq!(taken("\u{9b}31m".as_bytes()), None);
        assert_eq!(taken(&[b'a'; MAX_LEN + 1]), None);
    }
}
