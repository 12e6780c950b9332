//! Limits on requests: whose quota is used, what is said about it, and who is not fooled.

use super::client::{Answer, Client};
use super::desk::Desk;
use super::engine::on_each_engine;
use futures_util::future::join_all;
use reqwest::Method;
use robindesk_protocol::Code;
use robindesk_server::settings::Rate;
use robindesk_server::{Settings, auth};
use std::time::Duration;

/// Five at once, and one a second.
fn few(settings: &mut Settings) {
    let few = Rate { burst: 5, per_second: 1 };
    settings.rate_limit = true;
    (settings.rates.account, settings.rates.address) = (few, few);
}

fn header(answer: &Answer, name: &str) -> Option<u64> {
    answer.headers.get(name)?.to_str().ok()?.parse().ok()
}

async fn me(client: &Client, headers: &[(&str, &str)]) -> Answer {
    client.send(Method::GET, "/api/auth/me", headers, None).await
}

#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!(answer.problem().code, Code::RateLimited, "{}", answer.text);
    assert_eq!(header(answer, "retry-after"), Some(1));
    assert_eq!(header(answer, "ratelimit-remaining"), Some(0));
}

on_each_engine! {
    async fn an_account_has_its_quota_whatever_token_or_address_it_comes_with(desk: Desk) {
        let desk = desk.restart_held(few).await;
        let agent = &desk.agents[0];
        let email = agent.me().email.clone();
        let again = auth::issue(desk.running.app(), &email, Duration::from_mins(5)).await.unwrap();
        let again = Client { token: Some(again), ..agent.clone() };
        for left in (0..5).rev() {
            let client = if left % 2 == 0 { agent } else { &again };
            let forged = format!("198.51.100.{left}");
            let answer = me(client, &[("x-forwarded-for", &forged)]).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            assert_eq!(header(&answer, "ratelimit-limit"), Some(5));
            assert_eq!(header(&answer, "ratelimit-remaining"), Some(left));
            assert_eq!(header(&answer, "ratelimit-reset"), Some(5 - left));
        }
        refused(&me(agent, &[]).await);
        refused(&me(&again, &[("x-forwarded-for", "203.0.113.9")]).await);
        assert_eq!(me(&desk.agents[1], &[]).await.status, 200, "another's quota is its own");
        desk.running.app().clock.advance_ms(1_000);
        assert_eq!(me(agent, &[]).await.status, 200);
        refused(&me(agent, &[]).await);
        for _ in 0..20 {
            assert_eq!(desk.nobody.get("/health/live").await.status, 200);
        }
    }

    async fn who_is_not_known_is_counted_by_address_bad_tokens_and_all(desk: Desk) {
        let desk = desk.restart_held(few).await;
        let forger = Client { token: Some("a.b.c".to_owned()), ..desk.nobody.clone() };
        for n in 0..5 {
            let client = if n % 2 == 0 { &forger } else { &desk.nobody };
            let answer = me(client, &[("x-forwarded-for", &format!("198.51.100.{n}"))]).await;
            assert_eq!(answer.status, 401, "{}", answer.text);
        }
        refused(&me(&forger, &[]).await);
        refused(&desk.nobody.post("/api/auth/login", &serde_json::json!({})).await);
        assert_eq!(me(&desk.agents[0], &[]).await.status, 200, "whoever is known is let in");
    }

    async fn whoever_tries_out_addresses_has_a_quota_as_well(desk: Desk) {
        let desk = desk.restart_held(few).await;
        for n in 0..5 {
            let (method, path) = match n {
                0 => (Method::DELETE, "/api/auth/login".to_owned()),
                n => (Method::GET, format!("/wp-admin/{n}")),
            };
            let answer = desk.nobody.send(method, &path, &[], None).await;
            assert!(matches!(answer.problem().status, 404 | 405), "{}", answer.text);
            assert_eq!(header(&answer, "ratelimit-remaining"), Some(4 - n));
        }
        refused(&desk.nobody.get("/.env").await);
        refused(&desk.nobody.get("/api/auth/me").await);
        assert_eq!(desk.nobody.get("/health/live").await.status, 200);
    }

    async fn a_token_of_an_ended_session_is_no_free_pass(desk: Desk) {
        let desk = desk.restart_held(few).await;
        let agent = desk.agents[0].clone();
        assert_eq!(agent.post("/api/auth/logout", &serde_json::Value::Null).await.status, 200);
        for _ in 0..5 {
            assert_eq!(me(&agent, &[]).await.status, 401);
        }
        refused(&me(&agent, &[]).await);
    }

    async fn a_token_is_no_free_pass_where_nobody_asks_for_one(desk: Desk) {
        let desk = desk.restart_held(|settings| {
            few(settings);
            settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        })
        .await;
        let ended = desk.agents[0].clone();
        assert_eq!(ended.post("/api/auth/logout", &serde_json::Value::Null).await.status, 200);
        let garbage = || Some(serde_json::json!({"refresh_token": "garbage"}).to_string());
        let calls = [
            (Method::POST, "/api/auth/refresh", garbage()),
            (Method::POST, "/api/auth/login", garbage()),
            (Method::DELETE, "/api/auth/login", None),
            (Method::GET, "/api/openapi.json", None),
            (Method::GET, "/.env", None),
            (Method::DELETE, "/api/orders", None),
            (Method::GET, "/api/orders/%ff", None),
        ];
        // Whoever is signed in has its own quota where its account is asked for, and this one elsewhere.
        for (who, client) in [&ended, &desk.agents[1]].into_iter().enumerate() {
            for (n, (method, path, body)) in calls[..calls.len() - who].iter().enumerate() {
                let from = format!("198.51.{who}.{n}");
                let from = [("x-forwarded-for", from.as_str())];
                let ask = || client.send(method.clone(), path, &from, body.clone());
                for left in (0..5).rev() {
                    let answer = ask().await;
                    assert_ne!(answer.status, 429, "{path}: {}", answer.text);
                    assert_eq!(header(&answer, "ratelimit-remaining"), Some(left), "{path}");
                }
                refused(&ask().await);
            }
        }
        assert_eq!(me(&desk.agents[1], &[]).await.status, 200, "its own quota is whole");
    }

    async fn a_trusted_proxy_is_believed_about_addresses(desk: Desk) {
        let desk = desk.restart_held(|settings| {
            few(settings);
            settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        })
        .await;
        for n in 0..20 {
            let from = format!("2001:db8:0:{n}::1");
            assert_eq!(me(&desk.nobody, &[("x-forwarded-for", &from)]).await.status, 401);
        }
        for n in 1..6 {
            let from = format!("2001:db8:1:1::{n}");
            assert_eq!(me(&desk.nobody, &[("x-forwarded-for", &from)]).await.status, 401);
        }
        refused(&me(&desk.nobody, &[("x-forwarded-for", "2001:db8:1:1::77")]).await);
    }

    async fn a_thousand_orders_at_once_are_within_the_defaults(desk: Desk) {
        let desk = desk.restart_held(|settings| settings.rate_limit = true).await;
        let order = Desk::new_order();
        for _ in 0..4 {
            join_all((0..250).map(|_| desk.brand_a.place(&order))).await;
        }
    }
}
