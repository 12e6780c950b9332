//! Quotas that refill evenly. One number is kept for each key: when its bucket will be full again.

use crate::settings::Rate;
use robindesk_protocol::Timestamp;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keys after which those whose bucket is full again are forgotten.
const MANY: usize = 50_000;
const MICROS: i64 = 1_000_000;

/// What is left to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The most at once.
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until all of it is there again.
    pub reset: u64,
}

/// Nothing is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub quota: Quota,
    /// Seconds until one request is.
    pub retry_after: u64,
}

/// A bucket for each key.
#[derive(Debug)]
pub struct Buckets<K> {
    rate: Rate,
    known: Mutex<Known<K>>,
}

#[derive(Debug)]
struct Known<K> {
    /// Microseconds since the epoch at which the bucket is full again.
    full_at: HashMap<K, i64>,
    /// When full buckets were last looked for.
    swept: i64,
}

impl<K: Hash + Eq> Buckets<K> {
    /// Full buckets for everybody.
    pub fn new(rate: Rate) -> Self {
        Self { rate, known: Mutex::new(Known { full_at: HashMap::new(), swept: 0 }) }
    }

    /// Takes one from the bucket of this key.
    ///
    /// # Errors
    /// [`Refused`] when it is empty; nothing is taken then.
    pub fn take(&self, key: K, now: Timestamp) -> Result<Quota, Refused> {
        let now = now.0.saturating_mul(1_000);
        let one = MICROS / i64::from(self.rate.per_second);
        let whole = one * i64::from(self.rate.burst);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.full_at.len() >= MANY && (now - known.swept).abs() >= MICROS {
            known.full_at.retain(|_, at| *at > now);
            known.swept = now;
        }
        // A flood from many places. Those who are known already keep their buckets.
        if known.full_at.len() >= MANY && !known.full_at.contains_key(&key) {
            return Err(self.refused(whole, MICROS));
        }
        let at = known.full_at.entry(key).or_insert(now);
        // A clock that went back must not lock anybody out for as long as it went.
        *at = (*at).clamp(now, now + whole);
        let missing = *at - now + one;
        if missing > whole {
            return Err(self.refused(missing - one, missing - whole));
        }
        *at = now + missing;
        Ok(self.quota(missing, whole - missing, one))
    }

    fn refused(&self, missing: i64, wait: i64) -> Refused {
        Refused { quota: self.quota(missing, 0, 1), retry_after: seconds(wait).max(1) }
    }

    fn quota(&self, missing: i64, left: i64, one: i64) -> Quota {
        let remaining = u32::try_from(left / one).unwrap_or(0);
        Quota { limit: self.rate.burst, remaining, reset: seconds(missing) }
    }
}

fn seconds(micros: i64) -> u64 {
    micros.max(0).unsigned_abs().div_ceil(MICROS.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::{Buckets, MANY};
    use crate::settings::Rate;
    use robindesk_protocol::Timestamp;

    const NOW: Timestamp = Timestamp(1_793_525_400_000);

    #[test]
    fn a_burst_is_let_through_and_then_the_rate() {
        let buckets = Buckets::new(Rate { burst: 5, per_second: 2 });
        for left in (0..5).rev() {
            assert_eq!(buckets.take("maya", NOW).unwrap().remaining, left);
        }
        let refused = buckets.take("maya", NOW).unwrap_err();
        assert_eq!((refused.retry_after, refused.quota.reset, refused.quota.limit), (1, 3, 5));
        assert!(buckets.take("noor", NOW).is_ok());
        let later = NOW.plus_ms(1_000);
        assert!(buckets.take("maya", later).is_ok() && buckets.take("maya", later).is_ok());
        assert!(buckets.take("maya", later).is_err());
        assert_eq!(buckets.take("maya", NOW.plus_ms(60_000)).unwrap().remaining, 4);
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let buckets = Buckets::new(Rate { burst: 5, per_second: 1 });
        buckets.take("maya", NOW).unwrap();
        let before = NOW.plus_ms(-3_600_000);
        assert_eq!(buckets.take("maya", before).unwrap_err().retry_after, 1);
        assert!(buckets.take("maya", before.plus_ms(1_000)).is_ok());
    }

    #[test]
    fn a_flood_of_strangers_does_not_shut_out_who_is_known() {
        let buckets = Buckets::new(Rate { burst: 2, per_second: 1 });
        for stranger in 0..MANY {
            buckets.take(stranger, NOW).unwrap();
        }
        assert!(buckets.take(MANY, NOW).is_err());
        assert!(buckets.take(0, NOW).is_ok());
        assert!(buckets.take(MANY, NOW.plus_ms(2_000)).is_ok());
    }
}
