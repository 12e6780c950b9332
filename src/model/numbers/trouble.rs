//! What is wrong with the server, in words, and what to do about it; the gravest first.

use robindesk_protocol::{Health, Timestamp};

/// From these on a figure is trouble. In the units of [`Health`].
const SLOW_MS: f64 = 100.0;
const SLOW_DATABASE_MS: f64 = 20.0;
const MANY_ERRORS: f64 = 0.01;
/// More than one batch of the writer.
const LONG_QUEUE: u64 = 128;
const FAR_BEHIND: u64 = 200;
const OLD_BACKUP_MS: i64 = 26 * 3_600_000;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Whether people notice it now; else it only may cost dear one day.
    pub grave: bool,
    pub what: String,
    pub remedy: String,
}

/// What the figures say is wrong. `console` is this console's version.
pub fn troubles(health: &Health, console: &str, now: Timestamp) -> Vec<Trouble> {
    let mut found: Vec<Trouble> = [
        errors(health),
        slow(health),
        database(health),
        queue(health),
        lag(health),
        backup(health, now),
        versions(health, console),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.sort_by_key(|trouble| !trouble.grave);
    found
}

#[expect(clippy::unnecessary_wraps, reason = "every finding is one or none")]
fn trouble(grave: bool, what: String, remedy: &str) -> Option<Trouble> {
    Some(Trouble { grave, what, remedy: remedy.to_owned() })
}

fn errors(health: &Health) -> Option<Trouble> {
    let rate = health.error_rate;
    let percent = rate * 100.0;
    (rate > 0.0).then_some(())?;
    let what =
        format!("{percent:.2} % of the answers of the last minute were the server's own errors");
    let remedy = "look for \"error\" in the server's log; each has the number of its request";
    trouble(rate >= MANY_ERRORS, what, remedy)
}

/// Whether so much was asked in the last minute that one slow answer in it, such as to a sign-in, is not
/// one in a hundred already.
pub fn tells_p99(health: &Health) -> bool {
    health.requests_per_second * 60.0 >= 100.0
}

fn slow(health: &Health) -> Option<Trouble> {
    let (of, share) = if tells_p99(health) {
        (health.latency_p99_ms, "one answer in a hundred")
    } else {
        (health.latency_p50_ms, "every other answer")
    };
    let ms = of.filter(|ms| *ms > SLOW_MS)?;
    let what = format!("{share} takes {ms:.0} ms or longer");
    let remedy =
        "see below whether the database or the writer is slow, and what else runs on that machine";
    trouble(true, what, remedy)
}

fn database(health: &Health) -> Option<Trouble> {
    let ms = health.database_latency_ms;
    (ms > SLOW_DATABASE_MS).then_some(())?;
    let what = format!("the database takes {ms:.0} ms over the least question");
    let remedy = match health.database.as_str() {
        "postgresql" => "look at PostgreSQL's own load, and at the network to it",
        _ => "look at the disk; one that is shared or remote is too slow for SQLite",
    };
    trouble(true, what, remedy)
}

fn queue(health: &Health) -> Option<Trouble> {
    let n = health.writer_queue;
    (n > LONG_QUEUE).then_some(())?;
    let remedy = "orders come faster than the disk takes them: look at the disk, or move to PostgreSQL with \
                  `robindesk-server copy`";
    trouble(true, format!("{n} changes wait to be written"), remedy)
}

fn lag(health: &Health) -> Option<Trouble> {
    let n = health.event_lag;
    (n > FAR_BEHIND).then_some(())?;
    let what = format!("{n} events are written and not yet on people's screens");
    trouble(true, what, "it passes by itself; if it does not, restart this node")
}

fn backup(health: &Health, now: Timestamp) -> Option<Trouble> {
    let remedy = "run `robindesk-server backup FILE` every day, and keep the file elsewhere";
    match health.last_backup {
        None => trouble(false, "no backup is known".to_owned(), remedy),
        Some(at) if now.since_ms(at) > OLD_BACKUP_MS => {
            let days = now.since_ms(at) / 86_400_000;
            let what = match days {
                0 | 1 => "the last backup is more than a day old".to_owned(),
                days => format!("the last backup is {days} days old"),
            };
            trouble(days > 7, what, remedy)
        }
        Some(_) => None,
    }
}

fn versions(health: &Health, console: &str) -> Option<Trouble> {
    (health.version != console).then_some(())?;
    let what = format!("the server is version {} and this console {console}", health.version);
    trouble(
        false,
        what,
        "update the older one: they understand each other, but not all of it shows",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health() -> Health {
        Health {
            version: "1.2.0".into(),
            uptime_seconds: 900,
            nodes: 1,
            requests_per_second: 20.0,
            error_rate: 0.0,
            latency_p50_ms: Some(1.0),
            latency_p95_ms: Some(4.0),
            latency_p99_ms: Some(9.0),
            database: "sqlite".into(),
            database_latency_ms: 0.2,
            database_bytes: 1_000,
            writer_queue: 0,
            event_lag: 0,
            live_connections: 4,
            last_backup: Some(Timestamp(0)),
        }
    }

    fn found(change: impl Fn(&mut Health), now: i64) -> Vec<(bool, String)> {
        let mut health = health();
        change(&mut health);
        let found = troubles(&health, "1.2.0", Timestamp(now));
        assert!(found.iter().all(|trouble| !trouble.remedy.is_empty()));
        found.into_iter().map(|trouble| (trouble.grave, trouble.what)).collect()
    }

    #[test]
    fn each_figure_is_trouble_from_some_point_on() {
        let day = 86_400_000;
        assert_eq!(found(|_| {}, day), []);
        let one = |change: fn(&mut Health), now| match &found(change, now)[..] {
            [(grave, what)] => (*grave, what.clone()),
            other => panic!("{other:?}"),
        };
        assert_eq!(one(|h| h.last_backup = None, 0), (false, "no backup is known".into()));
        assert_eq!(one(|_| {}, 2 * day), (false, "the last backup is 2 days old".into()));
        assert!(one(|_| {}, 9 * day).0);
        assert!(one(|h| h.error_rate = 0.02, 0).0 && !one(|h| h.error_rate = 0.001, 0).0);
        assert_eq!(
            one(|h| h.latency_p99_ms = Some(250.0), 0),
            (true, "one answer in a hundred takes 250 ms or longer".into())
        );
        let quiet = |p50| {
            let change = move |h: &mut Health| {
                (h.requests_per_second, h.latency_p50_ms) = (0.3, Some(p50));
                h.latency_p99_ms = Some(250.0);
            };
            found(change, 0)
        };
        assert!(quiet(1.0).is_empty(), "the one sign-in of a quiet minute is no trouble");
        assert_eq!(quiet(120.0)[0].1, "every other answer takes 120 ms or longer");
        assert!(one(|h| h.database_latency_ms = 50.0, 0).0);
        assert_eq!(one(|h| h.writer_queue = 700, 0).1, "700 changes wait to be written");
        assert!(one(|h| h.event_lag = 900, 0).0);
        assert!(one(|h| h.version = "1.1.0".into(), 0).1.contains("1.1.0"));
    }

    #[test]
    fn the_gravest_is_on_top() {
        let found = found(|h| (h.last_backup, h.writer_queue) = (None, 700), 0);
        assert_eq!(found.iter().map(|(grave, _)| *grave).collect::<Vec<_>>(), [true, false]);
    }
}
