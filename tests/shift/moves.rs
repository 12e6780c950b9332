//! An admin moves all that somebody holds, however much that is.

use crate::screen::Screen;
use crate::service::Service;
use robindesk_protocol::{BulkUpdate, UserId};
use robindesk_server::clock::Clock;
use robindesk_server::ops::seed::Plan;
use std::collections::BTreeMap;

impl Service {
    /// Who holds how many tickets that are not resolved, by the log.
    async fn held(&self) -> BTreeMap<Option<UserId>, usize> {
        let mut tickets = BTreeMap::new();
        for event in self.log().await {
            tickets.extend(event.data.ticket.map(|ticket| (ticket.id, ticket)));
        }
        let mut held = BTreeMap::new();
        for ticket in tickets.into_values().filter(|ticket| ticket.status.is_unresolved()) {
            *held.entry(ticket.agent.map(|agent| agent.id)).or_default() += 1;
        }
        held
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_tickets_than_one_call_takes_go_to_somebody_by_hand() {
    let plan = Plan { agents: 1, orders: 1_300, ..Plan::demo(Clock::System.now()) };
    let service = Service::with(&plan).await;
    let (from, admin) = (service.seeded.agents[0].clone(), service.seeded.admin.clone());
    let before = service.held().await;
    let all = before[&Some(from.id)];
    assert!(all > BulkUpdate::MAX, "{before:?}");
    let machine = service.machine("admin", &admin, service.addr()).await;
    let mut screen = Screen::open(machine, (120, 40));
    screen.until("● live").await;
    screen.keys("5");
    screen.until(&from.name).await;
    screen.keys("/").types(&from.name).keys("enter m");
    screen.until(&format!("enter move all {all}")).await;
    screen.keys("enter");
    screen.until(&format!("Move {all} tickets")).await;
    screen.types(&admin.name).keys("enter");
    screen.until(&format!("{all} of {all} given to {}", admin.name)).await;
    let after = service.held().await;
    assert_eq!(after.get(&Some(from.id)), None);
    let had = before.get(&Some(admin.id)).copied().unwrap_or_default();
    assert_eq!(after[&Some(admin.id)], all + had);
    screen.close().await;
    service.stop().await;
}
