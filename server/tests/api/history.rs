//! A ticket's history, why it went to whom it went, and an agent's tickets.

use super::desk::Desk;
use super::engine::on_each_engine;
use EventKind::{MessageCreated, OrderCreated, OrderUpdated, TicketCreated};
use robindesk_protocol::{AssignmentHistory, EventKind, HistoryPage, Outcome, TicketPage};
use serde_json::{Value, json};

on_each_engine! {
    async fn the_history_holds_everything_in_order(desk: Desk) {
        let placed = desk.brand_a.place(&Desk::new_order()).await;
        desk.brand_a.place(&Desk::new_order()).await;
        let (ticket, order) = (placed.ticket.id, placed.order.id);
        desk.brand_a.write(ticket, "When?", None).await;
        desk.agents[0].write(ticket, "a note", Some("staff")).await;
        let confirmed = json!({"status": "confirmed"});
        desk.creator_a.put(&format!("/api/orders/{order}/status"), &confirmed).await.data::<Value>();
        let path = format!("/api/crm/tickets/{ticket}/history");
        let whole: HistoryPage = desk.agents[1].get(&path).await.data();
        let kinds: Vec<EventKind> = whole.events.iter().map(|e| e.kind).collect();
        assert_eq!(kinds[..5], [OrderCreated, TicketCreated, MessageCreated, MessageCreated, MessageCreated]);
        assert!(kinds[5..].contains(&OrderUpdated) && kinds[5..].contains(&MessageCreated));
        assert_eq!(whole.paging.total, whole.events.len() as u64);
        assert!(whole.events.iter().all(|e| e.ticket_id == Some(ticket)));

        let mut walked = Vec::new();
        let mut query = "?limit=2".to_owned();
        loop {
            let page: HistoryPage = desk.agents[1].get(&format!("{path}{query}")).await.data();
            walked.extend(page.events);
            let Some(cursor) = page.paging.next_cursor else { break };
            query = format!("?limit=2&cursor={cursor}");
        }
        assert_eq!(walked, whole.events);
        let page: HistoryPage = desk.agents[1].get(&format!("{path}?limit=1&offset=1")).await.data();
        assert_eq!(page.events[0].kind, TicketCreated);
    }

    async fn why_me_is_answered_with_names_and_a_sentence(desk: Desk) {
        let away = json!({"agent_status": "away"});
        desk.agents[2].put("/api/crm/agent/status", &away).await.data::<Value>();
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{ticket}/history/assignment");
        let answer: AssignmentHistory = desk.agents[0].get(&path).await.data();
        let [record] = &answer.decisions[..] else { panic!("one decision: {answer:?}") };
        assert_eq!((record.number, record.agent_name.as_str()), (1, "maya"));
        assert!(record.why.starts_with("maya was next in turn, ahead of one other. Skipped: "));
        assert!(record.why.contains("omar was not available"), "{}", record.why);
        let noor = record.considered.iter().find(|c| c.name == "noor").unwrap();
        assert_eq!((noor.outcome, noor.why.as_str()), (Outcome::LaterInTurn, "comes later in turn"));
    }

    async fn an_agents_tickets_are_listed_like_any_others(desk: Desk) {
        for _ in 0..4 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        desk.admin.put("/api/crm/tickets/4/status", &json!({"status": "resolved"})).await.data::<Value>();
        let agent = desk.agents[0].me().id;
        let path = format!("/api/crm/agent/{agent}/tickets");
        let all: TicketPage = desk.agents[1].get(&path).await.data();
        let open: TicketPage = desk.agents[1].get(&format!("{path}?status=open")).await.data();
        assert_eq!((all.paging.total, open.paging.total), (2, 1));
        assert!(all.tickets.iter().all(|t| t.agent.as_ref().is_some_and(|a| a.id == agent)));
        for path in [format!("{path}?agent_id=none"), "/api/crm/tickets/my?agent_id=none".to_owned()] {
            assert_eq!(desk.admin.get(&path).await.fault(), (400, "agent_id".to_owned()));
        }
        let brand = desk.brand_a.me().id;
        for nobody in [brand.to_string(), "999".to_owned()] {
            let answer = desk.admin.get(&format!("/api/crm/agent/{nobody}/tickets")).await;
            assert_eq!(answer.problem().status, 404);
        }
        assert_eq!(desk.admin.get("/api/crm/agent/x/tickets").await.fault(), (400, "agent_id".to_owned()));
    }

    async fn odd_questions_are_refused_by_name(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        for (query, field) in [("limit=0", "limit"), ("cursor=x", "cursor"), ("until=1", "until")] {
            let answer = desk.admin.get(&format!("/api/crm/tickets/1/history?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{query}");
        }
        for path in ["history", "history/assignment"] {
            let answer = desk.admin.get(&format!("/api/crm/tickets/999/{path}")).await;
            assert_eq!(answer.problem().status, 404);
        }
    }
}
