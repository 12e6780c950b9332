//! The desk's settings, and the trail of who changed what.

use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{
    AgentAnswer, AgentPassword, AuditPage, Code, DeskSettings, Policy, SettingsAnswer, UserId,
};
use serde_json::{Value, json};

const SETTINGS: &str = "/api/admin/settings";
const AUDIT: &str = "/api/admin/audit";

async fn set(desk: &Desk, body: Value) -> DeskSettings {
    desk.super_admin.put(SETTINGS, &body).await.data::<SettingsAnswer>().settings
}

async fn trail(desk: &Desk, query: &str) -> AuditPage {
    desk.admin.get(&format!("{AUDIT}?{query}")).await.data()
}

async fn placed_with(desk: &Desk) -> UserId {
    desk.brand_a.place(&Desk::new_order()).await.ticket.agent.expect("an agent").id
}

on_each_engine! {
    async fn what_admins_do_to_the_work_of_others_is_in_the_trail(desk: Desk) {
        for _ in 0..4 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let (admin, maya) = (&desk.admin, &desk.agents[0]);
        let ids: Vec<UserId> = desk.agents.iter().map(|a| a.me().id).collect();
        let to = |agent: UserId| json!({"agent_id": agent, "reason": "she asked"});
        // An agent's own, and an admin's: the first is no business of the trail's.
        maya.put("/api/crm/tickets/1/reassign", &to(ids[1])).await.data::<Value>();
        admin.put("/api/crm/tickets/1/reassign", &to(ids[2])).await.data::<Value>();
        admin.put("/api/crm/tickets/1/reassign", &to(ids[2])).await.data::<Value>();
        let bulk = json!({"ticket_ids": [2, 3, 99], "set": {"agent_id": ids[0], "add_tags": ["vip"]}});
        for _ in ["given away", "where they are"] {
            admin.post("/api/crm/tickets/bulk", &bulk).await.data::<Value>();
        }
        let tags = json!({"ticket_ids": [1], "set": {"add_tags": ["vip"]}});
        admin.post("/api/crm/tickets/bulk", &tags).await.data::<Value>();
        for status in ["cancelled", "refunded"] {
            admin.put("/api/orders/1/status", &json!({"status": status})).await.data::<Value>();
        }
        let own = json!({"title": "Mine", "body": "b"});
        admin.post("/api/crm/macros", &own).await.data::<Value>();
        let shared = |body: &str| json!({"title": "Thanks", "body": body, "shared": true});
        admin.post("/api/crm/macros", &shared("x")).await.data::<Value>();
        for body in ["y", "y"] {
            admin.put("/api/crm/macros/2", &shared(body)).await.data::<Value>();
        }
        admin.delete("/api/crm/macros/2").await.data::<Value>();
        let by_admins = format!("actor={},{}", admin.me().id, maya.me().id);
        let lines: Vec<_> = trail(&desk, &by_admins).await.entries.into_iter().rev().collect();
        let told = |n: usize| (lines[n].action.as_str(), lines[n].subject.name.as_str());
        assert_eq!(told(0), ("ticket.reassigned", "#1 Acme Co \u{21c4} Lena Ortiz"));
        let step = &lines[0].changes[0];
        assert_eq!(step.from, Some(ids[1].to_string()));
        assert_eq!((&step.to, step.reason.as_deref()), (&Some(ids[2].to_string()), Some("she asked")));
        let names: Vec<String> = desk.agents.iter().map(|a| a.me().name.clone()).collect();
        let moved = |n: usize| {
            let step = lines[n].changes.iter().find(|step| step.field == "agent").unwrap();
            (step.from.as_ref(), step.to.as_ref())
        };
        assert_eq!(moved(0), (Some(&names[1]), Some(&names[2])), "by name, as they were called");
        assert_eq!(told(1), ("tickets.moved", "2 tickets"));
        assert_eq!(lines[1].changes[1].to.as_deref(), Some("2,3"));
        assert_eq!(moved(1), (None, Some(&names[0])));
        assert_eq!(told(2), ("order.refunded", "Order 1 Acme Co \u{21c4} Lena Ortiz"));
        let macros: Vec<_> = (3..lines.len()).map(told).collect();
        let all = ["macro.created", "macro.updated", "macro.removed"].map(|a| (a, "Thanks"));
        assert_eq!(macros, all);
        assert_eq!(lines[4].changes[0].field, "body");
        assert!(lines.iter().all(|line| line.actor.as_ref().map(|a| a.id) == Some(admin.me().id)));
    }

    async fn a_policy_counts_from_the_very_next_order(desk: Desk) {
        let settings = desk.admin.get(SETTINGS).await.data::<SettingsAnswer>().settings;
        assert_eq!(settings, DeskSettings::default());
        let ids: Vec<UserId> = desk.agents.iter().map(|a| a.me().id).collect();
        assert_eq!(placed_with(&desk).await, ids[0]);
        let path = "/api/crm/tickets/1/status";
        desk.agents[0].put(path, &json!({"status": "resolved"})).await.data::<Value>();
        assert_eq!(placed_with(&desk).await, ids[1]);
        let settings = set(&desk, json!({"rotation_policy": "balanced"})).await;
        assert_eq!((settings.rotation_policy, settings.version), (Policy::Balanced, 2));
        // By turn it would be the third's, then the first's, and by count they are level; then the
        // first has nothing and the others do.
        assert_eq!(placed_with(&desk).await, ids[2]);
        assert_eq!(placed_with(&desk).await, ids[0]);
        desk.agents[0].put("/api/crm/tickets/4/status", &json!({"status": "resolved"})).await
            .data::<Value>();
        assert_eq!(placed_with(&desk).await, ids[0], "round robin would have gone on");
        let desk = desk.restart().await;
        set(&desk, json!({"rotation_policy": "round_robin"})).await;
        assert_eq!(placed_with(&desk).await, ids[1]);
    }

    async fn new_staff_begins_with_the_limit_that_is_set(desk: Desk) {
        set(&desk, json!({"default_max_open_tickets": 7, "send_delay_seconds": 0})).await;
        let body = json!({"email": "zoe@desk.example", "name": "Zoe"});
        let new: AgentPassword = desk.super_admin.post("/api/admin/agents", &body).await.data();
        assert_eq!(new.agent.max_open_tickets, Some(7));
        let settings = set(&desk, json!({"default_max_open_tickets": null})).await;
        assert_eq!((settings.default_max_open_tickets, settings.send_delay_seconds), (None, 0));
        let path = format!("/api/admin/agents/{}", new.agent.user.id);
        let kept = desk.admin.get(&path).await.data::<AgentAnswer>().agent;
        assert_eq!(kept.max_open_tickets, Some(7));
    }

    async fn suggested_tags_are_kept_in_order_and_told_to_all_staff(desk: Desk) {
        let settings = set(&desk, json!({"tags": ["VIP", "late", "vip"], "version": 1})).await;
        assert_eq!((settings.tags.as_slice(), settings.version), (&["late", "vip"].map(str::to_owned)[..], 2));
        let desk = desk.restart().await;
        let told = desk.agents[0].get("/api/crm/settings").await.data::<SettingsAnswer>();
        assert_eq!((told.settings, told.max_file_bytes), (settings, 25 * 1024 * 1024));
        let step = trail(&desk, "action=settings.updated").await.entries.remove(0).changes.remove(0);
        assert_eq!((step.field.as_str(), step.to.as_deref()), ("tags", Some("late,vip")));
        assert!(set(&desk, json!({"tags": []})).await.tags.is_empty());
    }

    async fn what_will_not_do_changes_nothing(desk: Desk) {
        for (body, field) in [
            (json!({"rotation_policy": "random"}), "rotation_policy"),
            (json!({"default_max_open_tickets": 0}), "default_max_open_tickets"),
            (json!({"send_delay_seconds": 61}), "send_delay_seconds"),
            (json!({"send_delay_seconds": "soon"}), "send_delay_seconds"),
            (json!({"policy": "balanced"}), "policy"),
            (json!({"tags": ["two words"]}), "tags"),
            (json!({"tags": vec!["x"; 101]}), "tags"),
        ] {
            let answer = desk.super_admin.put(SETTINGS, &body).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
        let stale = json!({"send_delay_seconds": 1, "version": 9});
        let answer = desk.super_admin.put(SETTINGS, &stale).await;
        assert_eq!(answer.problem().code, Code::Conflict);
        let settings = desk.admin.get(SETTINGS).await.data::<SettingsAnswer>().settings;
        assert_eq!(settings, DeskSettings::default());
        assert_eq!(trail(&desk, "action=settings.updated").await.paging.total, 0);
    }

    async fn the_trail_says_who_what_when_and_from_where(desk: Desk) {
        set(&desk, json!({"rotation_policy": "balanced", "version": 1})).await;
        let path = format!("/api/admin/agents/{}", desk.agents[0].me().id);
        let owner = &desk.super_admin;
        owner.put(&path, &json!({"name": "Maya L."})).await.data::<Value>();
        let body = json!({"status": "suspended"});
        owner.put(&format!("{path}/status"), &body).await.data::<Value>();
        owner.delete(&path).await.data::<Value>();

        let mine = trail(&desk, &format!("actor={}", owner.me().id)).await;
        let done: Vec<_> = mine.entries.iter().map(|e| e.action.as_str()).collect();
        let all = ["agent.removed", "agent.suspended", "agent.updated", "settings.updated"];
        assert_eq!(done, all);
        let step = &mine.entries[3].changes[0];
        assert_eq!((step.field.as_str(), step.to.as_deref()), ("rotation_policy", Some("balanced")));
        assert!(mine.entries.iter().all(|e| e.address.as_deref() == Some("127.0.0.1")));
        assert_eq!(mine.entries[0].subject.name, "Maya L.");
        assert_eq!(mine.entries[0].actor.as_ref().unwrap().name, "Uma");

        // What the program itself did has no actor and no address.
        let made = trail(&desk, "action=agent.created").await;
        assert!(made.paging.total == 5 && made.entries.iter().all(|e| e.actor.is_none()));
        let roles = made.entries.iter().map(|e| (e.changes[0].field.as_str(), &e.changes[0].to));
        assert!(roles.clone().all(|(field, to)| field == "user_type" && to.is_some()));
        assert!(roles.clone().any(|(_, to)| to.as_deref() == Some("super_admin")));
        assert_eq!(trail(&desk, "action=agent.updated,agent.removed").await.paging.total, 2);
        assert_eq!(trail(&desk, "q=maya%20l").await.paging.total, 3);
        let at = mine.entries[1].at;
        let since = trail(&desk, &format!("since={at}")).await.paging.total;
        let until = trail(&desk, &format!("until={at}")).await.paging.total;
        assert_eq!(since + until, trail(&desk, "").await.paging.total);
        let first = trail(&desk, "limit=1&q=uma").await;
        let cursor = first.paging.next_cursor.unwrap();
        let second = trail(&desk, &format!("limit=1&q=uma&cursor={cursor}")).await;
        assert_eq!(second.entries[0].id, mine.entries[1].id);
        for (query, field) in
            [("actor=x", "actor"), ("action=agent.hired", "action"), ("since=today", "since")]
        {
            let answer = desk.admin.get(&format!("{AUDIT}?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
    }
}
