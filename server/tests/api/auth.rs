//! Signing in, staying in, and being out at once.

use crate::client::{Answer, Client};
use crate::desk::{Desk, PASSWORD, email};
use robindesk_protocol::{AccountStatus, Code, Problem, TokenPair, UserAnswer, UserType};
use serde_json::json;

async fn log_in(client: &Client<'_>, handle: &str, password: &str) -> Answer {
    let body = json!({"email": email(handle), "password": password});
    client.post("/api/auth/login", body).await
}

async fn renew(client: &Client<'_>, refresh_token: &str) -> Answer {
    client.post("/api/auth/refresh", json!({"refresh_token": refresh_token})).await
}

/// A problem without what differs between any two requests.
fn anonymous(mut problem: Problem) -> Problem {
    problem.request_id = String::new();
    problem
}

#[tokio::test]
async fn a_password_opens_a_session() {
    let desk = Desk::empty().await;
    desk.with_password("maya", AccountStatus::Active).await;
    let pair: TokenPair = log_in(&desk.nobody(), "maya", PASSWORD).await.data(200);
    assert_eq!((pair.token_type.as_str(), pair.expires_in), ("Bearer", 900));
    let me = desk.bearer(Some(&pair.access_token)).get("/api/auth/me").await;
    let me: UserAnswer = me.data(200);
    assert_eq!((me.user.email, me.user.user_type), (email("maya"), UserType::Agent));
    let mixed_case = json!({"email": "MAYA@Example.com", "password": PASSWORD});
    let _: TokenPair = desk.nobody().post("/api/auth/login", mixed_case).await.data(200);
}

#[tokio::test]
async fn whoever_cannot_sign_in_is_not_told_why() {
    let desk = Desk::empty().await;
    desk.with_password("maya", AccountStatus::Active).await;
    desk.with_password("suspended", AccountStatus::Suspended).await;
    desk.with_password("pending", AccountStatus::Pending).await;
    let nobody = desk.nobody();
    let wrong = log_in(&nobody, "maya", "wrong").await.refused(Code::Unauthorized);
    for (handle, password) in [
        ("stranger", PASSWORD),
        ("stranger", "wrong"),
        ("suspended", PASSWORD),
        ("pending", PASSWORD),
        ("maya", ""),
    ] {
        let answer = log_in(&nobody, handle, password).await.refused(Code::Unauthorized);
        assert_eq!(anonymous(answer), anonymous(wrong.clone()), "{handle}");
    }
}

#[tokio::test]
async fn a_refresh_token_works_once_and_used_twice_ends_the_session() {
    let desk = Desk::empty().await;
    desk.with_password("maya", AccountStatus::Active).await;
    let first: TokenPair = log_in(&desk.nobody(), "maya", PASSWORD).await.data(200);
    let second: TokenPair = renew(&desk.nobody(), &first.refresh_token).await.data(200);
    assert_ne!(first.refresh_token, second.refresh_token);
    let third: TokenPair = renew(&desk.nobody(), &second.refresh_token).await.data(200);
    let me = desk.bearer(Some(&third.access_token));
    assert_eq!(me.get("/api/auth/me").await.status, 200);

    renew(&desk.nobody(), &first.refresh_token).await.refused(Code::Unauthorized);
    renew(&desk.nobody(), &third.refresh_token).await.refused(Code::Unauthorized);
    me.get("/api/auth/me").await.refused(Code::Unauthorized);
}

#[tokio::test]
async fn a_refresh_token_that_is_not_ours_is_refused() {
    let desk = Desk::empty().await;
    desk.with_password("maya", AccountStatus::Active).await;
    let pair: TokenPair = log_in(&desk.nobody(), "maya", PASSWORD).await.data(200);
    let sid = pair.refresh_token.split('.').next().unwrap();
    for odd in ["", "x", &pair.access_token, &format!("{}.{}", "0".repeat(32), "a".repeat(43))] {
        renew(&desk.nobody(), odd).await.refused(Code::Unauthorized);
    }
    // Not an old token but a made-up one: whoever knows the session's name must have had one.
    let made_up = format!("{sid}.{}", "a".repeat(43));
    renew(&desk.nobody(), &made_up).await.refused(Code::Unauthorized);
}

