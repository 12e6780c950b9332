//! The admins' numbers: what Stats and Health show at four sizes, and what their keys do.

use super::desk::{Desk, ME, now, options};
use super::market::{self, agent};
use super::snapshots::snapshot;
use robindesk::app::effect::Effect;
use robindesk::app::message::{Failure, FailureKind, Link, Message, SignedIn};
use robindesk::app::{Clock, Options, Signs, Start};
use robindesk_protocol::{
    AgentRange, AgentRef, AgentStats, Availability, DayCount, Distribution, Health, HourCount,
    OrderStats, OrderStatus, OutOfTurn, Share, Stats, TicketId, TicketStats, TicketStatus,
    Timestamp, UserId, UserType,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// An admin at her desk, without numbers yet.
pub fn admin_with(change: impl Fn(Options) -> Options) -> Desk {
    let mut user = agent(ME, "Carmen Ibarra");
    user.user_type = UserType::Admin;
    let who = SignedIn { user, server: "https://desk.example".into() };
    let start = Start::SignedIn(Box::new(who));
    let mut desk = Desk::bare(change(options(start, Clock::held(now()))));
    desk.tickets = market::tickets();
    desk.orders = market::orders();
    desk.begin();
    desk
}

/// An admin with an hour of numbers.
pub fn admin() -> Desk {
    let mut desk = admin_with(|options| options);
    fill(&mut desk);
    desk
}

fn set(desk: &Desk, at: Timestamp) {
    desk.clock.advance_ms(at.since_ms(desk.clock.now()));
}

fn fill(desk: &mut Desk) {
    let start = desk.clock.now();
    for minute in 0..50_i64 {
        set(desk, start.plus_ms((minute - 50) * 60_000));
        desk.hear(Message::Health(Ok(Box::new(health(minute)))));
    }
    set(desk, start);
    desk.hear(Message::Health(Ok(Box::new(health(50)))));
    desk.hear(Message::Stats(Ok(Box::new(stats()))));
}

/// A believable afternoon.
pub fn health(minute: i64) -> Health {
    let wave = |of: i64| f64::from(i32::try_from((minute * of) % 17).unwrap());
    Health {
        version: env!("CARGO_PKG_VERSION").into(),
        uptime_seconds: 93_784,
        nodes: 2,
        requests_per_second: 20.0 + wave(3),
        error_rate: if minute == 30 { 0.004 } else { 0.0 },
        latency_p50_ms: Some(0.8 + wave(5) / 20.0),
        latency_p95_ms: Some(3.1 + wave(7) / 10.0),
        latency_p99_ms: Some(8.0 + wave(11)),
        database: "postgresql".into(),
        database_latency_ms: 0.4 + wave(2) / 40.0,
        database_bytes: 48_000_000 + minute.unsigned_abs() * 10_000,
        writer_queue: u64::try_from(minute % 5).unwrap(),
        event_lag: u64::try_from(minute % 3).unwrap(),
        live_connections: 9,
        last_backup: Some(now().plus_ms(-5 * HOUR)),
    }
}

/// What the tests' server says.
pub fn stats() -> Stats {
    let at = now();
    let hour = |n: i64| Timestamp(at.0.div_euclid(HOUR) * HOUR - (23 - n) * HOUR);
    let day = |n: i64| Timestamp(at.0.div_euclid(DAY) * DAY - (29 - n) * DAY);
    let per_hour = |of: i64| -> Vec<HourCount> {
        let count = |n: i64| ((n * of) % 13).unsigned_abs() * u64::from(n % 7 != 0);
        (0..24).map(|n| HourCount { hour: hour(n), count: count(n) }).collect()
    };
    let per_day = |of: i64| -> Vec<DayCount> {
        (0..30)
            .map(|n| DayCount { day: day(n), count: 40 + ((n * of) % 61).unsigned_abs() })
            .collect()
    };
    let by_order = OrderStatus::ALL.iter().copied().zip([26, 30, 1_068, 11_135, 18, 24, 1]);
    let by_ticket = TicketStatus::ALL.iter().copied().zip([29, 108, 9_109, 56]);
    Stats {
        seq: 41_733,
        at,
        orders: OrderStats {
            total: 12_302,
            by_status: by_order.collect(),
            today: 112,
            per_hour: per_hour(5),
            per_day: per_day(17),
        },
        tickets: TicketStats {
            total: 12_302,
            by_status: by_ticket.collect(),
            today: 112,
            per_hour: per_hour(5),
            per_day: per_day(17),
            open: 137,
            waiting: 7,
            unassigned: 2,
            oldest_waiting: Some(at.plus_ms(-842_000)),
        },
        agents: agents(),
        distribution: [0, 7, 30].map(|days| distribution(at, days)).to_vec(),
    }
}

fn agents() -> Vec<AgentStats> {
    let people = [
        (3, "Maya Rivera", Availability::Available, 32_u64, Some(252_000_u64)),
        (4, "Sam Lee", Availability::Busy, 31, Some(1_310_000)),
        (7, "Ines Duarte", Availability::Away, 9, Some(61_000)),
        (9, "日本太郎 Zoë Lindqvist-Okafor", Availability::Offline, 0, None),
    ];
    let range = |days: u64, n: u64| AgentRange {
        since: now().plus_ms(-i64::try_from(days).unwrap() * DAY),
        assigned: n * (days + 1),
        resolved: n * (days + 1) / 2,
        messages_sent: n * (days + 1) * 4,
    };
    let one = |(id, name, state, open, reply): (i64, &str, _, u64, Option<u64>)| AgentStats {
        agent: AgentRef { id: UserId(id), name: name.into(), email: "a@desk.example".into() },
        availability: Some(state),
        assigned: open * 90,
        open,
        resolved_today: open / 2,
        first_response_median_ms: reply,
        first_response_p90_ms: reply.map(|ms| ms * 5),
        resolution_median_ms: reply.map(|ms| ms * 700),
        messages_sent: open * 400,
        ranges: [0, 7, 30].map(|days| range(days, open)).to_vec(),
    };
    people.map(one).to_vec()
}

fn distribution(at: Timestamp, days: u64) -> Distribution {
    let share = |(id, name, n, throughout): (i64, &str, u64, bool)| Share {
        agent_id: UserId(id),
        name: name.into(),
        tickets: n * (days + 1),
        throughout: throughout && days == 0,
    };
    let since = Timestamp(at.0.div_euclid(DAY) * DAY - i64::try_from(days).unwrap() * DAY);
    let agents =
        [(3, "Maya Rivera", 38, true), (4, "Sam Lee", 37, true), (7, "Ines Duarte", 21, false)];
    Distribution {
        since,
        agents: agents.map(share).to_vec(),
        gap: 17 * (days + 1),
        gap_throughout: u64::from(days == 0),
        checked_since: if days == 30 { at.plus_ms(-9 * DAY) } else { since },
        out_of_turn: Vec::new(),
        by_load: false,
    }
}

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
    desk.keys("6");
    assert!(desk.shows("the server did not say how it is: The server is busy."));
    desk.hear(Message::Exported(Err(failure())));
    assert!(desk.shows("The server is busy."));
}
