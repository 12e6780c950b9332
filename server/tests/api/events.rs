//! The stream: order, resume, visibility, and the end.

use super::desk::Desk;
use super::engine::on_each_engine;
use super::stream::Stream;
use robindesk_protocol::EventKind;
use serde_json::{Value, json};
use std::time::Duration;

on_each_engine! {
    async fn an_order_is_on_the_agents_stream_at_once_and_in_order(desk: Desk) {
        let mut stream = Stream::open(&desk.agents[0], None, "").await;
        let placed = desk.brand_a.place(&Desk::new_order()).await;
        let mut events = Vec::new();
        for _ in 0..3 {
            events.push(stream.event().await);
        }
        let kinds: Vec<_> = events.iter().map(|e| e.kind).collect();
        let road = [EventKind::OrderCreated, EventKind::TicketCreated, EventKind::MessageCreated];
        assert_eq!(kinds, road);
        assert!(events.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1));
        assert!(events.iter().all(|e| e.ticket_id == Some(placed.ticket.id)));
        let row = events[1].data.ticket.as_ref().unwrap();
        assert_eq!(row.order.as_ref().unwrap().brand.name, "Acme Co");
    }

    async fn after_a_break_nothing_is_missed_and_nothing_comes_twice(desk: Desk) {
        let agent = desk.agents[0].clone();
        let mut stream = Stream::open(&agent, None, "").await;
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let first = stream.event().await.seq;
        drop(stream);
        for n in 0..300 {
            desk.brand_a.write(ticket, &format!("{n}"), None).await;
        }
        let desk = desk.restart().await;
        let mut stream = Stream::open(&agent, Some(first), "").await;
        desk.brand_a.write(ticket, "last", None).await;
        let mut last = first;
        loop {
            let event = stream.event().await;
            assert_eq!(event.seq, last + 1);
            last = event.seq;
            if event.data.message.is_some_and(|m| m.message_text == "last") {
                break;
            }
        }
    }

    async fn a_party_hears_of_its_own_lanes_and_of_no_other_order(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let start = Some(0);
        desk.agents[0].write(ticket, "canary-staff", Some("staff")).await;
        desk.agents[0].write(ticket, "canary-creator", Some("creator")).await;
        desk.agents[0].write(ticket, "for the brand", Some("brand")).await;
        let mut stream = Stream::open(&desk.brand_a, start, "").await;
        let mut seen = String::new();
        while !seen.contains("for the brand") {
            seen.push_str(&stream.frame().await.unwrap());
        }
        assert!(!seen.contains("canary") && !seen.contains("waiting_since"), "{seen}");
        assert!(!seen.contains("lena@lena.example"));
        // The outsider hears nothing of all that: its first event is its own order.
        let mut outsider = Stream::open(&desk.brand_b, start, "").await;
        let mut order = Desk::new_order();
        order.brand_id = robindesk_protocol::BrandId(2);
        let own = desk.brand_b.place(&order).await;
        assert_eq!(outsider.event().await.order_id, Some(own.order.id));
    }

    async fn a_stream_of_one_ticket_is_of_that_ticket(desk: Desk) {
        let (one, two) = (
            desk.brand_a.place(&Desk::new_order()).await.ticket.id,
            desk.brand_a.place(&Desk::new_order()).await.ticket.id,
        );
        let query = format!("?ticket={two}");
        let mut stream = Stream::open(&desk.agents[0], None, &query).await;
        desk.brand_a.write(one, "not this", None).await;
        desk.brand_a.write(two, "this", None).await;
        assert_eq!(stream.event().await.ticket_id, Some(two));
        let path = format!("/api/events{query}");
        assert_eq!(desk.brand_b.get(&path).await.status, 404);
    }

    async fn from_another_desk_or_too_long_ago_is_a_reset(desk: Desk) {
        let mut stream = Stream::open(&desk.agents[0], None, "").await;
        desk.brand_a.place(&Desk::new_order()).await;
        stream.event().await;
        stream.event().await;
        let newest = stream.event().await.seq;
        for ahead in [1, 40, 1_000_000] {
            let mut stream = Stream::open(&desk.agents[0], Some(newest + ahead), "").await;
            let frame = stream.frame().await.unwrap();
            assert!(frame.contains("event: reset"), "{frame}");
        }
        let mut stream = Stream::open(&desk.agents[0], Some(newest), "").await;
        desk.brand_a.place(&Desk::new_order()).await;
        assert_eq!(stream.event().await.seq, newest + 1, "nothing was missed");
        let headers = [("Last-Event-ID", "yesterday")];
        let odd = desk.agents[0].send(reqwest::Method::GET, "/api/events", &headers, None).await;
        assert_eq!(odd.fault(), (400, "Last-Event-ID".to_owned()));
    }

    async fn a_stream_ends_with_its_session_and_no_other(desk: Desk) {
        let mut mine = Stream::open(&desk.agents[0], None, "").await;
        let mut others = Stream::open(&desk.agents[1], None, "").await;
        desk.agents[0].post("/api/auth/logout", &json!({})).await.data::<Value>();
        while mine.frame().await.is_some() {}
        desk.brand_a.place(&Desk::new_order()).await;
        assert_eq!(others.event().await.kind, EventKind::OrderCreated);
    }

    async fn a_stop_ends_the_streams(desk: Desk) {
        let mut stream = Stream::open(&desk.agents[0], None, "").await;
        desk.brand_a.post("/api/orders", &json!(Desk::new_order())).await.data::<Value>();
        stream.event().await;
        // What a stop may take, with a stream that would go on for ever.
        let stop = tokio::time::timeout(Duration::from_secs(10), desk.running.stop());
        stop.await.expect("it is gone in time");
        while stream.frame().await.is_some() {}
    }
}
