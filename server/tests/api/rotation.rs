//! The rotation under load and across a restart.

use super::desk::Desk;
use super::engine::on_each_engine;
use futures_util::future::join_all;
use robindesk_protocol::{OrderId, UserId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

on_each_engine! {
    async fn a_thousand_orders_at_once_are_a_thousand_tickets_shared_fairly(desk: Desk) {
        let order = Desk::new_order();
        let mut counts: BTreeMap<UserId, usize> = BTreeMap::new();
        let (mut orders, mut tickets) = (BTreeSet::<OrderId>::new(), BTreeSet::new());
        for _ in 0..4 {
            for placed in join_all((0..250).map(|_| desk.brand_a.place(&order))).await {
                *counts.entry(placed.ticket.agent.unwrap().id).or_default() += 1;
                orders.insert(placed.order.id);
                tickets.insert(placed.ticket.id);
                assert_eq!(placed.ticket.order_id, placed.order.id);
            }
        }
        assert_eq!((orders.len(), tickets.len()), (1_000, 1_000));
        assert_eq!(orders.last(), Some(&OrderId(1_000)));
        let (most, least) = (counts.values().max().unwrap(), counts.values().min().unwrap());
        assert!(counts.len() == 3 && most - least <= 1, "{counts:?}");
        assert_eq!(desk.admin.tickets("limit=1").await.paging.total, 1_000);
    }

    async fn nobody_there_loses_no_order_and_whoever_comes_gets_the_oldest_first(desk: Desk) {
        let path = "/api/crm/agent/status";
        for agent in &desk.agents {
            agent.put(path, &json!({"agent_status": "away"})).await.data::<Value>();
        }
        for _ in 0..5 {
            assert!(desk.brand_a.place(&Desk::new_order()).await.ticket.agent.is_none());
        }
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 5);
        let desk = desk.restart().await;
        let back = &desk.agents[1];
        back.put(path, &json!({"agent_status": "available"})).await.data::<Value>();
        assert_eq!(back.tickets("agent_id=me").await.paging.total, 5);
        assert_eq!(desk.admin.tickets("agent_id=none").await.paging.total, 0);
    }

    async fn a_ticket_that_a_party_reopens_without_an_agent_is_handed_out_at_once(desk: Desk) {
        let path = "/api/crm/agent/status";
        for agent in &desk.agents {
            agent.put(path, &json!({"agent_status": "away"})).await.data::<Value>();
        }
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let resolved = json!({"status": "resolved"});
        desk.admin.put(&format!("/api/crm/tickets/{id}/status"), &resolved).await.data::<Value>();
        let back = &desk.agents[2];
        back.put(path, &json!({"agent_status": "available"})).await.data::<Value>();
        assert_eq!(desk.admin.ticket(id).await.agent, None);
        desk.brand_a.write(id, "One more thing", None).await;
        assert_eq!(desk.admin.ticket(id).await.agent.unwrap().id, back.me().id);
    }

    async fn a_ticket_that_lost_its_agent_goes_to_the_one_whose_turn_it_is(desk: Desk) {
        let mut tickets = Vec::new();
        for _ in 0..4 {
            tickets.push(desk.brand_a.place(&Desk::new_order()).await.ticket.id);
        }
        // The last one to write is known to the batch that opens the ticket again, and nobody else is.
        let (first, fourth) = (tickets[0], tickets[3]);
        desk.agents[2].write(first, "Done?", Some("staff")).await;
        desk.agents[1].write(fourth, "Done?", Some("staff")).await;
        let resolved = json!({"ticket_ids": [first, fourth], "set": {"status": "resolved"}});
        desk.admin.post("/api/crm/tickets/bulk", &resolved).await.data::<Value>();
        let gone = format!("/api/admin/agents/{}/status", desk.agents[0].me().id);
        desk.super_admin.put(&gone, &json!({"status": "suspended"})).await.data::<Value>();

        let path = format!("/api/crm/tickets/{first}/status");
        desk.admin.put(&path, &json!({"status": "open"})).await.data::<Value>();
        assert_eq!(desk.admin.ticket(first).await.agent.unwrap().id, desk.agents[1].me().id);
        let open = json!({"ticket_ids": [fourth], "set": {"status": "in_progress"}});
        desk.admin.post("/api/crm/tickets/bulk", &open).await.data::<Value>();
        assert_eq!(desk.admin.ticket(fourth).await.agent.unwrap().id, desk.agents[2].me().id);
    }

    async fn a_wrong_count_of_those_that_wait_stops_nobody(desk: Desk) {
        let mut conn = desk.running.app().store.connect().await.unwrap();
        let wrong = "UPDATE head SET waiting = waiting + 3";
        assert_eq!(conn.run(wrong, vec![]).await.ok(), Some(1));
        let first = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        assert!(desk.admin.ticket(first).await.agent.is_some());
        assert!(desk.brand_a.place(&Desk::new_order()).await.ticket.agent.is_some());
    }

    async fn the_turn_survives_a_restart(desk: Desk) {
        let first = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap().id;
        let desk = desk.restart().await;
        let second = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap().id;
        assert_eq!((first, second), (desk.agents[0].me().id, desk.agents[1].me().id));
    }
}
