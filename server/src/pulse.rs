//! How this process is doing: requests, failures and latencies, over the last minute and since its
//! start. Every answer is noted here, and nothing is kept of any single one.

mod latencies;

use latencies::Latencies;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The sliding window is this many slots of five seconds: a minute.
const SLOTS: usize = 12;
const SLOT_SECONDS: u64 = 5;

/// A handle to the notes of this process.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    started: Instant,
    notes: Mutex<Notes>,
}

#[derive(Debug, Default)]
struct Notes {
    slots: [Slot; SLOTS],
    ever: Latencies,
    /// Answers since the start, by the first digit of their status: 1xx to 5xx.
    classes: [u64; 5],
}

#[derive(Debug, Default)]
struct Slot {
    /// Which five seconds since the start; what a slot holds of any other is void.
    number: u64,
    latencies: Latencies,
    failures: u64,
}

/// The last minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    pub requests_per_second: f64,
    /// From 0 to 1.
    pub error_rate: f64,
    /// Milliseconds; `None` of no requests.
    pub p50: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
}

/// Everything since the start, as counters that only grow.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// Answers by the first digit of their status: 1xx to 5xx.
    pub classes: [u64; 5],
    /// How many took at most so many seconds.
    pub at_most: Vec<(f64, u64)>,
    pub seconds: f64,
    pub count: u64,
}

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Parts { started: Instant::now(), notes: Mutex::default() }))
    }
}

impl Pulse {
    /// Notes one answer.
    pub fn note(&self, status: u16, took: Duration) {
        self.note_at(self.uptime(), status, took);
    }

    /// Since this process began to serve.
    pub fn uptime(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// The last minute.
    pub fn minute(&self) -> Minute {
        self.minute_at(self.uptime())
    }

    /// Everything since the start.
    pub fn totals(&self) -> Totals {
        let notes = self.notes();
        Totals {
            classes: notes.classes,
            at_most: notes.ever.at_most(),
            seconds: notes.ever.seconds(),
            count: notes.ever.count(),
        }
    }

    fn note_at(&self, uptime: Duration, status: u16, took: Duration) {
        let number = uptime.as_secs() / SLOT_SECONDS;
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        let mut notes = self.notes();
        notes.ever.add(took);
        notes.classes[class] += 1;
        // The remainder is below the number of slots.
        let slot = &mut notes.slots[usize::try_from(number % SLOTS as u64).unwrap_or(0)];
        if slot.number != number {
            *slot = Slot { number, ..Slot::default() };
        }
        slot.latencies.add(took);
        slot.failures += u64::from(class == 4);
    }

    #[expect(clippy::cast_precision_loss, reason = "no minute has 2^52 requests")]
    fn minute_at(&self, uptime: Duration) -> Minute {
        let number = uptime.as_secs() / SLOT_SECONDS;
        let notes = self.notes();
        let mut all = Latencies::default();
        let mut failures = 0;
        for slot in notes.slots.iter().filter(|slot| slot.number + SLOTS as u64 > number) {
            all.merge(&slot.latencies);
            failures += slot.failures;
        }
        // The newest slot is not full yet, nor is the window of a process that has just begun.
        let full = (SLOTS as u64 - 1) * SLOT_SECONDS;
        let begun = Duration::from_secs((number * SLOT_SECONDS).saturating_sub(full));
        let seconds = (uptime.saturating_sub(begun)).as_secs_f64().max(1.0);
        let count = all.count();
        Minute {
            requests_per_second: count as f64 / seconds,
            error_rate: if count == 0 { 0.0 } else { failures as f64 / count as f64 },
            p50: all.percentile(50),
            p95: all.percentile(95),
            p99: all.percentile(99),
        }
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Pulse;
    use std::time::Duration;

    #[test]
    fn a_minute_is_counted_and_then_forgotten() {
        let pulse = Pulse::default();
        for n in 0..100 {
            let status = if n < 10 { 503 } else { 200 };
            pulse.note_at(Duration::from_secs(20), status, Duration::from_millis(n + 1));
        }
        let minute = pulse.minute_at(Duration::from_secs(20));
        assert!((minute.requests_per_second - 5.0).abs() < 1e-9);
        assert!((minute.error_rate - 0.1).abs() < 1e-9);
        let p95 = minute.p95.unwrap();
        assert!((p95 - 95.0).abs() < 95.0 * 0.04, "{p95}");
        let later = pulse.minute_at(Duration::from_secs(80));
        assert_eq!((later.requests_per_second, later.p50), (0.0, None));
        let totals = pulse.totals();
        assert_eq!((totals.count, totals.classes), (100, [0, 90, 0, 0, 10]));
    }
}
