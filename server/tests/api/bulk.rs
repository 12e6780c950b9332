//! One change to many tickets: each ticket's own result, and no half-done ones.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{
    BulkAnswer, Code, EventKind, HistoryPage, Priority, TicketId, TicketStatus,
};
use serde_json::{Value, json};

const PATH: &str = "/api/crm/tickets/bulk";

async fn bulk(who: &Client, ids: &[i64], set: Value) -> Vec<(i64, Option<Code>)> {
    let answer = who.post(PATH, &json!({"ticket_ids": ids, "set": set})).await;
    let answer: BulkAnswer = answer.data();
    let result = |r: robindesk_protocol::BulkResult| {
        assert_eq!((r.ok, r.ok), (r.ticket.is_some(), r.problem.is_none()));
        (r.ticket_id.0, r.problem.map(|p| p.code))
    };
    answer.results.into_iter().map(result).collect()
}

on_each_engine! {
    async fn each_ticket_has_its_own_result_in_the_order_asked(desk: Desk) {
        for _ in 0..4 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let closed = json!({"status": "closed"});
        desk.admin.put("/api/crm/tickets/2/status", &closed).await.data::<Value>();
        let set = json!({"status": "resolved", "priority": "urgent", "add_tags": ["Late", "vip"]});
        let results = bulk(&desk.admin, &[4, 2, 99, 1, 4], set).await;
        let illegal = Some(Code::IllegalTransition);
        assert_eq!(results, [(4, None), (2, illegal), (99, Some(Code::NotFound)), (1, None)]);
        for id in [1, 4] {
            let ticket = desk.admin.ticket(id).await;
            assert_eq!((ticket.status, ticket.priority), (TicketStatus::Resolved, Priority::Urgent));
            assert_eq!(ticket.tags.unwrap(), ["late", "vip"]);
        }
        // Refused as a whole: nothing of it was done.
        let refused = desk.admin.ticket(2).await;
        assert_eq!((refused.status, refused.priority), (TicketStatus::Closed, Priority::Medium));
        assert_eq!(refused.tags.unwrap(), [""; 0]);
        let history: HistoryPage = desk.admin.get("/api/crm/tickets/1/history").await.data();
        let updates = history.events.iter().filter(|e| e.kind == EventKind::TicketUpdated);
        assert_eq!(updates.count(), 3);
        let results = bulk(&desk.admin, &[1, 4], json!({"remove_tags": ["late"]})).await;
        assert_eq!(results, [(1, None), (4, None)]);
        assert_eq!(desk.admin.ticket(1).await.tags.unwrap(), ["vip"]);
    }

    async fn an_agent_moves_its_own_and_an_admin_any(desk: Desk) {
        for _ in 0..3 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let to = desk.agents[1].me().id;
        let set = json!({"agent_id": to});
        let results = bulk(&desk.agents[0], &[1, 3], set.clone()).await;
        assert_eq!(results, [(1, None), (3, Some(Code::Forbidden))]);
        assert_eq!(bulk(&desk.admin, &[1, 2, 3], set).await.len(), 3);
        for id in 1..=3 {
            assert_eq!(desk.admin.ticket(id).await.agent.unwrap().id, to);
        }
        let nobody = bulk(&desk.admin, &[1], json!({"agent_id": desk.brand_a.me().id})).await;
        assert_eq!(nobody, [(1, Some(Code::ValidationFailed))]);
    }

    async fn five_hundred_at_once_are_one_commit(desk: Desk) {
        let order = Desk::new_order();
        futures_util::future::join_all((0..500).map(|_| desk.brand_a.place(&order))).await;
        let ids: Vec<i64> = (1..=500).collect();
        let results = bulk(&desk.admin, &ids, json!({"status": "closed"})).await;
        assert!(results.iter().all(|(_, refused)| refused.is_none()));
        assert_eq!(desk.admin.tickets("status=closed&limit=1").await.paging.total, 500);
        let last = desk.admin.ticket(TicketId(500)).await;
        assert_eq!(desk.admin.ticket(TicketId(1)).await.updated_at, last.updated_at);
    }

    async fn what_makes_no_sense_is_refused_by_name(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let many: Vec<i64> = (1..=501).collect();
        for (body, field) in [
            (json!({"ticket_ids": [], "set": {"priority": "low"}}), "ticket_ids"),
            (json!({"ticket_ids": many, "set": {"priority": "low"}}), "ticket_ids"),
            (json!({"ticket_ids": ["x"], "set": {"priority": "low"}}), "ticket_ids.0"),
            (json!({"ticket_ids": [1], "set": {}}), "set"),
            (json!({"ticket_ids": [1]}), "set"),
            (json!({"ticket_ids": [1], "set": {"priority": "extreme"}}), "set.priority"),
            (json!({"ticket_ids": [1], "set": {"add_tags": ["two words"]}}), "set.add_tags"),
            (json!({"ticket_ids": [1], "set": {"snooze": true}}), "set.snooze"),
        ] {
            let answer = desk.admin.post(PATH, &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{}", answer.text);
        }
        let tags: Vec<String> = (0..20).map(|n| format!("tag{n}")).collect();
        assert_eq!(bulk(&desk.admin, &[1], json!({"add_tags": tags})).await, [(1, None)]);
        let more = bulk(&desk.admin, &[1], json!({"add_tags": ["more"]})).await;
        assert_eq!(more, [(1, Some(Code::ValidationFailed))]);
    }
}
