//! A client as another program would write one: it knows the wire and nothing else.

use reqwest::{Method, StatusCode};
use robindesk_protocol::{
    Message, MessageAnswer, MessagePage, NewOrder, Order, OrderAnswer, PlacedOrder, Problem,
    Success, Ticket, TicketAnswer, TicketPage, User,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Somebody who is signed in, or nobody.
#[derive(Debug, Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub base: String,
    pub token: Option<String>,
    pub user: Option<User>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    /// The data of a success.
    #[track_caller]
    pub fn data<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        let success: Success<T> = serde_json::from_str(&self.text).expect("a success");
        assert!(success.success && !success.message.is_empty());
        success.data
    }

    /// The problem of a failure, checked for its form.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        let kind = self.headers.get("content-type").and_then(|v| v.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{}: {}", self.status, self.text);
        let problem: Problem = serde_json::from_str(&self.text).expect("a problem");
        assert!(!problem.success);
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.code.status(), problem.status);
        assert_eq!(self.headers["x-request-id"].to_str().ok(), Some(problem.request_id.as_str()));
        problem
    }

    /// The status and, for a failure, the first field at fault.
    #[track_caller]
    pub fn fault(&self) -> (u16, String) {
        let problem = self.problem();
        let field = problem.errors.first().map(|e| e.field.clone()).unwrap_or_default();
        (problem.status, field)
    }
}

impl Client {
    /// A request as this somebody, with headers of its own.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, text: response.text().await.expect("a text") }
    }

    /// The same somebody, asking at another address.
    pub fn at(&self, base: impl Into<String>) -> Self {
        Self { base: base.into(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body.to_string())).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body.to_string())).await
    }

    /// Who this is.
    pub fn me(&self) -> &User {
        self.user.as_ref().expect("somebody is signed in")
    }

    pub async fn place(&self, order: &NewOrder) -> PlacedOrder {
        let answer = self.post("/api/orders", &json!(order)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.data()
    }

    pub async fn order(&self, id: impl std::fmt::Display) -> Order {
        self.get(&format!("/api/orders/{id}")).await.data::<OrderAnswer>().order
    }

    pub async fn ticket(&self, id: impl std::fmt::Display) -> Ticket {
        self.get(&format!("/api/crm/tickets/{id}")).await.data::<TicketAnswer>().ticket
    }

    pub async fn tickets(&self, query: &str) -> TicketPage {
        self.get(&format!("/api/crm/tickets?{query}")).await.data()
    }

    pub async fn messages(&self, ticket: impl std::fmt::Display) -> MessagePage {
        self.get(&format!("/api/crm/tickets/{ticket}/messages")).await.data()
    }

    pub async fn write(
        &self,
        ticket: impl std::fmt::Display,
        text: &str,
        lane: Option<&str>,
    ) -> Message {
        let mut body = json!({"message_text": text});
        if let Some(lane) = lane {
            body["audience"] = json!(lane);
        }
        let answer = self.post(&format!("/api/crm/tickets/{ticket}/messages"), &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.data::<MessageAnswer>().message
    }
}
