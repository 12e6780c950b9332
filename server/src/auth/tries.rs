//! How often a login may be tried: counted by account and address together, so that a stranger can
//! shut out himself but not the account's owner, who comes from elsewhere.

use super::address::neighbourhood;
use crate::limits::{Quota, Refused};
use robindesk_protocol::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Tries on one account from one address, within a window.
const PER_ACCOUNT: u32 = 10;
/// Tries from one address on whatever account. Offices share one.
const PER_ADDRESS: u32 = 200;
/// Milliseconds from the first try until the count starts anew.
const WINDOW_MS: i64 = 15 * 60 * 1000;
/// More than these and what has run out is swept.
const MAX_ENTRIES: usize = 20_000;

/// Counts tries to log in. In memory: a restart forgives.
#[derive(Debug, Clone, Default)]
pub struct Tries(Arc<Mutex<HashMap<Key, Window>>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String, IpAddr),
    Address(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Window {
    count: u32,
    ends: Timestamp,
}

impl Tries {
    /// Counts a try.
    ///
    /// # Errors
    /// [`Refused`] when there were too many; all tries are there again with the next one.
    pub fn begin(&self, email: &str, from: IpAddr, now: Timestamp) -> Result<(), Refused> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MAX_ENTRIES {
            counts.retain(|_, window| window.ends > now);
            if counts.len() >= MAX_ENTRIES {
                counts.clear();
            }
        }
        let [account, address] = keys(email, from);
        for (key, limit) in [(account, PER_ACCOUNT), (address, PER_ADDRESS)] {
            let fresh = Window { count: 0, ends: now.plus_ms(WINDOW_MS) };
            let window = counts.entry(key).or_insert(fresh);
            if window.ends <= now {
                *window = fresh;
            }
            if window.count >= limit {
                let ms = u64::try_from(window.ends.since_ms(now)).unwrap_or(0);
                let reset = ms.div_ceil(1000).max(1);
                return Err(Refused {
                    quota: Quota { limit, remaining: 0, reset },
                    retry_after: reset,
                });
            }
            window.count += 1;
        }
        Ok(())
    }

    /// The try succeeded: it does not count, and what was mistyped before it is forgiven.
    pub fn succeeded(&self, email: &str, from: IpAddr) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [account, address] = keys(email, from);
        counts.remove(&account);
        if let Some(window) = counts.get_mut(&address) {
            window.count = window.count.saturating_sub(1);
        }
    }
}

fn keys(email: &str, from: IpAddr) -> [Key; 2] {
    let from = neighbourhood(from);
    // Long enough for any real address, and no store of whatever a stranger sends.
    let email = email.trim().to_lowercase().chars().take(254).collect();
    [Key::Account(email, from), Key::Address(from)]
}

#[cfg(test)]
mod tests {
    use super::{PER_ACCOUNT, PER_ADDRESS, Tries, WINDOW_MS};
    use crate::limits::{Quota, Refused};
    use robindesk_protocol::Timestamp;
    use std::net::IpAddr;

    const NOW: Timestamp = Timestamp(1_793_525_400_000);

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn exhaust(tries: &Tries, email: &str, from: &str) {
        for _ in 0..PER_ACCOUNT {
            tries.begin(email, ip(from), NOW).unwrap();
        }
    }

    #[test]
    fn a_guesser_is_stopped_and_told_for_how_long() {
        let tries = Tries::default();
        exhaust(&tries, "maya@example.com", "203.0.113.7");
        let quota = Quota { limit: PER_ACCOUNT, remaining: 0, reset: 900 };
        let refused = Refused { quota, retry_after: 900 };
        assert_eq!(tries.begin("Maya@Example.com", ip("203.0.113.7"), NOW), Err(refused));
        let later = NOW.plus_ms(WINDOW_MS);
        assert_eq!(tries.begin("maya@example.com", ip("203.0.113.7"), later), Ok(()));
    }

    #[test]
    fn the_victim_is_not_shut_out() {
        let tries = Tries::default();
        exhaust(&tries, "maya@example.com", "203.0.113.7");
        assert_eq!(tries.begin("maya@example.com", ip("198.51.100.2"), NOW), Ok(()));
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one() {
        let tries = Tries::default();
        exhaust(&tries, "maya@example.com", "2001:db8::1");
        assert!(tries.begin("maya@example.com", ip("2001:db8::2"), NOW).is_err());
        assert!(tries.begin("maya@example.com", ip("2001:db8:0:1::1"), NOW).is_ok());
    }

    #[test]
    fn spraying_over_accounts_is_stopped_too() {
        let tries = Tries::default();
        for n in 0..PER_ADDRESS {
            tries.begin(&format!("{n}@example.com"), ip("203.0.113.7"), NOW).unwrap();
        }
        assert!(tries.begin("one-more@example.com", ip("203.0.113.7"), NOW).is_err());
    }

    #[test]
    fn a_success_forgives() {
        let tries = Tries::default();
        for _ in 0..PER_ADDRESS * 2 {
            tries.begin("maya@example.com", ip("203.0.113.7"), NOW).unwrap();
            tries.succeeded("maya@example.com", ip("203.0.113.7"));
        }
    }
}
