//! The checklist: a sound desk is found sound after any history, and each thing that can break is
//! found.

use super::desk::{Bare, Desk};
use super::engine::on_each_engine;
use super::recount::history;
use robindesk_protocol::{Action, AuditPage, Timestamp};
use robindesk_server::clock::Clock;
use robindesk_server::ops::check::{Level, Line, check};
use robindesk_server::ops::mend::mend;
use robindesk_server::ops::seed::{Plan, seed};
use robindesk_server::store::Store;
use robindesk_server::store::read::invariants::{self, Finding};
use serde_json::{Value, json};

const AVAILABILITY: &str = "/api/crm/agent/status";

/// The rules that do not hold.
async fn broken(store: &Store) -> Vec<Finding> {
    let all = invariants::all(store).await.unwrap();
    all.into_iter().filter(|found| !found.broken.is_empty()).collect()
}

async fn line(desk: &Desk, clock: &Clock, check_of: &str) -> Line {
    let lines = check(&desk.running.app().settings, clock).await;
    lines.into_iter().find(|line| line.check == check_of).unwrap()
}

/// What may happen to a database, and a word of the rule that sees it.
const DAMAGE: &[(&str, &str)] = &[
    ("DELETE FROM tickets WHERE id = 3", "one ticket"),
    ("UPDATE tickets SET order_id = 999 WHERE id = 4", "one ticket"),
    ("UPDATE messages SET message_type = 'text' WHERE id = 1", "begins with the message"),
    ("DELETE FROM events WHERE seq = 5", "without a gap"),
    ("UPDATE events SET kind = 'order.updated' WHERE kind = 'order.created'", "told of by one"),
    ("UPDATE head SET orders = orders + 1", "ids are handed out"),
    ("UPDATE head SET waiting = waiting + 1", "wait for an agent"),
    ("UPDATE agents SET open_tickets = open_tickets + 1", "open tickets are"),
    ("UPDATE agents SET last_turn = last_turn + 1", "last turn"),
    ("UPDATE tickets SET waiting_since = 5 WHERE id = 2", "since when"),
    ("UPDATE cells SET n = n + 1 WHERE kind = 'order'", "numbers of the lists"),
    ("UPDATE counts SET messages = messages + 1 WHERE hour = -1", "live numbers"),
    ("DELETE FROM decisions WHERE number = 2", "fair at every step"),
];

