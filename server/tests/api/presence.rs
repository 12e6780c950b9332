//! Who is looking at a ticket: told to staff alone, and forgotten.

use super::client::Client;
use super::desk::{Desk, Held};
use super::engine::on_each_engine;
use super::stream::Stream;
use robindesk_protocol::{PresenceEvent, PresenceState};
use serde_json::{Value, json};
use std::time::Duration;

/// The next word of presence.
async fn next(stream: &mut Stream) -> PresenceEvent {
    loop {
        let frame = stream.frame().await.expect("a frame");
        // What was committed just before the stream opened may come first.
        if let Some(data) = frame.strip_prefix("event: presence\ndata: ") {
            return serde_json::from_str(data).unwrap();
        }
        assert!(frame.contains("id: "), "{frame}");
    }
}

async fn show(who: &Client, state: &str) {
    let path = "/api/crm/tickets/1/presence";
    who.post(path, &json!({"state": state})).await.data::<Value>();
}

on_each_engine! {
    async fn staff_hear_of_each_other_and_parties_of_nobody(desk: Held) {
        let (maya, noor) = (&desk.agents[0], &desk.agents[1]);
        desk.brand_a.place(&Desk::new_order()).await;
        let mut party = Stream::open(&desk.brand_a, None, "").await;
        let mut early = Stream::open(noor, None, "").await;
        show(maya, "viewing").await;
        let seen = next(&mut early).await;
        assert_eq!((seen.actor.id, seen.data.state), (maya.me().id, PresenceState::Viewing));
        assert_eq!((seen.ticket_id.0, seen.order_id.0), (1, 1));
        show(maya, "typing").await;
        assert_eq!(next(&mut early).await.data.state, PresenceState::Typing);
        let mut late = Stream::open(noor, None, "?ticket=1").await;
        assert_eq!(next(&mut late).await.data.state, PresenceState::Typing);
        desk.later_by(Duration::from_secs(31));
        assert_eq!(next(&mut late).await.data.state, PresenceState::Left);
        desk.brand_a.write(1, "hello", None).await;
        let mut heard = String::new();
        while !heard.contains("hello") {
            heard.push_str(&party.frame().await.unwrap());
        }
        assert!(!heard.contains("presence"), "{heard}");
        let odd = maya.post("/api/crm/tickets/1/presence", &json!({"state": "asleep"})).await;
        assert_eq!(odd.fault(), (400, "state".to_owned()));
        let gone = maya.post("/api/crm/tickets/9/presence", &json!({"state": "left"})).await;
        assert_eq!(gone.problem().status, 404);
    }
}
