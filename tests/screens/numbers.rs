//! The admins' numbers: what Stats and Health show at four sizes, and what their keys do.

mod afternoon;

pub use afternoon::{admin, admin_with, health, stats};

use super::desk::{Desk, now};
use super::snapshots::snapshot;
use afternoon::{fill, set};
use robindesk::app::effect::Effect;
use robindesk::app::message::{Failure, FailureKind, Link, Message};
use robindesk::app::{Options, Signs};
use robindesk_protocol::{Health, OutOfTurn, TicketId, TicketStats, UserId};

fn with_keys(keys: &str) -> Desk {
    let mut desk = admin();
    desk.keys(keys);
    desk
}

#[test]
fn the_stats() {
    for (name, keys) in [
        ("stats", "4"),
        ("stats_week", "4 r"),
        ("stats_month", "4 r r"),
        ("stats_tables", "4 v"),
        ("stats_below", "4 G"),
        ("stats_held", "4 space"),
    ] {
        snapshot(name, with_keys(keys));
    }
}

#[test]
fn the_stats_while_the_agents_are_filtered() {
    let mut desk = with_keys("4 f");
    desk.types("sam");
    snapshot("stats_filter", desk);
}

#[test]
fn the_stats_of_an_empty_desk_and_of_an_unfair_one() {
    let mut desk = admin_with(|options| options);
    let mut empty = stats();
    for hour in empty.orders.per_hour.iter_mut().chain(&mut empty.tickets.per_hour) {
        hour.count = 0;
    }
    for day in empty.orders.per_day.iter_mut().chain(&mut empty.tickets.per_day) {
        day.count = 0;
    }
    empty
        .orders
        .by_status
        .values_mut()
        .chain(empty.tickets.by_status.values_mut())
        .for_each(|n| *n = 0);
    (empty.orders.total, empty.orders.today) = (0, 0);
    empty.tickets = TicketStats {
        by_status: empty.tickets.by_status,
        per_hour: empty.tickets.per_hour,
        per_day: empty.tickets.per_day,
        ..TicketStats::default()
    };
    empty.agents.clear();
    empty.distribution.iter_mut().for_each(|d| d.agents.clear());
    desk.hear(Message::Stats(Ok(Box::new(empty))));
    desk.keys("4");
    snapshot("stats_empty", desk);
    let mut desk = admin_with(|options| options);
    let mut unfair = stats();
    let (at, ticket_id) = (now(), TicketId(88));
    let (agent_id, due_id) = (UserId(4), UserId(3));
    unfair.distribution[0].out_of_turn = vec![OutOfTurn { at, ticket_id, agent_id, due_id }];
    desk.hear(Message::Stats(Ok(Box::new(unfair)))).keys("4");
    desk.size = (120, 40);
    assert!(desk.shows("✗ not fair, because #88 went to Sam Lee though Maya"));
}

#[test]
fn the_health() {
    snapshot("health", with_keys("6"));
    let mut desk = admin();
    let worse = Health {
        error_rate: 0.031,
        latency_p99_ms: Some(412.0),
        writer_queue: 700,
        last_backup: None,
        ..health(50)
    };
    set(&desk, now().plus_ms(5_000));
    desk.hear(Message::Health(Ok(Box::new(worse)))).keys("6");
    snapshot("health_trouble", desk);
    let mut desk = admin();
    let retry_at = now().plus_ms(7_200);
    desk.hear(Message::Link(Link::Reconnecting { retry_at, tries: 4 })).keys("6");
    snapshot("health_offline", desk);
    // The other screens say of what they show that it is not live.
    let mut desk = admin();
    desk.hear(Message::Link(Link::Reconnecting { retry_at, tries: 4 })).keys("4");
    assert!(desk.shows(" no link: as of "), "{}", desk.screen(120, 40));
    desk.keys("5");
    assert!(desk.shows(" no link: as last heard "), "{}", desk.screen(120, 40));
    desk.hear(Message::Link(Link::Live));
    assert!(!desk.shows("no link"));
}

