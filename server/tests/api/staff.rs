//! Staff over HTTP: listed, made, changed, let in, and who of it is here.

use super::client::{Answer, Client};
use super::desk::{Desk, Held};
use super::engine::on_each_engine;
use futures_util::future::join_all;
use reqwest::Method;
use robindesk_protocol::{
    Agent, AgentAnswer, AgentPage, AgentPassword, Code, SessionList, TicketId, TokenPair, UserType,
};
use serde_json::{Value, json};
use std::time::Duration;

pub const AGENTS: &str = "/api/admin/agents";

pub fn path(agent: &Client, what: &str) -> String {
    format!("{AGENTS}/{}{what}", agent.me().id)
}

pub async fn seen(desk: &Desk, agent: &Client) -> Agent {
    desk.admin.get(&path(agent, "")).await.data::<AgentAnswer>().agent
}

pub async fn log_in(desk: &Desk, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    desk.nobody.post("/api/auth/login", &body).await
}

on_each_engine! {
    async fn staff_is_listed_and_found(desk: Desk) {
        let page: AgentPage = desk.admin.get(AGENTS).await.data();
        assert_eq!((page.agents.len(), page.paging.total), (5, 5));
        assert!(page.agents.iter().all(|a| a.user.user_type.is_staff() && a.last_seen_at.is_some()));
        for (query, total) in [
            ("user_type=admin,super_admin", 2),
            ("q=MAYA", 1),
            ("q=desk.example&user_type=agent", 3),
            ("status=suspended", 0),
            ("q=100%25", 0),
        ] {
            let page: AgentPage = desk.admin.get(&format!("{AGENTS}?{query}")).await.data();
            assert_eq!(page.paging.total, total, "{query}");
        }
        let mut path = format!("{AGENTS}?limit=2");
        let mut names = Vec::new();
        loop {
            let page: AgentPage = desk.admin.get(&path).await.data();
            names.extend(page.agents.into_iter().map(|a| a.user.name));
            let Some(cursor) = page.paging.next_cursor else { break };
            path = format!("{AGENTS}?limit=2&cursor={cursor}");
        }
        assert_eq!(names, ["maya", "noor", "omar", "Ines", "Uma"]);
        for (query, field) in [
            ("user_type=brand", "user_type"),
            ("status=gone", "status"),
            ("cursor=x", "cursor"),
            ("name=x", "name"),
        ] {
            let answer = desk.admin.get(&format!("{AGENTS}?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
        let brand = format!("{AGENTS}/{}", desk.brand_a.me().id);
        assert_eq!(desk.admin.get(&brand).await.status, 404);
    }

    async fn a_new_agent_comes_in_with_the_password_that_was_told_once(desk: Desk) {
        let body = json!({"email": "Zoe@desk.example", "name": "Zoe", "phone": "+1 555 0199"});
        let key = [("idempotency-key", "zoe")];
        let create = || desk.super_admin.send(Method::POST, AGENTS, &key, Some(body.to_string()));
        let first = create().await;
        assert_eq!(first.status, 201);
        assert_eq!(first.headers["cache-control"], "no-store");
        let AgentPassword { agent, password } = first.data();
        let password = password.unwrap();
        assert_eq!((agent.user.email.as_str(), agent.user.user_type), ("zoe@desk.example", UserType::Agent));
        assert_eq!((agent.takes_tickets, agent.max_open_tickets, agent.version), (true, None, 1));
        let again = create().await;
        assert_eq!(again.headers["idempotent-replayed"], "true");
        let again: AgentPassword = again.data();
        assert_eq!((again.agent.user.id, again.password), (agent.user.id, None));
        log_in(&desk, "zoe@desk.example", &password).await.data::<TokenPair>();

        let taken = desk.super_admin.post(AGENTS, &body).await;
        assert_eq!(taken.problem().code, Code::Conflict);
        for (body, field) in [
            (json!({"email": "x", "name": "X"}), "email"),
            (json!({"email": "x@desk.example", "name": " "}), "name"),
            (json!({"email": "x@desk.example", "name": "x\ny"}), "name"),
            (json!({"email": "x@desk.example", "name": "X", "user_type": "brand"}), "user_type"),
            (json!({"email": "x@desk.example", "name": "X", "password": "short"}), "password"),
            (json!({"email": "x@desk.example", "name": "X", "phone": "x".repeat(41)}), "phone"),
            (json!({"email": "x@desk.example", "name": "X", "status": "active"}), "status"),
        ] {
            let answer = desk.super_admin.post(AGENTS, &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
    }

    async fn what_is_left_out_stays_and_what_is_null_goes(desk: Desk) {
        let noor = &desk.agents[1];
        let put = |body: Value| {
            let path = path(noor, "");
            let who = desk.super_admin.clone();
            async move { who.put(&path, &body).await }
        };
        let body = json!({"name": "Noor H.", "max_open_tickets": 3, "version": 1});
        let agent = put(body).await.data::<AgentAnswer>().agent;
        assert_eq!((agent.user.name.as_str(), agent.max_open_tickets), ("Noor H.", Some(3)));
        assert_eq!((agent.phone.as_deref(), agent.version), (Some("+1 555 0100"), 2));
        let stale = put(json!({"name": "Other", "version": 1})).await.problem();
        assert_eq!((stale.code, stale.detail.contains('2')), (Code::Conflict, true));
        let body = json!({"phone": null, "max_open_tickets": null, "takes_tickets": false});
        let agent = put(body).await.data::<AgentAnswer>().agent;
        assert_eq!((agent.phone, agent.max_open_tickets, agent.takes_tickets), (None, None, false));
        assert_eq!(seen(&desk, noor).await.user.name, "Noor H.");
        for (body, field) in [
            (json!({"max_open_tickets": 0}), "max_open_tickets"),
            (json!({"max_open_tickets": -1}), "max_open_tickets"),
            (json!({"user_type": "creator"}), "user_type"),
            (json!({"name": ""}), "name"),
            (json!({"name": "x\u{9b}y"}), "name"),
            (json!({"email": "x@desk.example"}), "email"),
        ] {
            assert_eq!(put(body).await.fault(), (400, field.to_owned()));
        }
        let next = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap();
        let after = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap();
        assert!(next.id != noor.me().id && after.id != noor.me().id, "it takes no tickets now");
    }

    async fn of_two_admins_at_once_the_second_is_told(desk: Desk) {
        let put = |name: &str| {
            let body = json!({"name": name, "version": 1});
            let (who, path) = (desk.super_admin.clone(), path(&desk.agents[0], ""));
            async move { who.put(&path, &body).await.status.as_u16() }
        };
        let mut told = join_all([put("One"), put("Two")]).await;
        told.sort_unstable();
        assert_eq!(told, [200, 409]);
    }

    async fn another_type_is_another_token(desk: Desk) {
        let maya = &desk.agents[0];
        let answer = desk.super_admin.put(&path(maya, ""), &json!({"user_type": "admin"})).await;
        assert_eq!(answer.data::<AgentAnswer>().agent.user.user_type, UserType::Admin);
        assert_eq!(maya.get("/api/auth/me").await.status, 401);
    }

    async fn a_super_admin_resets_passwords_and_ends_sessions(desk: Desk) {
        let maya = &desk.agents[0];
        let sessions = path(maya, "/sessions");
        let list: SessionList = desk.super_admin.get(&sessions).await.data();
        assert_eq!(list.sessions.len(), 1);
        desk.super_admin.delete(&sessions).await.data::<Value>();
        assert_eq!(maya.get("/api/auth/me").await.status, 401);
        let list: SessionList = desk.super_admin.get(&sessions).await.data();
        assert!(list.sessions.is_empty());

        let reset: AgentPassword =
            desk.super_admin.put(&path(maya, "/password"), &json!({})).await.data();
        let answer = log_in(&desk, "maya@desk.example", &reset.password.unwrap()).await;
        answer.data::<TokenPair>();
        let body = json!({"password": "chosen by the owner"});
        let reset: AgentPassword =
            desk.super_admin.put(&path(maya, "/password"), &body).await.data();
        assert_eq!(reset.password, None);
        log_in(&desk, "maya@desk.example", "chosen by the owner").await.data::<TokenPair>();
        let short = desk.super_admin.put(&path(maya, "/password"), &json!({"password": "x"})).await;
        assert_eq!(short.fault(), (400, "password".to_owned()));
        let brand = format!("{AGENTS}/{}/password", desk.brand_a.me().id);
        assert_eq!(desk.super_admin.put(&brand, &json!({})).await.status, 404);
    }

    async fn who_is_here_and_on_what_is_told_to_the_minute(desk: Held) {
        let maya = &desk.agents[0];
        desk.brand_a.place(&Desk::new_order()).await;
        assert_eq!(seen(&desk, maya).await.current_ticket, None);
        desk.later_by(Duration::from_mins(10));
        let looks = json!({"state": "viewing"});
        maya.post("/api/crm/tickets/1/presence", &looks).await.data::<Value>();
        let agent = seen(&desk, maya).await;
        let now = desk.running.app().clock.now();
        assert_eq!((agent.current_ticket, agent.last_seen_at), (Some(TicketId(1)), Some(now)));
        let page: AgentPage = desk.admin.get(AGENTS).await.data();
        assert_eq!(page.agents[0].current_ticket, Some(TicketId(1)));
        assert!(page.agents[1].last_seen_at < Some(now), "nobody has heard of her");
        let left = json!({"state": "left"});
        maya.post("/api/crm/tickets/1/presence", &left).await.data::<Value>();
        assert_eq!(seen(&desk, maya).await.current_ticket, None);
    }
}
