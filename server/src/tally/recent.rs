//! Durations of the last 30 days, kept sorted for each of the ranges that are shown, so that a median
//! is a look and not a count.

use robindesk_protocol::Timestamp;
use std::collections::BTreeMap;

/// The ranges: since midnight, over 7 and over 30 days.
pub const RANGES: usize = 3;

/// Durations in milliseconds, each with when it was measured.
#[derive(Debug, Default)]
pub struct Recent {
    /// By time and event.
    by_time: BTreeMap<(Timestamp, i64), i64>,
    ranges: [Range; RANGES],
}

/// The durations since some time.
#[derive(Debug, Default)]
struct Range {
    since: Timestamp,
    sorted: Vec<i64>,
}

impl Recent {
    /// Adds what the event `seq` measured.
    pub fn add(&mut self, at: Timestamp, seq: i64, ms: i64) {
        if self.by_time.insert((at, seq), ms).is_some() {
            return;
        }
        for range in self.ranges.iter_mut().filter(|range| range.since <= at) {
            let place = range.sorted.partition_point(|known| *known < ms);
            range.sorted.insert(place, ms);
        }
    }

    /// Forgets in each range what was measured before it begins; they only ever move on.
    pub fn forget(&mut self, since: [Timestamp; RANGES]) {
        for (range, since) in self.ranges.iter_mut().zip(since) {
            if since <= range.since {
                continue;
            }
            for ms in
                self.by_time.range((range.since, i64::MIN)..(since, i64::MIN)).map(|(_, ms)| ms)
            {
                if let Ok(place) = range.sorted.binary_search(ms) {
                    range.sorted.remove(place);
                }
            }
            range.since = since;
        }
        let earliest = self.ranges.iter().map(|range| range.since).min().unwrap_or_default();
        self.by_time = self.by_time.split_off(&(earliest, i64::MIN));
    }

    /// The smallest duration that at least `percent` in 100 of a range do not exceed; `None` of
    /// nothing.
    pub fn percentile(&self, range: usize, percent: usize) -> Option<u64> {
        let sorted = &self.ranges.get(range)?.sorted;
        let rank = (sorted.len() * percent).div_ceil(100);
        sorted.get(rank.checked_sub(1)?).map(|ms| ms.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;
    use robindesk_protocol::Timestamp;

    fn since(today: i64, week: i64, month: i64) -> [Timestamp; 3] {
        [today, week, month].map(Timestamp)
    }

    #[test]
    fn percentiles_are_of_what_is_not_forgotten() {
        let mut recent = Recent::default();
        assert_eq!(recent.percentile(0, 50), None);
        for (n, ms) in [7, 3, 9, 3, 5, 1, 8, 2, 6, 4].into_iter().enumerate() {
            let n = i64::try_from(n).unwrap();
            recent.add(Timestamp(n), n, ms);
            // Heard twice, counted once.
            recent.add(Timestamp(n), n, ms);
        }
        assert_eq!((recent.percentile(0, 50), recent.percentile(0, 90)), (Some(4), Some(8)));
        recent.forget(since(9, 8, 0));
        assert_eq!((recent.percentile(0, 50), recent.percentile(0, 90)), (Some(4), Some(4)));
        assert_eq!((recent.percentile(1, 50), recent.percentile(1, 90)), (Some(4), Some(6)));
        assert_eq!((recent.percentile(2, 50), recent.percentile(2, 90)), (Some(4), Some(8)));
        // What comes late belongs to the ranges that reach back to it.
        recent.add(Timestamp(8), 20, 1);
        assert_eq!((recent.percentile(0, 50), recent.percentile(1, 50)), (Some(4), Some(4)));
        assert_eq!((recent.percentile(1, 1), recent.percentile(2, 90)), (Some(1), Some(8)));
        recent.forget(since(10, 10, 10));
        assert_eq!(recent.percentile(2, 50), None);
    }
}