#[tokio::test]
async fn logging_out_bites_at_once() {
    let desk = Desk::open().await;
    let agent = desk.user("agent").await;
    let other = desk.user("agent").await;
    assert_eq!(agent.post("/api/auth/logout", json!({})).await.status, 200);
    agent.get("/api/auth/me").await.refused(Code::Unauthorized);
    assert_eq!(other.get("/api/auth/me").await.status, 200, "the other session goes on");
}

#[tokio::test]
async fn an_access_token_ends_with_its_time_and_a_session_with_its_own() {
    let desk = Desk::empty().await;
    desk.with_password("maya", AccountStatus::Active).await;
    let pair: TokenPair = log_in(&desk.nobody(), "maya", PASSWORD).await.data(200);
    let me = desk.bearer(Some(&pair.access_token));
    desk.clock.advance_ms(15 * 60 * 1000 - 1);
    assert_eq!(me.get("/api/auth/me").await.status, 200);
    desk.clock.advance_ms(10_000);
    me.get("/api/auth/me").await.refused(Code::Unauthorized);
    let pair: TokenPair = renew(&desk.nobody(), &pair.refresh_token).await.data(200);
    desk.clock.advance_ms(31 * 24 * 60 * 60 * 1000);
    renew(&desk.nobody(), &pair.refresh_token).await.refused(Code::Unauthorized);
}

#[tokio::test]
async fn every_bad_token_has_the_same_answer() {
    let desk = Desk::open().await;
    let good = desk.user("agent").await.token.unwrap();
    let nobody = desk.nobody().get("/api/auth/me").await.refused(Code::Unauthorized);
    let elsewhere = Desk::open().await;
    let foreign = elsewhere.user("agent").await.token.unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for bad in [
        "x".to_owned(),
        foreign,
        format!("{}.{}.", parts[0], parts[1]),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{good}x"),
        good.to_uppercase(),
    ] {
        let answer = desk.bearer(Some(&bad)).get("/api/auth/me").await;
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(anonymous(answer.refused(Code::Unauthorized)), anonymous(nobody.clone()));
    }
}

#[tokio::test]
async fn a_guesser_is_slowed_down_and_nobody_else() {
    let desk = Desk::empty().await;
    for handle in ["maya", "jonas"] {
        desk.with_password(handle, AccountStatus::Active).await;
    }
    let nobody = desk.nobody();
    for _ in 0..10 {
        log_in(&nobody, "maya", "guess").await.refused(Code::Unauthorized);
    }
    let answer = log_in(&nobody, "maya", PASSWORD).await;
    answer.refused(Code::RateLimited);
    assert_eq!(answer.header("retry-after"), "900");
    let forged = [("x-forwarded-for", "198.51.100.2")];
    let body = json!({"email": email("maya"), "password": PASSWORD}).to_string().into_bytes();
    let answer = nobody.send(reqwest::Method::POST, "/api/auth/login", Some(body), &forged).await;
    answer.refused(Code::RateLimited);
    let _: TokenPair = log_in(&nobody, "jonas", PASSWORD).await.data(200);
    desk.clock.advance_ms(15 * 60 * 1000);
    let _: TokenPair = log_in(&nobody, "maya", PASSWORD).await.data(200);
}

#[tokio::test]
async fn a_party_is_no_staff() {
    let desk = Desk::open().await;
    for handle in ["brand_a", "creator_a"] {
        desk.user(handle).await.get("/api/crm/tickets").await.refused(Code::Forbidden);
    }
    for handle in ["agent", "admin", "super_admin"] {
        let answer = desk.user(handle).await.get("/api/crm/tickets").await;
        assert_eq!(answer.status, 200, "{handle}");
    }
}
