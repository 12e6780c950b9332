//! The typed client through which tests speak to a desk.

use crate::desk::Desk;
use reqwest::{Method, StatusCode, header};
use robindesk_protocol::{BrandId, Code, CreatorId, PackageId, PlacedOrder, Problem, Success};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::Once;

/// A client without TLS to anywhere: the desk is on this machine.
pub fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // Somebody else having installed one already is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().tls_certs_only([]).build().unwrap()
}

/// Somebody who asks.
pub struct Client<'a> {
    pub desk: &'a Desk,
    pub token: Option<String>,
}

impl Client<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::POST, path, Some(serde_json::to_vec(&body).unwrap()), &[]).await
    }

    pub async fn put(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::PUT, path, Some(serde_json::to_vec(&body).unwrap()), &[]).await
    }

    /// A POST with an `Idempotency-Key`.
    pub async fn post_keyed(&self, path: &str, key: &str, body: impl Serialize) -> Answer {
        let body = serde_json::to_vec(&body).unwrap();
        self.send(Method::POST, path, Some(body), &[("idempotency-key", key)]).await
    }

    /// Anything, with headers on top. A body goes as JSON unless a header says otherwise.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.desk.http.request(method, self.desk.url(path));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if body.is_some() && !typed {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// Orders the first package of creator A for brand A, as its price says.
    pub async fn place_order(&self) -> PlacedOrder {
        let order = json!({
            "package_id": PackageId(1), "brand_id": BrandId(1), "creator_id": CreatorId(1),
            "total_amount": "250.00"
        });
        self.post("/api/orders", order).await.data(201)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// `data` of a success with this status.
    pub fn data<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text());
        let body: Success<T> = serde_json::from_slice(&self.body).unwrap();
        assert!(body.success);
        body.data
    }

    /// The problem of a failure, which must be whole and agree with its own status and headers.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert!(!problem.success);
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        problem
    }

    /// Asserts a failure of this kind.
    #[track_caller]
    pub fn refused(&self, code: Code) -> Problem {
        let problem = self.problem();
        assert_eq!((problem.code, problem.status), (code, code.status()), "{}", self.text());
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
