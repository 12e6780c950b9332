//! `GET /api/openapi.json` and `GET /api/docs`: the contract, for programs and for people.

use super::table;
use crate::openapi;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| openapi::document(&table()));

/// The OpenAPI document of this server.
pub fn json() -> &'static str {
    static JSON: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", *DOCUMENT));
    &JSON
}

/// `GET /api/openapi.json`
pub async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json()).into_response()
}

/// `GET /api/docs`: one page without scripts, and nothing on it comes from elsewhere.
pub async fn page() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| openapi::page(&DOCUMENT));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(PAGE.as_str())).into_response()
}

#[cfg(test)]
mod tests;
