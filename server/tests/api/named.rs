//! Names of any script, found in any case and without their accents: in lists, in search and among
//! people, on a desk that is new and on one that was there before names were folded.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{AgentPage, AuditPage, Hit, HitKind, OrderPage, SearchPage};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Gives everybody another name, places an order, and calls its package yet another way.
async fn rename(desk: &Desk) {
    let admin = &desk.admin;
    for (path, body) in [
        ("/api/brands/1", json!({"company_name": "ÉCLAIR & Ёлка_100%"})),
        ("/api/creators/1", json!({"name": "Иван Йодов"})),
        ("/api/packages/1", json!({"title": "Reel Übersicht der Hauptstraße"})),
    ] {
        admin.put(path, &body).await.data::<Value>();
    }
    let agent = format!("/api/admin/agents/{}", desk.agents[0].me().id);
    desk.super_admin.put(&agent, &json!({"name": "Bob Ågren"})).await.data::<Value>();
    desk.brand_a.place(&Desk::new_order()).await;
}

fn asked(path: &str, q: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    format!("{path}?{query}")
}

async fn hits(who: &Client, q: &str) -> Vec<Hit> {
    who.get(&asked("/api/search", q)).await.data::<SearchPage>().hits
}

async fn found_by_name(desk: &Desk) {
    let admin = &desk.admin;
    for q in [
        "Übersicht",
        "ÜBERSICHT",
        "übers",
        "uber",
        "strasse",
        "STRASSE",
        "Éclair",
        "ÉCLAIR",
        "eclair",
        "Ёлка",
        "ёлка",
        "ЁЛКА",
        "_100%",
        "иван",
        "Иван Йодов",
        "ЙОДОВ",
    ] {
        let q = format!("\"{q}\"");
        assert_eq!(admin.tickets(&asked("", &q)[1..]).await.paging.total, 1, "{q}");
        let orders: OrderPage = admin.get(&asked("/api/orders", q.trim_matches('"'))).await.data();
        assert_eq!(orders.paging.total, 1, "{q}");
    }
    for q in ["-übersicht", "k_100%", "e%air", "\u{301}", "\\", "agent:agre_", "brand:ёж"] {
        assert_eq!(admin.tickets(&asked("", q)[1..]).await.paging.total, 0, "{q}");
    }
    for q in ["brand:éclair", "brand:ÉCLAIR", "creator:йодов", "agent:ågren", "agent:AGREN"]
    {
        assert_eq!(admin.tickets(&asked("", q)[1..]).await.paging.total, 1, "{q}");
        assert!(!hits(admin, q).await.is_empty(), "{q}");
    }
    for (q, name) in [
        ("ågren", "Bob Ågren"),
        ("bob agr", "Bob Ågren"),
        ("йодов", "Иван Йодов"),
        ("éclair", "Ada"),
        ("maya@desk.example", "Bob Ågren"),
    ] {
        let people = hits(admin, q).await.into_iter().filter(|h| h.kind == HitKind::Person);
        let names: Vec<String> = people.map(|h| h.person.unwrap().name).collect();
        assert_eq!(names, [name], "{q}");
    }
    for (q, total) in [("ÅGREN", 1), ("agren", 1), ("maya@", 1), ("e%", 0), ("zelda", 0)] {
        let agents: AgentPage = admin.get(&asked("/api/admin/agents", q)).await.data();
        assert_eq!(agents.paging.total, total, "{q}");
        let trail: AuditPage = admin.get(&asked("/api/admin/audit", q)).await.data();
        assert_eq!(trail.paging.total > 0, total > 0 && q != "maya@", "{q}");
    }
}

on_each_engine! {
    async fn names_are_found_whatever_their_case_and_accents(desk: Desk) {
        rename(&desk).await;
        found_by_name(&desk).await;
    }

    async fn the_names_of_an_older_desk_are_found_as_well(desk: Desk) {
        rename(&desk).await;
        let mut conn = desk.running.app().store.connect().await.unwrap();
        for sql in [
            "ALTER TABLE users DROP COLUMN folded",
            "ALTER TABLE brands DROP COLUMN folded",
            "ALTER TABLE packages DROP COLUMN folded",
            "ALTER TABLE audit DROP COLUMN folded",
        ] {
            conn.run(sql, vec![]).await.unwrap();
        }
        conn.run("DELETE FROM migrations WHERE version = 23", vec![]).await.unwrap();
        conn.close().await;
        found_by_name(&desk.restart().await).await;
    }

    async fn names_that_an_older_node_wrote_after_that_are_found_as_well(desk: Desk) {
        rename(&desk).await;
        let mut conn = desk.running.app().store.connect().await.unwrap();
        for sql in [
            "UPDATE users SET folded = CASE name WHEN 'Ada' THEN '' ELSE 'who it was' END",
            "UPDATE brands SET folded = ''",
            "UPDATE packages SET folded = 'reel'",
            "UPDATE audit SET folded = ''",
        ] {
            conn.run(sql, vec![]).await.unwrap();
        }
        let desk = desk.restart().await;
        // The trail is gone through last.
        let left = "SELECT count(*) FROM audit WHERE folded = ''";
        let deadline = Instant::now() + Duration::from_mins(1);
        while conn.rows(left, vec![], |row| row.int(0)).await.unwrap() != [0] {
            assert!(Instant::now() < deadline, "they are not folded");
            tokio::task::yield_now().await;
        }
        conn.close().await;
        found_by_name(&desk).await;
    }
}
