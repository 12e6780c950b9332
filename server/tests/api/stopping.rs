//! A stop ends streams, finishes what was begun, and is over soon.

use crate::client::http;
use crate::desk::Desk;
use futures_util::StreamExt;
use std::time::Duration;

/// What `api.md` grants a stop.
const GONE_WITHIN: Duration = Duration::from_secs(10);

#[tokio::test]
async fn open_streams_do_not_hold_up_a_stop() {
    let desk = Desk::open().await;
    let token = desk.user("agent").await.token.unwrap();
    let stream = http().get(desk.url("/api/events")).bearer_auth(token).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let mut bytes = stream.bytes_stream();
    let reader = tokio::spawn(async move { while bytes.next().await.is_some() {} });
    tokio::time::timeout(GONE_WITHIN, desk.stop()).await.expect("it is gone in time");
    tokio::time::timeout(GONE_WITHIN, reader).await.expect("the stream has ended").unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_stop() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || robindesk_server::Settings::embedded(folder.path().to_owned());
    let running = robindesk_server::start(settings()).await.unwrap();
    let plan = robindesk_server::ops::seed::Plan {
        orders: 5,
        ..robindesk_server::ops::seed::Plan::demo(running.app().clock.now())
    };
    let seeded = robindesk_server::ops::seed::seed(running.app(), &plan).await.unwrap();
    let email = &seeded.agents[0].email;
    let token = robindesk_server::auth::issue(running.app(), email, Duration::from_mins(5));
    let token = token.await.unwrap();
    running.stop().await;
    let running = robindesk_server::start(settings()).await.unwrap();
    let url = format!("http://{}/api/crm/tickets", running.addr());
    let answer = http().get(url).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 200, "the secret and the session were kept");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["data"]["total"], 5);
    running.stop().await;
}
