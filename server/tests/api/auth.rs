//! Signing in, staying in and going, over HTTP.

use super::desk::{Desk, PASSWORD};
use super::engine::on_each_engine;
use robindesk_protocol::{TokenPair, UserAnswer};
use serde_json::{Value, json};

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

    async fn a_wrong_name_and_a_wrong_password_are_told_alike(desk: Desk) {
        let login = |email: &str, password: &str| {
            let body = json!({"email": email, "password": password});
            let nobody = desk.nobody.clone();
            async move { nobody.post("/api/auth/login", &body).await.problem() }
        };
        let name = login("nobody@desk.example", PASSWORD).await;
        let password = login("maya@desk.example", "wrong").await;
        assert_eq!((name.status, password.status), (401, 401));
        assert_eq!(name.detail, password.detail);
    }

    async fn a_refresh_token_works_once_and_twice_ends_the_session(desk: Desk) {
        let body = json!({"email": "maya@desk.example", "password": PASSWORD});
        let first: TokenPair = desk.nobody.post("/api/auth/login", &body).await.data();
        let refresh = |token: &str| {
            let body = json!({"refresh_token": token});
            let nobody = desk.nobody.clone();
            async move { nobody.post("/api/auth/refresh", &body).await }
        };
        let second: TokenPair = refresh(&first.refresh_token).await.data();
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
}
