//! Staff that goes, over HTTP: suspended, removed, or giving its tickets away; and what becomes of its
//! work.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use super::staff::{AGENTS, log_in, path, seen};
use futures_util::future::join_all;
use robindesk_protocol::{
    AgentAnswer, AgentPage, AgentPassword, AssignmentHistory, AuditPage, Code, HandedOut,
    HistoryPage, StatsAnswer, TicketAnswer, TicketId, TokenPair,
};
use robindesk_server::store::read::invariants;
use serde_json::{Value, json};

async fn suspend(desk: &Desk, agent: &Client) {
    let body = json!({"status": "suspended"});
    desk.super_admin.put(&path(agent, "/status"), &body).await.data::<AgentAnswer>();
}

on_each_engine! {
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
        // Each step of that was counted where it happened: no number is off by it, for good.
        let stats: StatsAnswer = desk.admin.get("/api/admin/stats").await.data();
        assert_eq!((stats.stats.tickets.unassigned, stats.stats.tickets.open), (0, 30));
        let rules = invariants::all(&desk.running.app().store).await.unwrap();
        let broken: Vec<_> = rules.into_iter().filter(|rule| !rule.broken.is_empty()).collect();
        assert_eq!(broken, []);

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

    async fn tickets_are_handed_out_in_one_piece_and_every_one_says_why(desk: Desk) {
        for _ in 0..9 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let (maya, path) = (&desk.agents[0], path(&desk.agents[0], "/tickets/hand_out"));
        let some: HandedOut = desk.admin.post(&path, &json!({"ticket_ids": [4, "5", 987_654]})).await.data();
        let names: Vec<_> = some.moved.iter().map(|m| (m.ticket_id.0, m.agent.is_some())).collect();
        assert_eq!((names, some.stayed), (vec![(4, true)], vec![TicketId(5)]));
        assert_eq!(some.unknown, [TicketId(987_654)]);
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
