//! How the server was over the last hour: what each answer said, and nothing older.

use robindesk_protocol::{Health, Timestamp};
use std::collections::VecDeque;

/// How far back it goes, in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;
/// Two samples closer than this are one: the newer.
const APART_MS: i64 = 4_000;

/// Two samples farther apart than this leave a gap in the line, in milliseconds.
const BRIDGE_MS: usize = 120_000;

/// One figure of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    P50,
    P95,
    P99,
    Requests,
    Errors,
    Database,
    Bytes,
    Queue,
    Lag,
    Streams,
}

/// The figures of one answer, in the units of [`Health`].
#[derive(Debug, Clone, Copy)]
struct Sample {
    at: Timestamp,
    values: [Option<f64>; 10],
}

/// The samples, oldest first.
#[derive(Debug, Default)]
pub struct Past {
    samples: VecDeque<Sample>,
}

impl Past {
    /// Keeps what an answer said, and forgets what is older than an hour.
    pub fn add(&mut self, health: &Health, now: Timestamp) {
        if self.samples.back().is_some_and(|last| (0..APART_MS).contains(&now.since_ms(last.at))) {
            self.samples.pop_back();
        }
        // Times of a clock that was put back since would never grow old.
        self.samples.retain(|s| (0..=HOUR_MS).contains(&now.since_ms(s.at)));
        self.samples.push_back(Sample { at: now, values: values(health) });
    }

    /// One figure over the last hour in so many equal steps, the last of which ends now: the highest
    /// of each step, `None` where nothing is known.
    pub fn line(&self, figure: Figure, steps: usize, now: Timestamp) -> Vec<Option<f64>> {
        let mut line = vec![None; steps];
        let count = i64::try_from(steps).unwrap_or(1).max(1);
        for sample in &self.samples {
            let age = now.since_ms(sample.at);
            let Some(value) = sample.values[figure as usize] else { continue };
            let step = count - 1 - age.clamp(0, HOUR_MS - 1) * count / HOUR_MS;
            if let Some(place) = usize::try_from(step).ok().and_then(|step| line.get_mut(step)) {
                *place = Some(place.map_or(value, |known: f64| known.max(value)));
            }
        }
        bridge(&mut line);
        line
    }

    /// How long it has been known, in milliseconds.
    pub fn span_ms(&self, now: Timestamp) -> i64 {
        self.samples.front().map_or(0, |first| now.since_ms(first.at).clamp(0, HOUR_MS))
    }

    pub fn len(&self) -> usize {
        self.samples.len()
    }

    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }
}

/// A line is finer than the samples are apart: what was known shortly before holds until the next.
fn bridge(line: &mut [Option<f64>]) {
    let most = line.len() * BRIDGE_MS / 3_600_000;
    let mut known: Option<usize> = None;
    for at in 0..line.len() {
        if line[at].is_none() {
            continue;
        }
        if let Some(before) = known.filter(|before| at - before <= most) {
            let value = line[before];
            line[before + 1..at].fill(value);
        }
        known = Some(at);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a chart needs no more than 52 bits")]
fn values(health: &Health) -> [Option<f64>; 10] {
    let count = |n: u64| Some(n as f64);
    // In the order of `Figure`.
    [
        health.latency_p50_ms,
        health.latency_p95_ms,
        health.latency_p99_ms,
        Some(health.requests_per_second),
        Some(health.error_rate),
        Some(health.database_latency_ms),
        count(health.database_bytes),
        count(health.writer_queue),
        count(health.event_lag),
        count(health.live_connections),
    ]
}
