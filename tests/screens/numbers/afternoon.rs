//! An admin at her desk, and what the tests' server says to her: a believable afternoon.

use crate::desk::{Desk, ME, now, options};
use crate::market::{self, agent};
use robindesk::app::message::{Message, SignedIn};
use robindesk::app::{Clock, Options, Start};
use robindesk_protocol::{
    AgentRange, AgentRef, AgentStats, Availability, DayCount, Distribution, Health, HourCount,
    OrderStats, OrderStatus, Share, Stats, TicketStats, TicketStatus, Timestamp, UserId, UserType,
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

pub fn set(desk: &Desk, at: Timestamp) {
    desk.clock.advance_ms(at.since_ms(desk.clock.now()));
}

pub fn fill(desk: &mut Desk) {
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
    let range = |days: u64, n: u64, reply: Option<u64>| AgentRange {
        since: now().plus_ms(-i64::try_from(days).unwrap() * DAY),
        assigned: n * (days + 1),
        resolved: n * (days + 1) / 2,
        first_response_median_ms: reply.map(|ms| ms + days * 1_000),
        first_response_p90_ms: reply.map(|ms| ms * 5),
        resolution_median_ms: reply.map(|ms| ms * 700),
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
        ranges: [0, 7, 30].map(|days| range(days, open, reply)).to_vec(),
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
