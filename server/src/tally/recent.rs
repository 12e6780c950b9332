//! Durations of the last 30 days, kept sorted, so that a median is a look and not a count.

use robindesk_protocol::Timestamp;
use std::collections::BTreeMap;

/// Durations in milliseconds, each with when it was measured.
#[derive(Debug, Default)]
pub struct Recent {
    /// By time and event, to be forgotten in that order.
    by_time: BTreeMap<(Timestamp, i64), i64>,
    sorted: Vec<i64>,
}

impl Recent {
    /// Adds what the event `seq` measured.
    pub fn add(&mut self, at: Timestamp, seq: i64, ms: i64) {
        if self.by_time.insert((at, seq), ms).is_none() {
            let place = self.sorted.partition_point(|known| *known < ms);
            self.sorted.insert(place, ms);
        }
    }

    /// Forgets what was measured before `since`.
    pub fn forget(&mut self, since: Timestamp) {
        while let Some(first) = self.by_time.first_entry().filter(|e| e.key().0 < since) {
            let ms = first.remove();
            if let Ok(place) = self.sorted.binary_search(&ms) {
                self.sorted.remove(place);
            }
        }
    }

    /// The smallest duration that at least `percent` in 100 do not exceed; `None` of nothing.
    pub fn percentile(&self, percent: usize) -> Option<u64> {
        let rank = (self.sorted.len() * percent).div_ceil(100);
        self.sorted.get(rank.checked_sub(1)?).map(|ms| ms.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;
    use robindesk_protocol::Timestamp;

    #[test]
    fn percentiles_are_of_what_is_not_forgotten() {
        let mut recent = Recent::default();
        assert_eq!(recent.percentile(50), None);
        for (n, ms) in [7, 3, 9, 3, 5, 1, 8, 2, 6, 4].into_iter().enumerate() {
            let n = i64::try_from(n).unwrap();
            recent.add(Timestamp(n), n, ms);
            // Heard twice, counted once.
            recent.add(Timestamp(n), n, ms);
        }
        assert_eq!((recent.percentile(50), recent.percentile(90)), (Some(4), Some(8)));
        recent.forget(Timestamp(9));
        assert_eq!((recent.percentile(50), recent.percentile(90)), (Some(4), Some(4)));
        recent.forget(Timestamp(10));
        assert_eq!(recent.percentile(50), None);
    }
}
