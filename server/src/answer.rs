//! How a route says that it went well: a status, a sentence, and the data.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use robindesk_protocol::Success;
use serde::Serialize;

/// A success, ready to send.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    status: StatusCode,
    body: Success<T>,
    replayed: bool,
    secret: bool,
}

impl<T> Answer<T> {
    /// 200: what was asked for.
    pub fn ok(message: impl Into<String>, data: T) -> Self {
        let body = Success::new(message, data);
        Self { status: StatusCode::OK, body, replayed: false, secret: false }
    }

    /// 201: what was made.
    pub fn created(message: impl Into<String>, data: T) -> Self {
        Self { status: StatusCode::CREATED, ..Self::ok(message, data) }
    }

    /// Marks the answer as the first one given again (`Idempotent-Replayed: true`).
    #[must_use]
    pub fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }

    /// It holds a token or a password: nobody on the way keeps it (`Cache-Control: no-store`).
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let headers = response.headers_mut();
        if self.replayed {
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        if self.secret {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;
    use axum::response::IntoResponse;

    #[tokio::test]
    async fn an_answer_has_its_status_sentence_and_data() {
        let answer = Answer::created("Order created", serde_json::json!({"id": "6"}));
        let response = answer.replayed(true).into_response();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["idempotent-replayed"], "true");
        let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
        assert_eq!(
            std::str::from_utf8(&body).unwrap(),
            r#"{"success":true,"message":"Order created","data":{"id":"6"}}"#
        );
    }
}
