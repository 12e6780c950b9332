//! One's own sessions and password.

use super::client::{Answer, Client};
use super::desk::{Desk, Held, PASSWORD};
use super::engine::on_each_engine;
use robindesk_protocol::{Session, SessionList, TokenPair};
use serde_json::{Value, json};
use std::time::Duration;

const NEW: &str = "a better horse battery";

/// Maya, signed in once more with a password.
async fn log_in(desk: &Desk, password: &str) -> Option<Client> {
    let body = json!({"email": "maya@desk.example", "password": password});
    let answer = desk.nobody.post("/api/auth/login", &body).await;
    if answer.status == 401 {
        return None;
    }
    let token = Some(answer.data::<TokenPair>().access_token);
    Some(Client { token, user: Some(desk.agents[0].me().clone()), ..desk.nobody.clone() })
}

async fn sessions(who: &Client) -> Vec<Session> {
    who.get("/api/auth/sessions").await.data::<SessionList>().sessions
}

async fn is_in(who: &Client) -> bool {
    who.get("/api/auth/me").await.status == 200
}

async fn change(who: &Client, current: &str, new: &str) -> Answer {
    let body = json!({"current_password": current, "new_password": new});
    who.put("/api/auth/password", &body).await
}

on_each_engine! {
    async fn one_sees_ones_sessions_and_ends_them(desk: Held) {
        desk.later_by(Duration::from_mins(1));
        let maya = log_in(&desk, PASSWORD).await.unwrap();
        let seen = sessions(&maya).await;
        assert_eq!(seen.len(), 2);
        assert_eq!((seen[0].current, seen[1].current), (true, false));
        assert_eq!(seen[0].address.as_deref(), Some("127.0.0.1"));
        assert_eq!(seen[1].address, None, "made by the program itself");
        assert_eq!(seen[0].last_seen_at.since_ms(seen[1].last_seen_at), 60_000);

        let other = format!("/api/auth/sessions/{}", seen[1].id);
        assert_eq!(desk.agents[1].delete(&other).await.status, 404, "another's is none");
        assert_eq!(desk.super_admin.delete(&other).await.status, 404);
        assert!(is_in(&desk.agents[0]).await);
        maya.delete(&other).await.data::<Value>();
        assert!(!is_in(&desk.agents[0]).await);
        assert_eq!(sessions(&maya).await.len(), 1);
        for odd in ["nothing", "%00", "'; DROP TABLE sessions"] {
            let path = format!("/api/auth/sessions/{odd}");
            assert_eq!(maya.delete(&path).await.status, 404, "{odd}");
        }
        desk.later_by(Duration::from_hours(31 * 24));
        let again = log_in(&desk, PASSWORD).await.unwrap();
        assert_eq!(sessions(&again).await.len(), 1, "what ran out is over");
    }

    async fn a_new_password_ends_the_other_sessions(desk: Desk) {
        let maya = log_in(&desk, PASSWORD).await.unwrap();
        change(&maya, PASSWORD, NEW).await.data::<Value>();
        assert!(is_in(&maya).await);
        assert!(!is_in(&desk.agents[0]).await);
        assert!(log_in(&desk, PASSWORD).await.is_none());
        assert!(log_in(&desk, NEW).await.is_some());
        assert!(is_in(&desk.agents[1]).await, "nobody else is touched");
    }

    async fn a_password_is_changed_by_who_knows_it_and_to_one_that_will_do(desk: Desk) {
        let maya = &desk.agents[0];
        for (current, new, field) in [
            ("wrong", NEW, "current_password"),
            (PASSWORD, "short", "new_password"),
            (PASSWORD, "", "new_password"),
            (PASSWORD, &"x".repeat(1025), "new_password"),
        ] {
            let answer = change(maya, current, new).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
        let answer = maya.put("/api/auth/password", &json!({"new_password": NEW})).await;
        assert_eq!(answer.fault(), (400, "current_password".to_owned()));
        assert!(log_in(&desk, PASSWORD).await.is_some());
    }

    async fn guessing_from_an_open_session_is_slowed_down(desk: Held) {
        let maya = &desk.agents[0];
        for _ in 0..10 {
            assert_eq!(change(maya, "guess", NEW).await.status, 400);
        }
        let refused = change(maya, PASSWORD, NEW).await;
        assert_eq!((refused.status.as_u16(), &refused.headers["ratelimit-remaining"]), (429, &"0".parse().unwrap()));
        assert_eq!(refused.headers["ratelimit-reset"], refused.headers["retry-after"]);
    }

    async fn of_two_changes_at_once_one_wins(desk: Desk) {
        let (one, two) = (log_in(&desk, PASSWORD).await, log_in(&desk, PASSWORD).await);
        let (one, two) = (one.unwrap(), two.unwrap());
        let (a, b) = tokio::join!(change(&one, PASSWORD, NEW), change(&two, PASSWORD, NEW));
        // The other finds the password changed, or its session ended.
        let done = [a.status, b.status].iter().filter(|s| s.is_success()).count();
        assert_eq!(done, 1, "{} {}", a.text, b.text);
        assert!(is_in(&one).await != is_in(&two).await);
    }
}
