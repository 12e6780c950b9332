//! Staff over HTTP: made, changed, suspended, removed, and what becomes of its work.

use super::client::{Answer, Client};
use super::desk::{Desk, Held};
use super::engine::on_each_engine;
use futures_util::future::join_all;
use reqwest::Method;
use robindesk_protocol::{
    Agent, AgentAnswer, AgentPage, AgentPassword, AssignmentHistory, AuditPage, Code, HandedOut,
    HistoryPage, SessionList, TicketAnswer, TicketId, TokenPair, UserType,
};
use serde_json::{Value, json};
use std::time::Duration;

const AGENTS: &str = "/api/admin/agents";

fn path(agent: &Client, what: &str) -> String {
    format!("{AGENTS}/{}{what}", agent.me().id)
}

async fn seen(desk: &Desk, agent: &Client) -> Agent {
    desk.admin.get(&path(agent, "")).await.data::<AgentAnswer>().agent
}

async fn log_in(desk: &Desk, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    desk.nobody.post("/api/auth/login", &body).await
}

async fn suspend(desk: &Desk, agent: &Client) {
    let body = json!({"status": "suspended"});
    desk.super_admin.put(&path(agent, "/status"), &body).await.data::<AgentAnswer>();
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

    async fn who_is_suspended_is_out_at_once_and_its_work_goes_on(desk: Desk) {
        let orders = {
            let order = Desk::new_order();
            join_all((0..30).map(|_| desk.brand_a.place(&order))).await
        };
        let maya = desk.agents[0].clone();
        let resolved = maya.tickets("agent_id=me&sort=created").await.tickets[0].id;
        let path = format!("/api/crm/tickets/{resolved}/status");
        maya.put(&path, &json!({"status": "resolved"})).await.data::<TicketAnswer>();
        suspend(&desk, &maya).await;
        assert_eq!(maya.get("/api/auth/me").await.status, 401);
        let told = log_in(&desk, "maya@desk.example", super::super::desk::PASSWORD).await;
        assert_eq!(told.status, 401);
        let agent = seen(&desk, &maya).await;
        assert_eq!((agent.open_tickets, agent.user.status.as_str()), (0, "suspended"));
        let (noor, omar) = (seen(&desk, &desk.agents[1]).await, seen(&desk, &desk.agents[2]).await);
        assert_eq!(noor.open_tickets + omar.open_tickets, 29);
        assert!(noor.open_tickets.abs_diff(omar.open_tickets) <= 1);
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 0);

        // The party of what it had resolved comes back: somebody else answers.
        let order = orders.iter().find(|placed| placed.ticket.id == resolved).unwrap();
        desk.brand_a.write(order.ticket.id, "It is broken again", None).await;
        let ticket = desk.admin.ticket(resolved).await;
        assert_ne!(ticket.agent.map(|a| a.id), Some(maya.me().id));
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 0);

        let body = json!({"status": "active"});
        let path = format!("{AGENTS}/{}/status", maya.me().id);
        desk.super_admin.put(&path, &body).await.data::<AgentAnswer>();
        log_in(&desk, "maya@desk.example", super::super::desk::PASSWORD).await.data::<TokenPair>();
        assert_eq!(maya.get("/api/auth/me").await.status, 401, "its old sessions stay ended");
    }

    async fn suspended_under_load_each_of_its_tickets_is_found_with_another(desk: Desk) {
        const ORDERS: usize = 200;
        let (maya, order) = (desk.agents[0].clone(), Desk::new_order());
        let pour = async {
            for _ in 0..ORDERS / 20 {
                join_all((0..20).map(|_| desk.brand_a.place(&order))).await;
            }
        };
        let goes = async {
            while seen(&desk, &maya).await.open_tickets < 15 {
                tokio::task::yield_now().await;
            }
            suspend(&desk, &maya).await;
        };
        tokio::join!(pour, goes);
        let (mut moved, mut held) = (0, 0);
        for id in 1..=i64::try_from(ORDERS).unwrap() {
            let ticket = desk.admin.ticket(id).await;
            let holder = ticket.agent.expect("somebody was there all the time").id;
            assert_ne!(holder, maya.me().id, "ticket {id}");
            let path = format!("/api/crm/tickets/{id}/history/assignment");
            let record: AssignmentHistory = desk.admin.get(&path).await.data();
            let turns: Vec<_> = record.decisions.iter().map(|d| d.agent_id).collect();
            assert_eq!(turns.last().map(|last| last.0), Some(holder.0), "ticket {id}");
            if turns[0].0 == maya.me().id.0 {
                moved += 1;
                assert_eq!(turns.len(), 2, "ticket {id} went straight to the next in turn");
                let history: HistoryPage =
                    desk.admin.get(&format!("/api/crm/tickets/{id}/history")).await.data();
                let left = |e: &robindesk_protocol::Event| {
                    e.data.change.as_ref().is_some_and(|c| {
                        c.from == Some(maya.me().id.to_string())
                            && c.reason.as_deref() == Some("maya was suspended")
                    })
                };
                assert_eq!(history.events.iter().filter(|e| left(e)).count(), 1, "ticket {id}");
            }
        }
        for agent in &desk.agents[1..] {
            held += seen(&desk, agent).await.open_tickets as usize;
        }
        assert!(moved >= 15 && held == ORDERS, "{moved} moved, {held} held");
        assert_eq!(seen(&desk, &maya).await.open_tickets, 0);
    }

    async fn with_nobody_left_tickets_wait_for_whoever_comes(desk: Desk) {
        for _ in 0..6 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        for agent in &desk.agents {
            suspend(&desk, agent).await;
        }
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 6);
        let desk = desk.restart().await;
        desk.admin
            .put("/api/crm/agent/status", &json!({"agent_status": "available"}))
            .await
            .data::<Value>();
        assert_eq!(desk.admin.tickets("agent_id=me").await.paging.total, 6);
    }

    async fn a_removed_account_keeps_its_name_and_nothing_else(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let maya = desk.agents[0].clone();
        maya.write(id, "Hello from Maya", None).await;
        desk.super_admin.delete(&path(&maya, "")).await.data::<Value>();
        assert_eq!(desk.super_admin.delete(&path(&maya, "")).await.status, 404);
        assert_eq!(desk.admin.get(&path(&maya, "")).await.status, 404);
        assert_eq!(maya.get("/api/auth/me").await.status, 401);
        let page: AgentPage = desk.admin.get(AGENTS).await.data();
        assert_eq!(page.paging.total, 4);
        let said = desk.admin.messages(id).await.messages;
        let name = said.iter().find_map(|m| m.sender.as_ref()).map(|s| s.name.as_str());
        assert_eq!(name, Some("maya"));
        assert!(desk.admin.ticket(id).await.agent.is_some_and(|a| a.id != maya.me().id));
        // The address is free for whoever comes next.
        let body = json!({"email": "maya@desk.example", "name": "Maya Two"});
        let next: AgentPassword = desk.super_admin.post(AGENTS, &body).await.data();
        assert_ne!(next.agent.user.id, maya.me().id);
    }

    async fn the_last_super_admin_cannot_go(desk: Desk) {
        let owner = &desk.super_admin;
        let status = owner.put(&path(owner, "/status"), &json!({"status": "suspended"})).await;
        let gone = owner.delete(&path(owner, "")).await;
        let less = owner.put(&path(owner, ""), &json!({"user_type": "admin"})).await;
        for answer in [status, gone, less] {
            assert_eq!(answer.problem().code, Code::Conflict);
        }
        assert_eq!(owner.get("/api/auth/me").await.status, 200);
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

    async fn tickets_are_handed_out_in_one_piece_and_every_one_says_why(desk: Desk) {
        for _ in 0..9 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let (maya, path) = (&desk.agents[0], path(&desk.agents[0], "/tickets/hand_out"));
        let some: HandedOut = desk.admin.post(&path, &json!({"ticket_ids": [4, "5"]})).await.data();
        let names: Vec<_> = some.moved.iter().map(|m| (m.ticket_id.0, m.agent.is_some())).collect();
        assert_eq!((names, some.stayed), (vec![(4, true)], vec![TicketId(5)]));
        let record: AssignmentHistory =
            desk.admin.get("/api/crm/tickets/4/history/assignment").await.data();
        assert!(record.decisions[1].why.contains("maya gave it away"), "{record:?}");
        let all: HandedOut = desk.admin.post(&path, &json!({})).await.data();
        assert_eq!((all.moved.len(), seen(&desk, maya).await.open_tickets), (2, 0));
        let others = [seen(&desk, &desk.agents[1]).await, seen(&desk, &desk.agents[2]).await];
        assert_eq!(others[0].open_tickets + others[1].open_tickets, 9);
        let trail: AuditPage =
            desk.admin.get("/api/admin/audit?action=agent.tickets_handed_out").await.data();
        assert_eq!((trail.paging.total, trail.entries[0].subject.name.as_str()), (2, "maya"));
        for (body, field) in [
            (json!({"ticket_ids": []}), "ticket_ids"),
            (json!({"ticket_ids": vec![1; 501]}), "ticket_ids"),
            (json!({"ticket_ids": ["x"]}), "ticket_ids.0"),
            (json!({"agent_id": 5}), "agent_id"),
        ] {
            assert_eq!(desk.admin.post(&path, &body).await.fault(), (400, field.to_owned()));
        }
        let brand = format!("{AGENTS}/{}/tickets/hand_out", desk.brand_a.me().id);
        assert_eq!(desk.admin.post(&brand, &json!({})).await.status, 404);
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

    async fn thousands_of_tickets_go_in_one_piece(desk: Desk) {
        // More than one statement, one batch or one page holds.
        const MANY: usize = 1_500;
        for agent in &desk.agents[1..] {
            let away = json!({"agent_status": "away"});
            agent.put("/api/crm/agent/status", &away).await.data::<Value>();
        }
        let order = Desk::new_order();
        for _ in 0..MANY / 50 {
            join_all((0..50).map(|_| desk.brand_a.place(&order))).await;
        }
        assert_eq!(seen(&desk, &desk.agents[0]).await.open_tickets as usize, MANY);
        suspend(&desk, &desk.agents[0]).await;
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, u64::try_from(MANY).unwrap());
        let here = json!({"agent_status": "available"});
        for agent in &desk.agents[1..] {
            agent.put("/api/crm/agent/status", &here).await.data::<Value>();
        }
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 0);
        desk.super_admin.delete(&path(&desk.agents[1], "")).await.data::<Value>();
        let left = seen(&desk, &desk.agents[2]).await;
        assert_eq!(left.open_tickets as usize, MANY);
        assert_eq!(desk.agents[2].tickets("agent_id=me").await.paging.total, u64::try_from(MANY).unwrap());
    }
}
