//! Snoozed tickets: out of the inbox, and back on time.

use super::client::Client;
use super::desk::{Desk, Held};
use super::engine::on_each_engine;
use robindesk_protocol::{HistoryPage, TicketId};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Waits until the ticket is awake, for as long as an alarm may take on a busy machine.
async fn awake(agent: &Client, ticket: TicketId) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while agent.ticket(ticket).await.snoozed_until.is_some() {
        assert!(Instant::now() < deadline, "ticket {ticket} sleeps on");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn snooze(held: &Held, ticket: TicketId, time: Duration) {
    let now = held.running.app().clock.now();
    let until = now.plus_ms(i64::try_from(time.as_millis()).unwrap());
    let path = format!("/api/crm/tickets/{ticket}/snooze");
    held.agents[0].put(&path, &json!({"snoozed_until": until})).await.data::<Value>();
}

on_each_engine! {
    async fn a_snoozed_ticket_comes_back_on_time(desk: Held) {
        let agent = &desk.agents[0];
        let mut tickets = Vec::new();
        for minutes in [10, 20] {
            let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
            snooze(&desk, ticket, Duration::from_mins(minutes)).await;
            tickets.push(ticket);
        }
        let total = async |query: &str| agent.tickets(query).await.paging.total;
        assert_eq!((total("snoozed=true").await, total("snoozed=false").await), (2, 0));
        assert_eq!(total("").await, 2);
        desk.later_by(Duration::from_mins(11));
        awake(agent, tickets[0]).await;
        assert_eq!((total("snoozed=true").await, total("snoozed=false").await), (1, 1));
        let path = format!("/api/crm/tickets/{}/history", tickets[0]);
        let history: HistoryPage = agent.get(&path).await.data();
        let last = history.events.last().unwrap();
        let change = last.data.change.as_ref().unwrap();
        assert_eq!((change.field.as_str(), change.to.as_deref()), ("snoozed_until", None));
        assert!(last.actor.is_none());
        desk.later_by(Duration::from_mins(11));
        awake(agent, tickets[1]).await;
        let odd = agent.get("/api/crm/tickets?snoozed=maybe").await;
        assert_eq!(odd.fault(), (400, "snoozed".to_owned()));
    }

    async fn a_partys_message_wakes_it_at_once(desk: Held) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        snooze(&desk, ticket, Duration::from_hours(1)).await;
        desk.agents[0].write(ticket, "a note", Some("staff")).await;
        assert!(desk.agents[0].ticket(ticket).await.snoozed_until.is_some());
        desk.creator_a.write(ticket, "Here is the draft", None).await;
        assert_eq!(desk.agents[0].ticket(ticket).await.snoozed_until, None);
    }
}
