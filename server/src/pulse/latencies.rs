//! Latencies in buckets: sixteen to each doubling, so that any percentile is exact to about 3 in 100.

use std::time::Duration;

/// Up to 2^32 microseconds, more than an hour.
const DOUBLINGS: usize = 32;
const PARTS: usize = 16;
const BUCKETS: usize = (DOUBLINGS - 3) * PARTS;

/// What the counters for others are cut at, in microseconds.
const EDGES: [u64; 12] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000,
    30_000_000,
];

/// How many took how long.
#[derive(Debug)]
pub struct Latencies {
    buckets: Box<[u32; BUCKETS]>,
    count: u64,
    micros: u64,
    edges: [u64; EDGES.len()],
}

impl Default for Latencies {
    fn default() -> Self {
        Self { buckets: Box::new([0; BUCKETS]), count: 0, micros: 0, edges: [0; EDGES.len()] }
    }
}

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = &mut self.buckets[bucket(micros)];
        *bucket = bucket.saturating_add(1);
        self.count += 1;
        self.micros = self.micros.saturating_add(micros);
        if let Some(edge) = EDGES.iter().position(|edge| micros <= *edge) {
            self.edges[edge] += 1;
        }
    }

    /// Adds all of those.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(other.buckets.iter()) {
            *mine = mine.saturating_add(*theirs);
        }
        self.count += other.count;
        self.micros = self.micros.saturating_add(other.micros);
    }

    /// How many there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How long they took together.
    pub fn seconds(&self) -> f64 {
        Duration::from_micros(self.micros).as_secs_f64()
    }

    /// How many took at most so many seconds, for each edge.
    pub fn at_most(&self) -> Vec<(f64, u64)> {
        let mut sum = 0;
        let edges = EDGES.iter().zip(self.edges);
        edges
            .map(|(edge, n)| {
                sum += n;
                (Duration::from_micros(*edge).as_secs_f64(), sum)
            })
            .collect()
    }

    /// Milliseconds that `percent` in 100 did not exceed.
    pub fn percentile(&self, percent: u64) -> Option<f64> {
        let rank = (self.count * percent).div_ceil(100);
        let mut seen = 0;
        let found = self.buckets.iter().position(|n| {
            seen += u64::from(*n);
            *n > 0 && seen >= rank
        })?;
        Some(middle(found) / 1_000.0)
    }
}

/// Which bucket a duration falls into.
fn bucket(micros: u64) -> usize {
    if micros < PARTS as u64 {
        // Below 16.
        return usize::try_from(micros).unwrap_or(0);
    }
    let doubling = micros.ilog2() as usize;
    let part = usize::try_from((micros >> (doubling - 4)) & 15).unwrap_or(0);
    ((doubling - 3) * PARTS + part).min(BUCKETS - 1)
}

/// The middle of a bucket, in microseconds.
#[expect(clippy::cast_precision_loss, reason = "a bucket ends far below 2^52")]
fn middle(bucket: usize) -> f64 {
    if bucket < PARTS {
        return bucket as f64;
    }
    let (doubling, part) = (bucket / PARTS + 3, bucket % PARTS);
    let width = (1_u64 << (doubling - 4)) as f64;
    (PARTS + part) as f64 * width + width / 2.0
}

#[cfg(test)]
mod tests {
    use super::{BUCKETS, bucket, middle};

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn every_duration_is_near_the_middle_of_its_bucket() {
        for micros in (0..4_000).chain((10..30).map(|n| 7 << n)) {
            let found = bucket(micros);
            let off = (middle(found) - micros as f64).abs();
            assert!(off <= micros as f64 * 0.032, "{micros}: {off}");
            assert!(bucket(micros + 1) - found <= 1, "{micros}");
        }
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }
}
