//! Brands, creators and packages, kept in step by a marketplace.

use super::client::Client;
use super::desk::{Desk, PASSWORD};
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{
    AuditPage, BrandAnswer, Code, CreatorAnswer, NewOrder, PackageAnswer, PlacedOrder, TokenPair,
};
use serde_json::{Value, json};

fn kite() -> Value {
    let contact = json!({"name": "Bea", "email": "Bea@kite.example"});
    json!({"company_name": "Blue Kite", "contact": contact})
}

/// How the account of a brand or a creator stands, as one and as one of all.
async fn seen(who: &Client, path: &str, noun: &str) -> String {
    let one: Value = who.get(path).await.data();
    let (all, _) = path.rsplit_once('/').unwrap();
    let all: Value = who.get(all).await.data();
    assert_eq!(all[format!("{noun}s")][0], one[noun]);
    one[noun]["status"].as_str().unwrap().to_owned()
}

on_each_engine! {
    async fn a_marketplace_makes_what_an_order_needs(desk: Desk) {
        let admin = &desk.admin;
        let brand = admin.post("/api/brands", &kite()).await.data::<BrandAnswer>().brand.brand;
        assert_eq!(brand.contact.unwrap().email.as_deref(), Some("bea@kite.example"));
        let body = json!({"name": "Tom", "email": "tom@tom.example", "bio": "Trails"});
        let creator = admin.post("/api/creators", &body).await.data::<CreatorAnswer>().creator.creator;
        let mut body = json!({"creator_id": creator.id, "title": "Film", "currency": "KWD"});
        body["price"] = json!("120.500");
        let package = admin.post("/api/packages", &body).await.data::<PackageAnswer>().package;
        assert_eq!((package.price.as_str(), package.description.as_str()), ("120.500", ""));
        let order = NewOrder {
            package_id: package.id,
            brand_id: brand.id,
            creator_id: creator.id,
            total_amount: package.price.clone(),
            currency: Some(package.currency),
            ..Desk::new_order()
        };
        let placed: PlacedOrder = admin.post("/api/orders", &json!(order)).await.data();
        assert_eq!(placed.order.brand.company_name, "Blue Kite");
        let trail: AuditPage = admin.get("/api/admin/audit?q=ines").await.data();
        let done: Vec<_> = trail.entries.iter().map(|e| e.action.as_str()).collect();
        let made = ["package.created", "creator.created", "brand.created"];
        assert_eq!(done[..3], made);

        // What an order cost stays what it was.
        let path = format!("/api/packages/{}", package.id);
        let body = json!({"price": 99, "currency": "USD", "title": "Short film"});
        let package = admin.put(&path, &body).await.data::<PackageAnswer>().package;
        assert_eq!((package.price.as_str(), package.title.as_str()), ("99.00", "Short film"));
        let kept = admin.order(placed.order.id).await;
        assert_eq!((kept.total_amount.as_str(), kept.currency.as_str()), ("120.500", "KWD"));
    }

    async fn what_is_left_out_stays(desk: Desk) {
        let admin = &desk.admin;
        let body = json!({"contact": {"email": "new@acme.example"}});
        let brand = admin.put("/api/brands/1", &body).await.data::<BrandAnswer>().brand.brand;
        let contact = brand.contact.unwrap();
        assert_eq!((brand.company_name.as_str(), contact.name.as_str()), ("Acme Co", "Ada"));
        assert_eq!(contact.email.as_deref(), Some("new@acme.example"));
        let body = json!({"email": "new@acme.example", "password": PASSWORD});
        desk.nobody.post("/api/auth/login", &body).await.data::<TokenPair>();
        for path in ["/api/brands/1", "/api/creators/1"] {
            let (phone, contact) = (json!("+34 600"), json!({"contact": {"phone": "+34 600"}}));
            let body = if path.contains("brands") { contact } else { json!({"phone": phone}) };
            let changed: Value = admin.put(path, &body).await.data();
            let read: Value = desk.agents[0].get(path).await.data();
            assert_eq!(changed, read);
            assert_eq!(read.as_object().unwrap().values().next().unwrap()["phone"], phone);
        }
        let body = json!({"name": "Lena O.", "bio": ""});
        let creator = admin.put("/api/creators/1", &body).await.data::<CreatorAnswer>().creator.creator;
        assert_eq!((creator.name.as_str(), creator.bio.as_str()), ("Lena O.", ""));
        assert_eq!(creator.email.as_deref(), Some("lena@lena.example"));
        let me = desk.creator_a.get("/api/auth/me").await;
        assert!(me.status == 200 && me.text.contains("Lena O."));
    }

    async fn a_suspended_party_can_do_nothing_from_that_moment_on(desk: Desk) {
        let placed = desk.brand_a.place(&Desk::new_order()).await;
        let messages = format!("/api/crm/tickets/{}/messages", placed.ticket.id);
        for (path, party, noun) in
            [("/api/brands/1", &desk.brand_a, "brand"), ("/api/creators/1", &desk.creator_a, "creator")]
        {
            assert_eq!(party.get(&messages).await.status, 200);
            let to = |status: &str| json!({"status": status});
            assert_eq!(desk.agents[0].put(path, &to("suspended")).await.status, 403);
            let odd = desk.admin.put(path, &to("pending")).await;
            assert_eq!(odd.fault(), (400, "status".to_owned()));
            assert_eq!(seen(&desk.agents[0], path, noun).await, "active");
            desk.admin.put(path, &to("suspended")).await.data::<Value>();
            assert_eq!(seen(&desk.agents[0], path, noun).await, "suspended");
            assert_eq!(party.get(&messages).await.status, 401);
            assert_eq!(party.post(&messages, &json!({"message_text": "x"})).await.status, 401);
            let login = json!({"email": party.me().email, "password": PASSWORD});
            assert_eq!(desk.nobody.post("/api/auth/login", &login).await.status, 401);
            // Twice is once.
            desk.admin.put(path, &to("suspended")).await.data::<Value>();
            desk.admin.put(path, &to("active")).await.data::<Value>();
            assert_eq!(party.get(&messages).await.status, 401, "its session is over");
            desk.nobody.post("/api/auth/login", &login).await.data::<TokenPair>();
            let query = format!("/api/admin/audit?action={noun}.suspended,{noun}.activated");
            let trail: AuditPage = desk.admin.get(&query).await.data();
            assert_eq!(trail.paging.total, 2, "{trail:?}");
            let step = &trail.entries[1].changes[0];
            assert_eq!((step.from.as_deref(), step.to.as_deref()), (Some("active"), Some("suspended")));
        }
    }

    async fn a_repeated_key_makes_one_and_gives_the_first_answer(desk: Desk) {
        let lena = json!({"name": "Lena", "email": "lena@kite.example", "bio": "Films"});
        let reel = json!({"creator_id": 1, "title": "Story", "description": "One",
            "price": "10", "currency": "USD"});
        let changes = [
            ("brands", kite(), json!({"company_name": "Red Kite", "status": "suspended"})),
            ("creators", lena, json!({"name": "Lena O.", "status": "suspended"})),
            ("packages", reel, json!({"title": "Reel", "price": "11"})),
        ];
        for (nouns, body, change) in changes {
            let path = format!("/api/{nouns}");
            let key = [("idempotency-key", nouns)];
            let create = || desk.admin.send(Method::POST, &path, &key, Some(body.to_string()));
            let first = create().await;
            let total = desk.admin.get(&path).await.data::<Value>()["total"].clone();
            let made = first.data::<Value>();
            let id = made[nouns.trim_end_matches('s')]["id"].as_str().unwrap().to_owned();
            // Whatever became of it since.
            let answer = desk.admin.put(&format!("{path}/{id}"), &change).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            let again = create().await;
            assert_eq!((first.status, &first.text), (again.status, &again.text));
            assert_eq!(again.headers["idempotent-replayed"], "true");
            assert_eq!(desk.admin.get(&path).await.data::<Value>()["total"], total);
        }
    }

    async fn what_will_not_do_changes_nothing(desk: Desk) {
        let admin = &desk.admin;
        let package = |creator: i64, price: Value, currency: &str| {
            json!({"creator_id": creator, "title": "T", "price": price, "currency": currency})
        };
        let bio = "x".repeat(10_001);
        for (path, body, field) in [
            ("brands", json!({"company_name": "Kite"}), "contact"),
            ("brands", json!({"company_name": "K", "contact": {"name": "B", "email": "x"}}), "contact.email"),
            ("creators", json!({"name": "T", "email": "t@t.example", "bio": bio}), "bio"),
            ("creators", json!({"name": "T", "email": "t@t.example", "id": 9}), "id"),
            ("brands", json!({"company_name": "K\nK", "contact": {"name": "B", "email": "b@b.example"}}), "company_name"),
            ("brands", json!({"company_name": "K", "contact": {"name": "B\u{7}", "email": "b@b.example"}}), "contact.name"),
            ("creators", json!({"name": "T\tT", "email": "t@t.example"}), "name"),
            ("packages", json!({"creator_id": 1, "title": "T\r\nT", "price": "1", "currency": "USD"}), "title"),
            ("brands", json!({"company_name": "\u{200b}", "contact": {"name": "B", "email": "b@b.example"}}), "company_name"),
            ("brands", json!({"company_name": "K", "contact": {"name": "\u{e0041}\u{fe0f}", "email": "b@b.example"}}), "contact.name"),
            ("creators", json!({"name": "T", "email": "\u{200b}@t.example"}), "email"),
            ("creators", json!({"name": "T", "email": "t@t.example", "phone": "1\u{2028}2"}), "phone"),
            ("packages", package(9, json!(1), "USD"), "creator_id"),
            ("packages", package(1, json!("0.001"), "USD"), "price"),
            ("packages", package(1, json!(-1), "USD"), "price"),
            ("packages", package(1, json!(1), "usd"), "currency"),
        ] {
            let answer = admin.post(&format!("/api/{path}"), &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{body}");
        }
        for (path, body, field) in [
            ("brands/1", json!({"company_name": " "}), "company_name"),
            ("brands/1", json!({"contact": {"email": "x"}}), "contact.email"),
            ("brands/1", json!({"contact": {"name": "x\u{1b}[31my"}}), "contact.name"),
            ("creators/1", json!({"name": "x\u{2028}y"}), "name"),
            ("creators/1", json!({"name": "\u{301} \u{ad}\u{3164}"}), "name"),
            ("creators/1", json!({"email": "t@t\u{e0041}.example"}), "email"),
            ("brands/1", json!({"contact": {"phone": "1\u{2029}2"}}), "contact.phone"),
            ("packages/1", json!({"title": "x\ny"}), "title"),
            ("creators/1", json!({"email": "x"}), "email"),
            ("packages/1", json!({"currency": "JPY"}), "price"),
            ("packages/1", json!({"creator_id": 2}), "creator_id"),
        ] {
            let answer = admin.put(&format!("/api/{path}"), &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{body}");
        }
        let taken = json!({"email": "KAI@kai.example"});
        let answer = admin.put("/api/creators/1", &taken).await;
        assert_eq!(answer.problem().code, Code::Conflict);
        for path in ["brands/99", "creators/99", "packages/99"] {
            assert_eq!(admin.put(&format!("/api/{path}"), &json!({})).await.status, 404);
        }
        let trail: AuditPage = admin.get("/api/admin/audit?action=brand.updated").await.data();
        assert_eq!(trail.paging.total, 0);
    }
}