#[test]
fn words_and_ascii_alone() {
    for (name, signs) in [("plain", Signs::Plain), ("ascii", Signs::Ascii)] {
        for (screen, key) in [("stats", "4"), ("health", "6")] {
            let mut desk = admin_with(|options| Options { signs, still: true, ..options });
            fill(&mut desk);
            desk.keys(key);
            let drawn = |c: char| ('\u{2190}'..='\u{2bff}').contains(&c) || "·…×".contains(c);
            for (columns, rows) in super::snapshots::SIZES {
                let screen = desk.screen(columns, rows);
                assert!(!screen.contains(drawn), "{screen}");
            }
            snapshot(&format!("{screen}_{name}"), desk);
        }
    }
}

#[test]
fn no_figure_is_cut_at_any_width() {
    for columns in 60..=200 {
        let mut desk = admin();
        desk.size = (columns, 100);
        desk.keys("4");
        let screen = desk.screen(columns, 100);
        for figure in ["12,302", "14m 2s", "21m 50s", "4m 12s", "11,135", "9,109"] {
            assert!(screen.contains(figure), "{figure} at {columns}:\n{screen}");
        }
        desk.keys("6");
        let screen = desk.screen(columns, 100);
        for figure in ["nothing is wrong", "48.5 MB", "1d 2h", "5h 0m ago"] {
            assert!(screen.contains(figure), "{figure} at {columns}:\n{screen}");
        }
    }
}

#[test]
fn the_longest_wait_counts_on_by_itself_and_stands_while_held() {
    let mut desk = admin();
    desk.keys("4");
    assert_eq!(desk.console.next_change(), Some(now().plus_ms(1_000)));
    set(&desk, now().plus_ms(3_000));
    desk.console.tick();
    assert!(desk.shows("14m 5s"));
    desk.keys("space");
    set(&desk, now().plus_ms(60_000));
    desk.console.tick();
    assert!(desk.shows("14m 5s") && desk.shows("held at"));
}

#[test]
fn health_is_asked_for_while_it_is_looked_at_and_seldom_otherwise() {
    let mut desk = admin_with(|options| options);
    let asked = |desk: &Desk| desk.effects.iter().filter(|e| **e == Effect::LoadHealth).count();
    assert_eq!(asked(&desk), 1, "the line of the last hour begins at once");
    desk.keys("6");
    for second in 1..=60 {
        set(&desk, now().plus_ms(second * 1_000));
        desk.console.tick();
        desk.screen(80, 24);
    }
    assert_eq!(asked(&desk), 13);
    desk.keys("esc");
    for second in 61..=120 {
        set(&desk, now().plus_ms(second * 1_000));
        desk.console.tick();
        desk.screen(80, 24);
    }
    assert_eq!(asked(&desk), 15);
}

#[test]
fn an_agent_asks_for_none_of_it() {
    let mut desk = Desk::new();
    desk.keys("4 6");
    assert!(desk.shows("that is for admins"));
    let asks = |e: &Effect| matches!(e, Effect::LoadHealth | Effect::LoadStats);
    assert!(!desk.effects.iter().any(asks));
}

#[test]
fn what_went_wrong_is_told_and_nothing_else_is_lost() {
    let mut desk = admin_with(|options| options);
    let failure = || Failure { kind: FailureKind::Offline, text: "The server is busy.".into() };
    desk.hear(Message::Stats(Err(failure()))).hear(Message::Health(Err(failure()))).keys("4");
    assert!(desk.shows("The server is busy."));
    desk.keys("X");
    assert!(desk.shows("there are no numbers to export yet"));
    desk.keys("6");
    assert!(desk.shows("the server did not say how it is: The server is busy."));
    desk.hear(Message::Exported(Err(failure())));
    assert!(desk.shows("The server is busy."));
}
