//! Test data: the same for the same numbers, believable, and never twice.

use super::desk::{Bare, OPENED};
use super::engine::{Engine, on_each_engine};
use robindesk_protocol::{OrderPage, OrderStatus, TicketPage};
use robindesk_server::ops::seed::{Plan, SeedError, seed};
use std::collections::BTreeSet;

fn small() -> Plan {
    Plan { orders: 60, ..Plan::demo(OPENED) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_numbers_make_the_same_desk_on_either_engine() {
    let mut views = Vec::new();
    for engine in [Engine::Sqlite, Engine::Sqlite, Engine::Postgres] {
        let Some(desk) = Bare::on(engine).await else { continue };
        let seeded = seed(desk.running.app(), &small()).await.unwrap();
        let admin = desk.client(&seeded.super_admin).await;
        let tickets = admin.get("/api/crm/tickets?limit=200&sort=created").await;
        let messages = admin.get("/api/crm/tickets/7/messages").await;
        views.push((tickets.text, messages.text));
    }
    assert!(views.windows(2).all(|pair| pair[0] == pair[1]));
}

on_each_engine! {
    async fn every_agent_has_an_inbox_with_people_who_wait(desk: Bare) {
        let seeded = seed(desk.running.app(), &Plan::demo(OPENED)).await.unwrap();
        let made = (seeded.agents.len(), seeded.brands.len(), seeded.creators.len());
        assert_eq!(made, (5, 12, 20));
        for agent in &seeded.agents {
            let agent = desk.client(agent).await;
            let path = "/api/crm/tickets/my?status=open,in_progress&limit=200";
            let page: TicketPage = agent.get(path).await.data();
            let waiting = page.tickets.iter().filter(|t| t.waiting_since.is_some()).count();
            assert!(page.tickets.len() >= 10 && waiting >= 5, "{waiting}, {}", page.tickets.len());
        }
        let admin = desk.client(&seeded.admin).await;
        let orders: OrderPage = admin.get("/api/orders?limit=200").await.data();
        let tickets: TicketPage = admin.get("/api/crm/tickets?limit=200").await.data();
        assert_eq!((orders.paging.total, tickets.paging.total), (300, 300));
        let of: BTreeSet<_> = tickets.tickets.iter().map(|t| t.order_id).collect();
        assert_eq!(of.len(), 200, "one ticket for each order");
        let statuses: BTreeSet<OrderStatus> = orders.orders.iter().map(|o| o.status).collect();
        assert!(statuses.len() >= 5, "{statuses:?}");
    }

    async fn a_desk_is_seeded_once_and_only_with_somebody_to_order(desk: Bare) {
        let app = desk.running.app();
        let error = seed(app, &Plan { brands: 0, ..small() }).await.unwrap_err();
        assert!(matches!(error, SeedError::NobodyToOrder), "{error}");
        let plan = Plan { agents: 0, orders: 20, ..small() };
        assert_eq!(seed(app, &plan).await.unwrap().orders, 20, "without agents they wait");
        let error = seed(app, &small()).await.unwrap_err();
        assert!(matches!(error, SeedError::NotEmpty(_)), "{error}");
    }
}
