//! Query strings: a parameter that nobody knows is refused, not dropped.

use super::{fault, nul};
use crate::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The query string as `T`, which refuses unknown fields.
#[derive(Debug, Clone, Copy)]
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes());
        if let Some((name, _)) = pairs.clone().find(|(_, value)| value.contains('\0')) {
            return Err(nul::refused(&name));
        }
        let reader = serde_urlencoded::Deserializer::new(pairs);
        let query = serde_path_to_error::deserialize(reader)
            .map_err(|error| fault::refused("query", error.path(), &error.inner().to_string()))?;
        Ok(Self(query))
    }
}

#[cfg(test)]
mod tests {
    use super::QueryOf;
    use crate::error::ApiError;
    use axum::extract::FromRequestParts;
    use axum::http::Request;
    use robindesk_protocol::{BrandId, OrderQuery};

    async fn read(uri: &str) -> Result<OrderQuery, ApiError> {
        let (mut parts, ()) = Request::get(uri).body(()).unwrap().into_parts();
        QueryOf::from_request_parts(&mut parts, &()).await.map(|QueryOf(query)| query)
    }

    #[tokio::test]
    async fn a_query_is_read() {
        let query = read("/api/orders?status=pending%2Cconfirmed&brand_id=3").await.unwrap();
        assert_eq!(query.status.as_deref(), Some("pending,confirmed"));
        assert_eq!(query.brand_id, Some(BrandId(3)));
        assert_eq!(read("/api/orders").await.unwrap(), OrderQuery::default());
    }

    #[tokio::test]
    async fn what_is_wrong_is_named() {
        for (uri, field, start) in [
            ("/api/orders?stauts=pending", "stauts", "is not a known field; known: status, "),
            ("/api/orders?brand_id=x", "brand_id", "must be an id"),
            ("/api/orders?limit=1&limit=2", "limit", "is there twice"),
            ("/api/orders?cursor=%00", "cursor", "must not hold NUL"),
        ] {
            let error = read(uri).await.unwrap_err();
            let fault = &error.errors()[0];
            assert_eq!(fault.field, field, "{uri}");
            assert!(fault.message.starts_with(start), "{uri}: {}", fault.message);
        }
    }
}
