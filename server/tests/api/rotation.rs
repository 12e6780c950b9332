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

    async fn the_turn_survives_a_restart(desk: Desk) {
        let first = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap().id;
        let desk = desk.restart().await;
        let second = desk.brand_a.place(&Desk::new_order()).await.ticket.agent.unwrap().id;
        assert_eq!((first, second), (desk.agents[0].me().id, desk.agents[1].me().id));
    }
}
