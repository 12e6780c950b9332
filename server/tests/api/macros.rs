//! Macros: shared ones, own ones, and who hears of which.

use super::desk::{Desk, Held};
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{Code, Macro, MacroAnswer, MacroPage, Priority, TicketStatus};
use serde_json::{Value, json};

const PATH: &str = "/api/crm/macros";

fn titles(page: &MacroPage) -> Vec<&str> {
    page.macros.iter().map(|m| m.title.as_str()).collect()
}

on_each_engine! {
    async fn each_sees_the_shared_ones_and_its_own(desk: Desk) {
        let (maya, noor) = (&desk.agents[0], &desk.agents[1]);
        let body = json!({
            "title": " Late draft ",
            "body": "Hello {brand},\nit is late.",
            "actions": {"status": "resolved", "priority": "low", "add_tags": ["Late"]},
        });
        let own: Macro = maya.post(PATH, &body).await.data::<MacroAnswer>().item;
        assert_eq!((own.title.as_str(), own.shared), ("Late draft", false));
        assert_eq!(own.actions.status, Some(TicketStatus::Resolved));
        assert_eq!(own.actions.priority, Some(Priority::Low));
        assert_eq!(own.actions.add_tags, ["late"]);
        let shared = json!({"title": "Thanks", "body": "Thank you", "shared": true});
        let shared: Macro = desk.admin.post(PATH, &shared).await.data::<MacroAnswer>().item;
        let page: MacroPage = maya.get(PATH).await.data();
        assert_eq!((titles(&page), page.paging.total), (vec!["Late draft", "Thanks"], 2));
        let page: MacroPage = noor.get(PATH).await.data();
        assert_eq!(titles(&page), ["Thanks"]);
        let page: MacroPage = maya.get(&format!("{PATH}?limit=1")).await.data();
        let next = page.paging.next_cursor.unwrap();
        let page: MacroPage = maya.get(&format!("{PATH}?limit=1&cursor={next}")).await.data();
        assert_eq!((titles(&page), page.paging.next_cursor.is_none()), (vec!["Thanks"], true));

        let path = format!("{PATH}/{}", own.id);
        assert_eq!(noor.get(&path).await.problem().code, Code::NotFound);
        let changed = json!({"title": "Later", "body": "It is later"});
        assert_eq!(noor.put(&path, &changed).await.problem().code, Code::NotFound);
        let item = maya.put(&path, &changed).await.data::<MacroAnswer>().item;
        assert_eq!((item.title.as_str(), item.actions.status), ("Later", None));
        assert_eq!(maya.get(&path).await.data::<MacroAnswer>().item, item);
        let shared = format!("{PATH}/{}", shared.id);
        let refused = maya.send(Method::DELETE, &shared, &[], None).await;
        assert_eq!(refused.problem().code, Code::Forbidden);
        maya.send(Method::DELETE, &path, &[], None).await.data::<Value>();
        assert_eq!(maya.get(&path).await.status, 404);
        assert_eq!(maya.send(Method::DELETE, &path, &[], None).await.status, 404);
    }

    async fn of_two_who_change_one_macro_the_second_is_told(desk: Held) {
        let body = json!({"title": "Late", "body": "x", "shared": true});
        let item = desk.admin.post(PATH, &body).await.data::<MacroAnswer>().item;
        let path = format!("{PATH}/{}", item.id);
        let change = |title: &str| {
            json!({"title": title, "body": "x", "shared": true, "seen_updated_at": item.updated_at})
        };
        desk.admin.put(&path, &change("Late draft")).await.data::<MacroAnswer>();
        let second = desk.super_admin.put(&path, &change("Later")).await.problem();
        assert_eq!(second.code, Code::Conflict);
        let kept = desk.admin.get(&path).await.data::<MacroAnswer>().item;
        assert_eq!(kept.title, "Late draft");
    }

    async fn what_is_new_was_not_seen_before(desk: Desk) {
        let body = json!({"title": "Late", "body": "x", "seen_updated_at": "2026-11-01T09:00:00Z"});
        let refused = desk.agents[0].post(PATH, &body).await;
        assert_eq!(refused.fault(), (400, "seen_updated_at".to_owned()));
    }

    async fn a_repeated_key_makes_one_macro(desk: Desk) {
        let body = json!({"title": "Once", "body": "x"}).to_string();
        let key = [("idempotency-key", "macro-1")];
        let send = || desk.agents[0].send(Method::POST, PATH, &key, Some(body.clone()));
        let (first, again) = (send().await, send().await);
        assert_eq!(first.text, again.text);
        assert_eq!(again.headers["idempotent-replayed"], "true");
        assert_eq!(desk.agents[0].get(PATH).await.data::<MacroPage>().paging.total, 1);
    }

    async fn what_is_no_macro_is_refused_by_name(desk: Desk) {
        for (body, field) in [
            (json!({"body": "x"}), "title"),
            (json!({"title": "  ", "body": "x"}), "title"),
            (json!({"title": "two\nlines", "body": "x"}), "title"),
            (json!({"title": "two\u{2028}lines", "body": "x"}), "title"),
            (json!({"title": "\u{200b}\u{2060}", "body": "x"}), "title"),
            (json!({"title": "x".repeat(81), "body": "x"}), "title"),
            (json!({"title": "x", "body": " "}), "body"),
            (json!({"title": "x", "body": "x\u{0}"}), "body"),
            (json!({"title": "x", "body": "x", "owner_id": 1}), "owner_id"),
            (json!({"title": "x", "body": "x", "actions": {"status": "gone"}}), "actions.status"),
            (json!({"title": "x", "body": "x", "actions": {"add_tags": ["a b"]}}), "actions.add_tags"),
        ] {
            let answer = desk.admin.post(PATH, &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{}", answer.text);
        }
    }
}
