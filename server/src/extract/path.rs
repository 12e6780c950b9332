//! Ids in paths: one that is no id is a 400 that says so, not a 404.

use crate::error::ApiError;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::fmt::Display;
use std::str::FromStr;

/// The id in a path with one parameter.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T, S> FromRequestParts<S> for PathId<T>
where
    T: FromStr<Err: Display>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::field("path", "must be UTF-8"))?;
        let (name, text) = params.iter().next().unwrap_or(("path", ""));
        text.parse().map(Self).map_err(|error: T::Err| ApiError::field(name, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::PathId;
    use axum::routing::get;
    use robindesk_protocol::{OrderId, Problem};
    use tower::{Service, ServiceExt};

    async fn asked(path: &str) -> (u16, Vec<u8>) {
        let route = get(|PathId(id): PathId<OrderId>| async move { id.to_string() });
        let mut app = axum::Router::<()>::new().route("/api/orders/{order_id}", route);
        let request = axum::extract::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let response = app.as_service().ready().await.unwrap().call(request).await.unwrap();
        let status = response.status().as_u16();
        (status, axum::body::to_bytes(response.into_body(), 65_536).await.unwrap().to_vec())
    }

    #[tokio::test]
    async fn an_id_is_read() {
        assert_eq!(asked("/api/orders/6").await, (200, b"6".to_vec()));
    }

    #[tokio::test]
    async fn what_is_no_id_is_the_parameters_fault() {
        for odd in ["0", "-6", "6x", "%20", "%FF", "99999999999999999999", "1%00"] {
            let (status, body) = asked(&format!("/api/orders/{odd}")).await;
            assert_eq!(status, 400, "{odd}");
            let problem: Problem = serde_json::from_slice(&body).unwrap();
            let field = if odd == "%FF" { "path" } else { "order_id" };
            assert_eq!(problem.errors[0].field, field, "{odd}");
        }
    }
}
