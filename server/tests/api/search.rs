//! Search over HTTP: what is found, in which order, and by whom.

use super::client::Client;
use super::desk::{Desk, OPENED};
use super::engine::on_each_engine;
use robindesk_protocol::{BrandId, Hit, HitKind, SearchPage};
use serde_json::{Value, json};

pub async fn page(who: &Client, query: &[(&str, &str)]) -> SearchPage {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    who.get(&format!("/api/search?{query}")).await.data()
}

pub async fn hits(who: &Client, q: &str) -> Vec<Hit> {
    page(who, &[("q", q)]).await.hits
}

/// The texts of the messages that were found.
async fn texts(who: &Client, q: &str) -> Vec<String> {
    let messages = hits(who, q).await.into_iter().filter(|h| h.kind == HitKind::Message);
    messages.map(|h| h.snippet.text).collect()
}

on_each_engine! {
    async fn words_phrases_and_refusals_find_what_they_say(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = &desk.agents[0];
        for text in [
            "When is the draft due?",
            "The due date of the draft moved",
            "Zoë sent the final cut",
            "東京タワー at night",
            "nothing of note",
        ] {
            desk.brand_a.write(ticket, text, None).await;
        }
        for (q, count) in [
            ("draft", 2),
            ("DRAFT due", 2),
            ("\"draft due\"", 1),
            ("\"due draft\"", 0),
            ("draft -moved", 1),
            ("dra", 2),
            ("dr", 0),
            ("zoe", 1),
            ("Zoë", 1),
            ("東京", 1),
            ("京東", 0),
            ("draft status:open", 2),
            ("draft status:closed", 0),
            ("draft before:2001-01-01", 0),
            ("draft after:2001-01-01", 2),
            ("draft brand:acme creator:\"lena ortiz\"", 2),
            ("draft brand:nordic", 0),
            ("draft brand:nobody", 0),
            ("draft agent:me", 2),
            ("draft agent:none", 0),
            ("draft agent:maya", 2),
            ("draft agent:zelda", 0),
            ("draft tag:vip", 0),
            ("draft priority:medium,high", 2),
            ("draft -status:open", 0),
            ("draft -status:closed,resolved", 2),
            ("draft -agent:me", 0),
            ("draft -agent:none", 2),
            ("draft -agent:zelda", 2),
            ("draft -brand:acme", 0),
            ("draft -brand:nordic", 2),
            ("draft -creator:lena", 0),
            ("draft -tag:vip", 2),
            ("draft -priority:medium", 0),
            ("draft -before:2001-01-01", 2),
            ("draft -after:2001-01-01", 0),
            ("%", 0),
            ("'; DROP TABLE message_index; --", 0),
            ("\" OR 1=1", 0),
            ("draft*^:NEAR(", 0),
            ("draft AND", 0),
        ] {
            assert_eq!(texts(agent, q).await.len(), count, "{q}");
        }
        assert_eq!(texts(agent, "draft").await[0], "The due date of the draft moved");
        let found = &hits(agent, "zoe cut").await[0];
        assert_eq!(found.snippet.marks, [(0, 3), (19, 22)]);
        assert_eq!(found.ticket.as_ref().unwrap().id, ticket);
    }

    async fn orders_are_found_by_their_parties_and_packages(desk: Desk) {
        let order = robindesk_protocol::NewOrder {
            additional_instructions: Some("Film it on the beach".to_owned()),
            ..Desk::new_order()
        };
        let placed = desk.brand_a.place(&order).await;
        desk.brand_a.place(&Desk::new_order()).await;
        let agent = &desk.agents[0];
        let orders = async |q: &str| {
            let hits = hits(agent, q).await.into_iter().filter(|h| h.kind == HitKind::Order);
            hits.map(|h| h.ticket.unwrap().id.0).collect::<Vec<_>>()
        };
        assert_eq!(orders("acme").await, [2, 1]);
        assert_eq!(orders("lena beach").await, [placed.ticket.id.0]);
        assert_eq!(orders("status:open brand:acme").await, [2, 1]);
        assert_eq!(orders("status:open -beach").await, [2]);
        assert_eq!(orders("-status:closed").await, [2, 1]);
        assert_eq!(orders("-agent:me").await, [2]);
        assert_eq!(orders("-brand:acme").await, [0; 0]);
        assert_eq!(orders("agent:me").await, [1]);
        let people = hits(agent, "lena ort").await;
        assert_eq!(people[0].kind, HitKind::Person);
        assert_eq!(people[0].person.as_ref().unwrap().name, "Lena Ortiz");
        assert_eq!(people[0].snippet.marks[..2], [(0, 4), (5, 10)]);
        // Status lines of the system are noise.
        let confirmed = json!({"status": "confirmed"});
        desk.creator_a.put("/api/orders/1/status", &confirmed).await.data::<Value>();
        assert!(orders("confirmed").await.is_empty());
    }

    async fn orders_are_found_by_the_name_that_a_party_has_now(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let orders = async |who: &Client, q: &str| {
            let hits = hits(who, q).await.into_iter().filter(|h| h.kind == HitKind::Order);
            hits.map(|h| h.ticket.unwrap().id.0).collect::<Vec<_>>()
        };
        let agent = &desk.agents[0];
        desk.admin.put("/api/brands/1", &json!({"company_name": "Blüte & Söhne"})).await.data::<Value>();
        desk.admin.put("/api/creators/1", &json!({"name": "Lena Olsen"})).await.data::<Value>();
        desk.brand_a.place(&Desk::new_order()).await;
        desk.brand_a.write(1, "nothing of the kind", None).await;
        for (q, found) in [
            ("blute", &[2, 1][..]),
            ("söh", &[2, 1]),
            ("\"blüte söhne\"", &[2, 1]),
            ("\"söhne blüte\"", &[]),
            ("olsen reel", &[2, 1]),
            ("olsen -blüte", &[]),
            ("reel -blüte", &[]),
            ("ortiz", &[1]),
            ("ute", &[]),
        ] {
            assert_eq!(orders(agent, q).await, found, "{q}");
            assert_eq!(orders(&desk.brand_a, q).await, found, "{q}");
            assert!(orders(&desk.brand_b, q).await.is_empty(), "{q}");
        }
        assert!(texts(agent, "olsen").await.is_empty());
    }

    async fn a_name_that_more_have_than_the_index_is_asked_for_finds_all_of_them(desk: Desk) {
        for n in 0..110 {
            let brand = json!({"company_name": format!("Mass Brand {n:03}"),
                               "contact": {"name": "Mo", "email": format!("mass{n}@brand.example")}});
            desk.admin.post("/api/brands", &brand).await.data::<Value>();
        }
        desk.brand_a.place(&Desk::new_order()).await;
        let order = robindesk_protocol::NewOrder { brand_id: BrandId(112), ..Desk::new_order() };
        let placed = desk.admin.place(&order).await;
        desk.admin.write(placed.ticket.id, "needle", None).await;
        let found = async |q: &str| {
            let hits = hits(&desk.agents[0], q).await.into_iter();
            hits.map(|h| h.ticket.unwrap().id).collect::<Vec<_>>()
        };
        assert_eq!(placed.order.brand.company_name, "Mass Brand 109");
        for q in ["brand:mass", "brand:mass needle", "brand:mass creator:lena", "-brand:acme"] {
            assert_eq!(found(q).await, [placed.ticket.id], "{q}");
        }
        assert!(found("brand:mass -brand:109").await.is_empty());
        assert!(found("brand:mass creator:nobody").await.is_empty());
    }

    async fn a_party_finds_its_own_tickets_and_lanes_alone(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = &desk.agents[0];
        for (lane, text) in [
            ("brand", "canary for the brand"),
            ("creator", "canary for the creator"),
            ("everyone", "canary for everyone"),
            ("staff", "canary for staff"),
        ] {
            agent.write(ticket, text, Some(lane)).await;
        }
        assert_eq!(texts(agent, "canary").await.len(), 4);
        let brand = texts(&desk.brand_a, "canary").await;
        assert_eq!(brand, ["canary for everyone", "canary for the brand"]);
        let creator = texts(&desk.creator_a, "canary").await;
        assert_eq!(creator, ["canary for everyone", "canary for the creator"]);
        for outsider in [&desk.brand_b, &desk.creator_b] {
            for q in ["canary", "acme", "reel", "lena", "status:open", "-nothing", "brand:acme canary"] {
                assert!(hits(outsider, q).await.is_empty(), "{q}");
            }
        }
        let own = &hits(&desk.brand_a, "canary").await[0];
        assert_eq!(own.ticket.as_ref().unwrap().tags, None);
        assert!(hits(&desk.brand_a, "maya").await.iter().all(|h| h.kind != HitKind::Person));
        let mut order = Desk::new_order();
        order.brand_id = BrandId(2);
        desk.brand_b.place(&order).await;
        assert_eq!(hits(&desk.brand_b, "reel").await.len(), 1);
    }

    async fn pages_go_back_in_time_without_gap_or_repeat(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        for n in 0..23 {
            desk.brand_a.write(ticket, &format!("needle {n}"), None).await;
        }
        let agent = &desk.agents[0];
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let mut query = vec![("q", "needle"), ("limit", "5")];
            query.extend(cursor.as_deref().map(|c| ("cursor", c)));
            let page = page(agent, &query).await;
            seen.extend(page.hits.into_iter().map(|h| h.message.unwrap().id));
            let Some(next) = page.next_cursor else { break };
            cursor = Some(next);
        }
        assert_eq!(seen.len(), 23);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    }

    async fn a_time_finds_what_was_said_before_and_from_then_on(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = &desk.agents[0];
        let mut said = Vec::new();
        for n in 0..40 {
            said.push(agent.write(ticket, &format!("needle {n}"), None).await.id);
        }
        // Ten minutes apart, but for every seventh: a node's clock was slow by most of an hour.
        let mut conn = desk.running.app().store.connect().await.unwrap();
        let at = |n: i64| OPENED.plus_ms((n * 10 - if n % 7 == 6 { 50 } else { 0 }) * 60_000);
        for (n, id) in (0..).zip(&said) {
            let sql = "UPDATE messages SET created_at = $1 WHERE id = $2";
            conn.run(sql, vec![at(n).into(), id.0.into()]).await.unwrap();
        }
        conn.run("UPDATE messages SET created_at = $1 WHERE id = 1", vec![at(0).into()]).await.unwrap();
        for n in [-1_000, -1, 0, 1, 5, 6, 7, 13, 20, 33, 39, 40, 45, 1_000] {
            let time = OPENED.plus_ms(n * 10 * 60_000);
            let found = async |word: &str| {
                let query = [("q", &*format!("needle {word}:{time}")), ("limit", "200")];
                let hits = page(agent, &query).await.hits;
                hits.into_iter().map(|h| h.message.unwrap().id).collect::<Vec<_>>()
            };
            let (mut early, mut late): (Vec<_>, Vec<_>) =
                (0..).zip(said.iter().copied()).partition(|(n, _)| at(*n) < time);
            early.reverse();
            late.reverse();
            let ids = |some: Vec<(i64, _)>| some.into_iter().map(|(_, id)| id).collect::<Vec<_>>();
            assert_eq!(found("before").await, ids(early), "before {time}");
            assert_eq!(found("after").await, ids(late), "after {time}");
        }
    }

    async fn what_cannot_be_searched_is_refused_by_name(desk: Desk) {
        for (query, field) in [
            ("", "q"),
            ("q=", "q"),
            ("q=status:opn", "q"),
            ("q=before:tomorrow", "q"),
            ("q=-status:opn", "q"),
            ("q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l%20m%20n%20o%20p%20q%20r%20s%20t%20u%20v%20w%20x%20y", "q"),
            ("q=x&limit=0", "limit"),
            ("q=x&cursor=x", "cursor"),
            ("q=x&kind=message", "kind"),
        ] {
            let answer = desk.admin.get(&format!("/api/search?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{query}");
        }
    }
}
