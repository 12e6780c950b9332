//! Test data: the same for the same numbers, believable, and never twice.

use crate::desk::{Desk, OPENED};
use robindesk_protocol::{OrderPage, OrderStatus, TicketPage};
use robindesk_server::auth;
use robindesk_server::ops::seed::{Plan, SeedError, Seeded, seed};
use std::collections::BTreeSet;
use std::time::Duration;

fn small() -> Plan {
    Plan { orders: 120, ..Plan::demo(OPENED) }
}

async fn seeded() -> (Desk, Seeded) {
    let desk = Desk::empty().await;
    let seeded = seed(desk.app(), &small()).await.unwrap();
    (desk, seeded)
}

async fn token(desk: &Desk, email: &str) -> String {
    auth::issue(desk.app(), email, Duration::from_hours(1)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_numbers_make_the_same_desk() {
    let mut views = Vec::new();
    for _ in 0..2 {
        let (desk, seeded) = seeded().await;
        let token = token(&desk, &seeded.super_admin.email).await;
        let admin = desk.bearer(Some(&token));
        let tickets = admin.get("/api/crm/tickets?limit=200&sort=created").await;
        let messages = admin.get("/api/crm/tickets/7/messages").await;
        views.push((tickets.text(), messages.text()));
    }
    assert_eq!(views[0], views[1]);
}

#[tokio::test]
async fn every_agent_has_an_inbox_with_people_who_wait() {
    let desk = Desk::empty().await;
    let seeded = seed(desk.app(), &Plan::demo(OPENED)).await.unwrap();
    assert_eq!((seeded.agents.len(), seeded.brands.len(), seeded.creators.len()), (5, 12, 20));
    for agent in &seeded.agents {
        let token = token(&desk, &agent.email).await;
        let path = "/api/crm/tickets/my?status=open,in_progress&limit=200";
        let page: TicketPage = desk.bearer(Some(&token)).get(path).await.data(200);
        let waiting = page.tickets.iter().filter(|t| t.waiting_since.is_some()).count();
        assert!(page.tickets.len() >= 10, "{} has {}", agent.name, page.tickets.len());
        assert!(waiting >= 5, "{waiting} wait for {}", agent.name);
    }
}

#[tokio::test]
async fn orders_are_in_many_statuses_with_a_ticket_each() {
    let (desk, seeded) = seeded().await;
    let token = token(&desk, &seeded.admin.email).await;
    let admin = desk.bearer(Some(&token));
    let orders: OrderPage = admin.get("/api/orders?limit=200").await.data(200);
    let tickets: TicketPage = admin.get("/api/crm/tickets?limit=200").await.data(200);
    assert_eq!((orders.paging.total, tickets.paging.total), (120, 120));
    let of: BTreeSet<_> = tickets.tickets.iter().map(|t| t.order_id).collect();
    assert_eq!(of.len(), 120, "one ticket per order");
    let statuses: BTreeSet<OrderStatus> = orders.orders.iter().map(|o| o.status).collect();
    assert!(statuses.len() >= 5, "{statuses:?}");
}

#[tokio::test]
async fn a_desk_is_not_seeded_twice() {
    let (desk, _) = seeded().await;
    let error = seed(desk.app(), &small()).await.unwrap_err();
    assert!(matches!(error, SeedError::NotEmpty(_)), "{error}");
    let error = seed(Desk::empty().await.app(), &Plan { brands: 0, ..small() }).await.unwrap_err();
    assert!(matches!(error, SeedError::NobodyToOrder), "{error}");
}

#[tokio::test]
async fn a_desk_without_agents_is_seeded_all_the_same() {
    let desk = Desk::empty().await;
    let plan = Plan { agents: 0, orders: 20, ..small() };
    assert_eq!(seed(desk.app(), &plan).await.unwrap().orders, 20);
}
