//! How long to wait between two tries: longer each time, and never in step with other consoles.

use std::time::Duration;
use tokio::sync::watch;

/// The pace of everything that is tried again.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Before the second try.
    pub first: Duration,
    /// Never longer than this, unless the server asks for it.
    pub longest: Duration,
    /// A stream that is silent for this long is dead. The server sends a heartbeat each 15 s.
    pub silence: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(15),
            silence: Duration::from_secs(40),
        }
    }
}

/// The most that a server may make us wait.
const PATIENCE: Duration = Duration::from_mins(2);

/// Counts the tries of one thing.
#[derive(Debug)]
pub struct Backoff {
    pace: Pace,
    tries: u32,
    random: u64,
}

impl Backoff {
    /// Nothing tried yet.
    pub fn new(pace: Pace) -> Self {
        Self { pace, tries: 0, random: uuid::Uuid::new_v4().as_u64_pair().0 | 1 }
    }

    /// How often it has failed in a row.
    pub const fn tries(&self) -> u32 {
        self.tries
    }

    /// It went well: the next failure is a first one again.
    pub const fn reset(&mut self) {
        self.tries = 0;
    }

    /// It failed: how long to wait before the next try. Doubles up to the longest, of which between
    /// half and all is waited; never less than the server asked for.
    pub fn failed(&mut self, asked: Option<Duration>) -> Duration {
        let doubled = self.pace.first.saturating_mul(1 << self.tries.min(16));
        self.tries = self.tries.saturating_add(1);
        let half = doubled.min(self.pace.longest) / 2;
        // xorshift: good enough to keep a thousand consoles from coming back in the same instant.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let part = u32::try_from(self.random % 1000).unwrap_or(0);
        let wait = half + half * part / 1000;
        wait.max(asked.unwrap_or_default().min(PATIENCE))
    }
}

/// Waits, or less when somebody says that it is worth trying now.
pub async fn pause(wait: Duration, nudge: &mut watch::Receiver<u64>) {
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        Ok(()) = nudge.changed() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_and_start_over() {
        let mut backoff = Backoff::new(Pace::default());
        let waits: Vec<u128> = (0..12).map(|_| backoff.failed(None).as_millis()).collect();
        assert!((250..=500).contains(&waits[0]), "{waits:?}");
        assert!((500..=1000).contains(&waits[1]), "{waits:?}");
        assert!(waits[6..].iter().all(|w| (7_500..=15_000).contains(w)), "{waits:?}");
        backoff.reset();
        assert!(backoff.failed(None) <= Duration::from_millis(500));
    }

    #[test]
    fn the_server_may_ask_for_more_but_not_for_everything() {
        let mut backoff = Backoff::new(Pace::default());
        assert_eq!(backoff.failed(Some(Duration::from_secs(30))), Duration::from_secs(30));
        assert_eq!(backoff.failed(Some(Duration::from_hours(24))), PATIENCE);
    }
}
