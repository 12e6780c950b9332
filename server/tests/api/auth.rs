//! Signing in, staying in and going, over HTTP.

use super::client::{Answer, Client};
use super::desk::{Desk, Held, PASSWORD};
use super::engine::on_each_engine;
use robindesk_protocol::{AccountStatus, Code, Problem, TokenPair, UserAnswer};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);

async fn log_in(desk: &Desk, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    desk.nobody.post("/api/auth/login", &body).await
}

async fn renew(desk: &Desk, token: &str) -> Answer {
    desk.nobody.post("/api/auth/refresh", &json!({"refresh_token": token})).await
}

fn bearer(desk: &Desk, token: &str) -> Client {
    Client { token: Some(token.to_owned()), ..desk.nobody.clone() }
}

/// A problem without what differs between any two requests.
fn anonymous(answer: &Answer) -> Problem {
    Problem { request_id: String::new(), ..answer.problem() }
}

on_each_engine! {
    async fn one_signs_in_with_a_password_and_is_told_who_one_is(desk: Desk) {
        let body = json!({"email": "Maya@Desk.example", "password": PASSWORD});
        let pair: TokenPair = desk.nobody.post("/api/auth/login", &body).await.data();
        assert_eq!((pair.token_type.as_str(), pair.expires_in), ("Bearer", 900));
        let me = super::super::client::Client {
            token: Some(pair.access_token),
            ..desk.nobody.clone()
        };
        let user = me.get("/api/auth/me").await.data::<UserAnswer>().user;
        assert_eq!((user.email.as_str(), user.id), ("maya@desk.example", desk.agents[0].me().id));
        me.post("/api/auth/logout", &json!({})).await.data::<Value>();
        assert_eq!(me.get("/api/auth/me").await.status, 401);
        let refresh = json!({"refresh_token": pair.refresh_token});
        assert_eq!(desk.nobody.post("/api/auth/refresh", &refresh).await.status, 401);
    }

    async fn whoever_cannot_sign_in_is_not_told_why(desk: Desk) {
        desk.member("suspended@desk.example", AccountStatus::Suspended).await;
        desk.member("pending@desk.example", AccountStatus::Pending).await;
        let wrong = log_in(&desk, "maya@desk.example", "wrong").await;
        assert_eq!(wrong.status, 401);
        for (email, password) in [
            ("nobody@desk.example", PASSWORD),
            ("nobody@desk.example", "wrong"),
            ("suspended@desk.example", PASSWORD),
            ("pending@desk.example", PASSWORD),
            ("maya@desk.example", ""),
        ] {
            let told = log_in(&desk, email, password).await;
            assert_eq!(anonymous(&told), anonymous(&wrong), "{email}");
        }
    }

    async fn a_refresh_token_works_once_and_twice_ends_the_session(desk: Desk) {
        let body = json!({"email": "maya@desk.example", "password": PASSWORD});
        let first = desk.nobody.post("/api/auth/login", &body).await;
        assert_eq!(first.headers["cache-control"], "no-store");
        let first: TokenPair = first.data();
        let refresh = |token: &str| {
            let body = json!({"refresh_token": token});
            let nobody = desk.nobody.clone();
            async move { nobody.post("/api/auth/refresh", &body).await }
        };
        let second = refresh(&first.refresh_token).await;
        assert_eq!(second.headers["cache-control"], "no-store");
        let second: TokenPair = second.data();
        assert_eq!(refresh(&first.refresh_token).await.status, 401);
        assert_eq!(refresh(&second.refresh_token).await.status, 401);
        let mut me = desk.nobody.clone();
        me.token = Some(second.access_token);
        assert_eq!(me.get("/api/auth/me").await.status, 401);
    }

    async fn without_a_good_token_there_is_one_answer(desk: Desk) {
        let good = desk.agents[0].token.clone().unwrap();
        let mut edited = good.clone().into_bytes();
        let middle = edited.len() / 2;
        edited[middle] = if edited[middle] == b'A' { b'B' } else { b'A' };
        let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";
        let mut told = Vec::new();
        for token in [None, Some("x"), Some(none), std::str::from_utf8(&edited).ok()] {
            let mut who = desk.nobody.clone();
            who.token = token.map(str::to_owned);
            let problem = who.get("/api/auth/me").await.problem();
            told.push((problem.status, problem.code, problem.detail, problem.errors));
        }
        assert_eq!(told[0].0, 401);
        assert!(told.iter().all(|t| *t == told[0]), "{told:?}");
    }

    async fn a_refresh_token_that_is_not_ours_is_refused(desk: Desk) {
        let pair: TokenPair = log_in(&desk, "maya@desk.example", PASSWORD).await.data();
        let nobodys = format!("{}.{}", "0".repeat(32), "a".repeat(43));
        for odd in ["", "x", &pair.access_token, &nobodys] {
            assert_eq!(renew(&desk, odd).await.status, 401, "{odd}");
        }
        let pair: TokenPair = renew(&desk, &pair.refresh_token).await.data();
        // Not an old one but made up: whoever knows the session's name must have had one.
        let sid = pair.refresh_token.split('.').next().unwrap();
        let made_up = format!("{sid}.{}", "a".repeat(43));
        assert_eq!(renew(&desk, &made_up).await.status, 401);
        assert_eq!(renew(&desk, &pair.refresh_token).await.status, 401);
    }

    async fn a_session_ends_alone(desk: Desk) {
        let first: TokenPair = log_in(&desk, "maya@desk.example", PASSWORD).await.data();
        let first = bearer(&desk, &first.access_token);
        first.post("/api/auth/logout", &json!({})).await.data::<Value>();
        assert_eq!(first.get("/api/auth/me").await.status, 401);
        assert_eq!(desk.agents[0].get("/api/auth/me").await.status, 200, "the other goes on");
    }

    async fn an_access_token_ends_with_its_time_and_a_session_with_its_own(desk: Held) {
        let pair: TokenPair = log_in(&desk, "maya@desk.example", PASSWORD).await.data();
        let me = bearer(&desk, &pair.access_token);
        desk.later_by(Duration::from_millis(15 * 60 * 1_000 - 1));
        assert_eq!(me.get("/api/auth/me").await.status, 200);
        desk.later_by(Duration::from_secs(10));
        assert_eq!(me.get("/api/auth/me").await.status, 401);
        let pair: TokenPair = renew(&desk, &pair.refresh_token).await.data();
        desk.later_by(31 * 24 * 60 * MINUTE);
        assert_eq!(renew(&desk, &pair.refresh_token).await.status, 401);
    }

    async fn a_token_of_another_installation_is_none(desk: Desk) {
        let elsewhere = Desk::on(super::super::engine::Engine::Sqlite).await.unwrap();
        let theirs = bearer(&desk, elsewhere.agents[0].token.as_deref().unwrap());
        let told = theirs.get("/api/auth/me").await;
        assert_eq!(told.headers["www-authenticate"], "Bearer");
        assert_eq!(anonymous(&told), anonymous(&desk.nobody.get("/api/auth/me").await));
    }

    async fn a_guesser_is_slowed_down_and_nobody_else(desk: Held) {
        for _ in 0..10 {
            assert_eq!(log_in(&desk, "maya@desk.example", "guess").await.status, 401);
        }
        let answer = log_in(&desk, "maya@desk.example", PASSWORD).await;
        assert_eq!(answer.problem().code, Code::RateLimited);
        assert_eq!(answer.headers["retry-after"], "900");
        // Of the tries, of which none is left, and not of the address's requests.
        for (name, said) in [("limit", "10"), ("remaining", "0"), ("reset", "900")] {
            assert_eq!(answer.headers[&format!("ratelimit-{name}")], said, "{name}");
        }
        let body = json!({"email": "maya@desk.example", "password": PASSWORD}).to_string();
        let forged = [("x-forwarded-for", "198.51.100.2")];
        let post = reqwest::Method::POST;
        let answer = desk.nobody.send(post, "/api/auth/login", &forged, Some(body)).await;
        assert_eq!(answer.status, 429, "a stranger's word about his address counts for nothing");
        log_in(&desk, "noor@desk.example", PASSWORD).await.data::<TokenPair>();
        desk.later_by(15 * MINUTE);
        log_in(&desk, "maya@desk.example", PASSWORD).await.data::<TokenPair>();
    }
}
