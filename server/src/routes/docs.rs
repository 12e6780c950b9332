//! `GET /api/openapi.json` and `GET /api/docs`: the contract, for programs and for people.

use crate::openapi;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

/// `GET /api/openapi.json`
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi::json()).into_response()
}

/// `GET /api/docs`: one page without scripts, and nothing on it comes from elsewhere.
pub async fn page() -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(openapi::readable())).into_response()
}
