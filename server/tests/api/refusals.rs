//! What is wrong with a request is said in one and the same way, and changes nothing.

use crate::client::Client;
use crate::desk::Desk;
use reqwest::Method;
use robindesk_protocol::{Code, OrderPage};
use serde_json::json;

const ORDERS: &str = "/api/orders";
const JSON: (&str, &str) = ("content-type", "application/json");

async fn orders(client: &Client<'_>) -> u64 {
    let page: OrderPage = client.get(ORDERS).await.data(200);
    page.paging.total
}

#[tokio::test]
async fn a_broken_body_is_refused_and_nothing_is_written() {
    let desk = Desk::open().await;
    let brand = desk.user("brand_a").await;
    for (body, field) in [
        ("", "body"),
        ("{", "body"),
        ("[1, 1, 1, 250]", "body"),
        ("null", "body"),
        (r#"{"brand_id": 1, "creator_id": 1, "total_amount": 250}"#, "package_id"),
        (r#"{"package_id": {}, "brand_id": 1, "creator_id": 1, "total_amount": 1}"#, "package_id"),
        (
            r#"{"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": 250, "id": 7}"#,
            "id",
        ),
        (
            r#"{"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": [1]}"#,
            "total_amount",
        ),
    ] {
        let answer = brand.send(Method::POST, ORDERS, Some(body.into()), &[JSON]).await;
        let problem = answer.refused(Code::ValidationFailed);
        assert_eq!(problem.errors[0].field, field, "{body}");
    }
    let huge = vec![b'{'; 1024 * 1024 + 1];
    brand.send(Method::POST, ORDERS, Some(huge), &[JSON]).await.refused(Code::PayloadTooLarge);
    let typed = [("content-type", "text/plain")];
    let answer = brand.send(Method::POST, ORDERS, Some(b"{}".to_vec()), &typed).await;
    answer.refused(Code::UnsupportedMediaType);
    assert_eq!(orders(&brand).await, 0);
}

#[tokio::test]
async fn a_key_gives_the_first_answer_again_and_guards_its_body() {
    let desk = Desk::open().await;
    let brand = desk.user("brand_a").await;
    let order = json!({"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": 250.00});
    let first = brand.post_keyed(ORDERS, "k-1", &order).await;
    assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (201, ""));
    let again = brand.post_keyed(ORDERS, "k-1", &order).await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (201, "true"));
    assert_eq!(first.text(), again.text());
    let other = json!({"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": 500, "quantity": 2});
    brand.post_keyed(ORDERS, "k-1", &other).await.refused(Code::IdempotencyMismatch);
    brand.post_keyed(ORDERS, &"k".repeat(201), &order).await.refused(Code::ValidationFailed);
    assert_eq!(orders(&brand).await, 1);
}

#[tokio::test]
async fn odd_paths_methods_and_queries_are_problems() {
    let desk = Desk::open().await;
    let agent = desk.user("agent").await;
    agent.get("/api/nothing").await.refused(Code::NotFound);
    agent.send(Method::DELETE, ORDERS, None, &[]).await.refused(Code::MethodNotAllowed);
    agent.get("/api/orders/999").await.refused(Code::NotFound);
    for odd in ["0", "x", "-1", "1.0", "99999999999999999999", "%00"] {
        let problem = agent.get(&format!("{ORDERS}/{odd}")).await.refused(Code::ValidationFailed);
        assert_eq!(problem.errors[0].field, "order_id", "{odd}");
    }
    for (query, field) in [("stauts=pending", "stauts"), ("brand_id=x", "brand_id")] {
        let problem = agent.get(&format!("{ORDERS}?{query}")).await.refused(Code::ValidationFailed);
        assert_eq!(problem.errors[0].field, field);
    }
}

#[tokio::test]
async fn a_request_has_one_number_everywhere() {
    let desk = Desk::empty().await;
    let own = [("x-request-id", "try-7")];
    let answer = desk.nobody().send(Method::GET, "/api/auth/me", None, &own).await;
    assert_eq!(answer.refused(Code::Unauthorized).request_id, "try-7");
    let answer = desk.nobody().get("/health/live").await;
    assert_eq!(answer.header("x-request-id").len(), 32);
    let odd = [("x-request-id", "two words")];
    let answer = desk.nobody().send(Method::GET, "/health/live", None, &odd).await;
    assert_ne!(answer.header("x-request-id"), "two words");
}

#[tokio::test]
async fn health_is_answered_to_everybody() {
    let desk = Desk::empty().await;
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(desk.nobody().get(path).await.status, 200, "{path}");
    }
    desk.app().shutdown.ask();
    desk.nobody().get("/health/ready").await.refused(Code::Unavailable);
}
