//! Commits whose answer is lost on its way: whoever asked is told what came of it, and nothing is done
//! twice.

use super::client::Answer;
use super::desk::{Desk, PASSWORD};
use super::engine::Engine;
use super::line::Line;
use futures_util::future::join_all;
use robindesk_protocol::{PackagePage, TokenPair};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_of_a_lost_commit_are_there_once() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
    let (line, node) = Line::of_a_node(&desk).await;
    let ada = desk.brand_a.at(format!("http://{}", node.addr()));
    ada.write(ticket, "before", None).await;
    for refused in [0, 1, 3] {
        let before = ada.messages(ticket).await.messages.len();
        line.lose_a_commit(refused);
        let texts: Vec<String> = (0..6).map(|n| format!("{refused}, {n}")).collect();
        join_all(texts.iter().map(|text| ada.write(ticket, text, None))).await;
        assert!(line.has_failed());
        assert_eq!(ada.messages(ticket).await.messages.len(), before + 6);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaves_no_trace_in_the_log_is_not_done_again() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let (line, node) = Line::of_a_node(&desk).await;
    let admin = desk.admin.at(format!("http://{}", node.addr()));
    let creator = desk.creator_a.me().creator_id;
    line.lose_a_commit(0);
    let titles: Vec<String> = (0..6).map(|n| format!("Reel {n}")).collect();
    let made = join_all(titles.iter().map(async |title| {
        let package =
            json!({"creator_id": creator, "title": title, "price": "10", "currency": "USD"});
        admin.post("/api/packages", &package).await
    }));
    // Nobody knows, and the answer says that another try may do.
    let made: Vec<u16> = made.await.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(made.contains(&503) && made.iter().all(|status| [201, 503].contains(status)));
    let page: PackagePage = admin.get("/api/packages?limit=200").await.data();
    for title in titles {
        assert_eq!(page.packages.iter().filter(|p| p.title == title).count(), 1, "{made:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_outlives_a_lost_commit_of_its_next_token() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let (line, node) = Line::of_a_node(&desk).await;
    let nobody = desk.nobody.at(format!("http://{}", node.addr()));
    let email = &desk.agents[0].me().email;
    let login = json!({"email": email, "password": PASSWORD});
    let pair: TokenPair = nobody.post("/api/auth/login", &login).await.data();
    let refresh = async |pair: &TokenPair| -> Answer {
        nobody.post("/api/auth/refresh", &json!({"refresh_token": pair.refresh_token})).await
    };
    line.lose_a_commit(1);
    let next: TokenPair = refresh(&pair).await.data();
    assert!(line.has_failed());
    let last: TokenPair = refresh(&next).await.data();
    let me = desk.nobody.clone();
    let me = super::client::Client { token: Some(last.access_token), ..me };
    me.get("/api/auth/me").await.data::<Value>();
}
