//! What is shown when, and what is asked for.

use super::past::Figure;
use super::*;

fn stats(seq: i64, at: i64) -> Box<Stats> {
    Box::new(Stats { seq, at: Timestamp(at), ..Stats::default() })
}

fn seq(numbers: &Numbers) -> Option<i64> {
    numbers.stats().map(|stats| stats.seq)
}

#[test]
fn the_screen_changes_at_most_once_a_second_and_shows_the_last_state() {
    let mut numbers = Numbers::default();
    numbers.take(Ok(stats(1, 0)), Timestamp(0));
    assert_eq!(seq(&numbers), Some(1));
    for n in 2..6 {
        numbers.take(Ok(stats(n, n * 100)), Timestamp(n * 100));
    }
    assert_eq!((seq(&numbers), numbers.shows_next()), (Some(1), Some(Timestamp(1_000))));
    numbers.tick(Timestamp(1_000));
    assert_eq!((seq(&numbers), numbers.shows_next()), (Some(5), None));
    // What comes late is not shown over what is newer.
    numbers.take(Ok(stats(3, 300)), Timestamp(5_000));
    assert_eq!(seq(&numbers), Some(5));
}

#[test]
fn what_is_held_stays_and_the_newest_comes_back() {
    let mut numbers = Numbers::default();
    numbers.take(Ok(stats(1, 0)), Timestamp(0));
    numbers.hold(Timestamp(500));
    numbers.take(Ok(stats(2, 9_000)), Timestamp(9_000));
    numbers.tick(Timestamp(20_000));
    assert_eq!((seq(&numbers), numbers.shows_next()), (Some(1), None));
    assert_eq!(numbers.moment(Timestamp(20_000)), Timestamp(500));
    numbers.hold(Timestamp(20_000));
    assert_eq!((seq(&numbers), numbers.is_held()), (Some(2), false));
}

#[test]
fn questions_are_asked_when_it_is_time_and_not_before() {
    let mut numbers = Numbers::default();
    assert!(numbers.wants_stats(Timestamp(0)) && !numbers.wants_stats(Timestamp(1_000)));
    numbers.take(Ok(stats(1, 1_000)), Timestamp(1_000));
    assert!(!numbers.wants_stats(Timestamp(3_000_000)), "the stream brings what is newer");
    assert!(numbers.wants_stats(Timestamp(3_600_000)), "another hour has begun");
    assert!(
        numbers.wants_health(true, Timestamp(0)) && !numbers.wants_health(true, Timestamp(4_999))
    );
    assert!(numbers.wants_health(true, Timestamp(5_000)));
    assert!(!numbers.wants_health(false, Timestamp(34_999)));
    assert_eq!(numbers.asks_next(false), Some(Timestamp(35_000)));
    numbers.ask_again();
    assert!(numbers.wants_health(false, Timestamp(6_000)));
    assert!(numbers.wants_health(false, Timestamp(0)), "a clock that was put back stops nothing");
}

fn health(queue: u64) -> Health {
    Health {
        version: "1".into(),
        uptime_seconds: 1,
        nodes: 1,
        requests_per_second: 1.0,
        error_rate: 0.0,
        latency_p50_ms: None,
        latency_p95_ms: None,
        latency_p99_ms: None,
        database: "sqlite".into(),
        database_latency_ms: 0.1,
        database_bytes: 1,
        writer_queue: queue,
        event_lag: 0,
        live_connections: 1,
        last_backup: None,
    }
}

#[test]
fn the_last_hour_is_kept_and_nothing_older() {
    let mut past = Past::default();
    assert_eq!(past.window_minutes(Timestamp(0)), 5, "a line is not a dot at the right");
    let minute = |n: i64| Timestamp(n * 60_000);
    for n in 0..120_i64 {
        past.add(&health(n.unsigned_abs()), minute(n));
    }
    assert_eq!((past.len(), past.window_minutes(minute(119))), (61, 60));
    let line = past.line(Figure::Queue, 6, minute(119));
    assert_eq!(line, [Some(69.0), Some(79.0), Some(89.0), Some(99.0), Some(109.0), Some(119.0)]);
    assert_eq!(past.line(Figure::P50, 3, minute(119)), [None; 3]);
    // As often as one likes to ask: it does not grow.
    for n in 0..100_i64 {
        past.add(&health(7), minute(119).plus_ms(n * 10));
    }
    assert!(past.len() <= 62);
}
