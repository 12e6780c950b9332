//! The event stream through cuts, stalls, refusals and resets: no gap, nothing twice, right order.

use crate::console::{Console, Home};
use crate::fake::{Fake, Opening, block};
use robindesk::app::effect::Effect;
use robindesk::app::message::{Link, Message};

/// What the console was told, in short words, up to the event with this number.
async fn told(console: &mut Console, last: i64) -> Vec<String> {
    let mut told = Vec::new();
    console
        .wait(|message| {
            match message {
                Message::Link(Link::Live) => told.push("live".to_owned()),
                Message::Link(Link::Reconnecting { .. }) => told.push("broken".to_owned()),
                Message::Reset => told.push("reset".to_owned()),
                Message::Event(event) => {
                    told.push(event.seq.to_string());
                    return (event.seq == last).then_some(());
                }
                _ => {}
            }
            None
        })
        .await;
    told
}

async fn story(openings: Vec<Opening>, last: i64) -> (Vec<String>, Vec<Option<String>>) {
    let fake = Fake::start().await;
    fake.desk().openings = openings.into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let told = told(&mut console, last).await;
    let resumed = fake.desk().resumed.clone();
    (told, resumed)
}

#[tokio::test]
async fn a_cut_stream_goes_on_where_it_broke_and_tells_nothing_twice() {
    let openings = vec![
        Opening::Cut(vec![block(1), block(2)]),
        Opening::Stall(vec![block(2), block(1), block(3)]),
    ];
    let (told, resumed) = story(openings, 3).await;
    assert_eq!(told, ["live", "1", "2", "broken", "live", "3"]);
    assert_eq!(resumed, [None, Some("2".to_owned())]);
}

#[tokio::test]
async fn an_event_that_is_cut_in_the_middle_is_told_once_it_is_whole() {
    let half = block(2)[..20].to_owned();
    let openings =
        vec![Opening::Cut(vec![block(1), half]), Opening::Stall(vec![block(2), block(3)])];
    let (told, resumed) = story(openings, 3).await;
    assert_eq!(told, ["live", "1", "broken", "live", "2", "3"]);
    assert_eq!(resumed[1].as_deref(), Some("1"));
}

#[tokio::test]
async fn a_silent_stream_is_given_up_and_a_heartbeat_is_a_sign_of_life() {
    let heartbeats = vec![": still here\n\n".to_owned(), block(1), ": still here\n\n".to_owned()];
    let openings = vec![Opening::Stall(heartbeats), Opening::Stall(vec![block(2)])];
    let (told, _) = story(openings, 2).await;
    assert_eq!(told, ["live", "1", "broken", "live", "2"]);
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let openings = vec![Opening::Status(503), Opening::Status(500), Opening::Stall(vec![block(1)])];
    let (told, resumed) = story(openings, 1).await;
    assert_eq!(told, ["broken", "broken", "live", "1"]);
    assert_eq!(resumed.len(), 3);
}

#[tokio::test]
async fn what_cannot_be_resumed_is_told_and_started_anew() {
    let reset = "event: reset\ndata: {}\n\n".to_owned();
    let openings =
        vec![Opening::Cut(vec![block(7), reset.clone(), block(3)]), Opening::Stall(vec![block(4)])];
    let (told, resumed) = story(openings, 4).await;
    assert_eq!(told, ["live", "7", "reset", "3", "broken", "live", "4"]);
    assert_eq!(resumed[1].as_deref(), Some("3"));
}

#[tokio::test]
async fn a_break_before_the_first_event_may_have_hidden_some() {
    let openings = vec![Opening::Cut(Vec::new()), Opening::Stall(vec![block(5)])];
    let (told, resumed) = story(openings, 5).await;
    assert_eq!(told, ["live", "broken", "live", "reset", "5"]);
    assert_eq!(resumed, [None, None]);
}

#[tokio::test]
async fn a_kind_that_this_console_does_not_know_stops_nothing() {
    let unknown = "id: 2\nevent: moon.full\ndata: {\"seq\": 2, \"kind\": \"moon.full\"}\n\n";
    let without_id = "event: presence\ndata: {\"who\": 3}\n\n";
    let openings = vec![
        Opening::Cut(vec![block(1), unknown.to_owned(), without_id.to_owned()]),
        Opening::Stall(vec![block(3)]),
    ];
    let (told, resumed) = story(openings, 3).await;
    assert_eq!(told, ["live", "1", "broken", "live", "3"]);
    assert_eq!(resumed[1].as_deref(), Some("2"));
}

#[tokio::test]
async fn asking_to_reconnect_does_not_wait_out_the_pause() {
    let fake = Fake::start().await;
    fake.desk().openings = vec![Opening::Status(429)].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console
        .wait(|m| matches!(m, Message::Link(Link::Reconnecting { tries: 1, .. })).then_some(()))
        .await;
    console.ask(Effect::ReconnectNow);
    console.wait(|m| matches!(m, Message::Link(Link::Live)).then_some(())).await;
}