on_each_engine! {
    async fn a_desk_is_sound_after_any_history(desk: Desk) {
        let seed = history(&desk).await;
        assert_eq!(broken(&desk.running.app().store).await, [], "ROBINDESK_SEED={seed}");
    }

    async fn test_data_is_sound(desk: Bare) {
        let app = desk.running.app();
        seed(app, &Plan { orders: 60, ..Plan::demo(app.clock.now()) }).await.unwrap();
        assert_eq!(broken(&app.store).await, []);
    }

    async fn whatever_breaks_is_found(desk: Desk) {
        let store = &desk.running.app().store;
        for _ in 0..6 {
            let placed = desk.brand_a.place(&Desk::new_order()).await;
            desk.brand_a.write(placed.ticket.id, "When?", None).await;
            desk.agents[0].write(placed.ticket.id, "Soon", Some("brand")).await;
        }
        assert_eq!(broken(store).await, []);
        let mut conn = store.connect().await.unwrap();
        for (damage, word) in DAMAGE {
            assert_eq!(conn.run(*damage, vec![]).await.map(|rows| rows > 0).ok(), Some(true));
            let rules: Vec<_> = broken(store).await.into_iter().map(|found| found.rule).collect();
            assert!(rules.iter().any(|rule| rule.contains(word)), "{damage}: {rules:?}");
        }
        let lines = check(&desk.running.app().settings, &Clock::System).await;
        let told = lines.iter().find(|line| line.check == "desk" && line.level == Level::Fail);
        assert!(told.is_some_and(|line| line.todo.is_some() && line.said.starts_with("not so: ")));
    }

    async fn counts_that_are_wrong_are_mended_and_told_of(desk: Desk) {
        let app = desk.running.app();
        desk.brand_a.place(&Desk::new_order()).await;
        for agent in &desk.agents {
            agent.put(AVAILABILITY, &json!({"agent_status": "away"})).await.data::<Value>();
        }
        let unseen = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let mut conn = app.store.connect().await.unwrap();
        for damage in [
            "UPDATE head SET waiting = 0",
            "UPDATE agents SET open_tickets = 7 WHERE user_id = (SELECT min(agent_id) FROM tickets)",
            "UPDATE cells SET n = n + 1 WHERE kind = 'ticket'",
        ] {
            assert!(conn.run(damage, vec![]).await.unwrap() > 0, "{damage}");
        }
        let back = &desk.agents[1];
        back.put(AVAILABILITY, &json!({"agent_status": "available"})).await.data::<Value>();
        assert_eq!(desk.admin.ticket(unseen).await.agent, None);
        assert!(broken(&app.store).await.iter().all(|found| found.can_be_mended));

        let mended = mend(&app.settings, &app.clock).await.unwrap();
        let told: Vec<_> = mended.iter().map(|c| (c.field.as_str(), c.to.as_deref())).collect();
        assert_eq!(told, [("waiting", Some("1")), ("open_tickets", Some("1")), ("lists", None)]);
        assert_eq!(broken(&app.store).await, []);
        assert_eq!(desk.admin.ticket(unseen).await.agent.unwrap().id, back.me().id);
        let trail = desk.admin.get("/api/admin/audit?limit=1").await.data::<AuditPage>();
        assert_eq!((trail.entries[0].action, &trail.entries[0].actor), (Action::DeskMended, &None));
        assert_eq!(trail.entries[0].changes, mended);
        assert_eq!(mend(&app.settings, &app.clock).await.unwrap(), []);
    }

    async fn backup_clock_and_schema_are_looked_at(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let clock = desk.running.app().clock.clone();
        assert_eq!(line(&desk, &clock, "schema").await.level, Level::Ok);
        assert_eq!(line(&desk, &clock, "clock").await.level, Level::Ok);
        assert_eq!(line(&desk, &clock, "files").await.level, Level::Ok);
        let early = Clock::held(Timestamp(clock.now().0 - 3_600_000));
        assert_eq!(line(&desk, &early, "clock").await.level, Level::Fail);
        let store = &desk.running.app().store;
        if store.engine() == "postgresql" {
            assert_eq!(line(&desk, &clock, "backup").await.level, Level::Warn);
        } else {
            assert_eq!(line(&desk, &clock, "backup").await.level, Level::Fail);
            let mut conn = store.connect().await.unwrap();
            for (hours, level) in [(200, Level::Fail), (30, Level::Warn), (3, Level::Ok)] {
                let at = clock.now().0 - hours * 3_600_000;
                conn.run("DELETE FROM moments", vec![]).await.unwrap();
                let note = "INSERT INTO moments (name, at) VALUES ('backup', $1)";
                conn.run(note, vec![at.into()]).await.unwrap();
                assert_eq!(line(&desk, &clock, "backup").await.level, level, "{hours} hours");
            }
        }
        let mut conn = store.connect().await.unwrap();
        conn.run("DELETE FROM migrations WHERE version = 6", vec![]).await.unwrap();
        let schema = line(&desk, &clock, "schema").await;
        assert!(schema.level == Level::Fail && schema.todo.unwrap().contains("migrate"));
        conn.run("INSERT INTO migrations (version) VALUES (6), (9999)", vec![]).await.unwrap();
        let schema = line(&desk, &clock, "schema").await;
        assert!(schema.level == Level::Fail && schema.todo.unwrap().contains("newer"));
    }
}
