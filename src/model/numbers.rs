//! The live numbers as this console knows them: the newest, those on screen (not changed more than
//! once a second, nor while they are held), and how the server was over the last hour.

pub mod export;
pub mod past;
pub mod range;
pub mod trouble;

use super::link::Link;
use past::Past;
use robindesk_protocol::{Health, Stats, Timestamp};

/// The least time between two changes of the numbers on screen, in milliseconds.
const PACE_MS: i64 = 1_000;
/// How often health is asked for while it is looked at, in milliseconds.
const WATCHED_MS: i64 = 5_000;
/// And while it is not: enough for the lines of the last hour.
const UNWATCHED_MS: i64 = 30_000;
/// The least time between two questions for the stats, in milliseconds.
const AGAIN_MS: i64 = 5_000;
const HOUR_MS: i64 = 3_600_000;

/// The numbers, and what is known of the server.
#[derive(Debug, Default)]
pub struct Numbers {
    shown: Option<Box<Stats>>,
    shown_at: Timestamp,
    /// Newer than those on screen.
    newer: Option<Box<Stats>>,
    /// Since when they are held.
    held: Option<Timestamp>,
    asked: Option<Timestamp>,
    /// Why the last question for the stats was in vain.
    pub refused: Option<String>,
    health: Option<Box<Health>>,
    health_asked: Option<Timestamp>,
    /// Why the last question for the health was in vain.
    pub health_refused: Option<String>,
    pub past: Past,
    /// How the link stands, once it was tried: without it nothing newer is known.
    pub link: Option<Link>,
}

impl Numbers {
    /// The numbers on screen.
    pub fn stats(&self) -> Option<&Stats> {
        self.shown.as_deref()
    }

    /// How the server was when it last said so.
    pub fn health(&self) -> Option<&Health> {
        self.health.as_deref()
    }

    /// Takes numbers, or why there are none. Older ones than those known are dropped.
    pub fn take(&mut self, stats: Result<Box<Stats>, String>, now: Timestamp) {
        let stats = match stats {
            Ok(stats) => stats,
            Err(why) => return self.refused = Some(why),
        };
        self.refused = None;
        let known = self.newer.as_ref().or(self.shown.as_ref());
        if known.is_some_and(|known| (stats.seq, stats.at) < (known.seq, known.at)) {
            return;
        }
        self.newer = Some(stats);
        self.tick(now);
    }

    /// Time has passed: newer numbers may be due on screen.
    pub fn tick(&mut self, now: Timestamp) {
        if self.shows_next().is_some_and(|due| due <= now || now < self.shown_at) {
            self.shown = self.newer.take();
            self.shown_at = now;
        }
    }

    /// When newer numbers go on screen; `None` when there are none, or they are held.
    pub fn shows_next(&self) -> Option<Timestamp> {
        self.newer.as_ref()?;
        match (&self.shown, self.held) {
            (None, _) => Some(self.shown_at),
            (Some(_), None) => Some(self.shown_at.plus_ms(PACE_MS)),
            (Some(_), Some(_)) => None,
        }
    }

    /// Whether there is no link to the server: what is known was heard before it went.
    pub const fn is_cut_off(&self) -> bool {
        matches!(self.link, Some(Link::Reconnecting { .. }))
    }

    /// Holds the numbers on screen, or lets them go on.
    pub fn hold(&mut self, now: Timestamp) {
        self.held = if self.held.is_some() { None } else { Some(now) };
        self.shown_at = now.plus_ms(-PACE_MS);
        self.tick(now);
    }

    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// By which clock waiting times are told: the present, or that moment which is held.
    pub fn moment(&self, now: Timestamp) -> Timestamp {
        self.held.unwrap_or(now)
    }

    /// The next whole second of the longest wait, which counts on by itself.
    pub fn counts_on(&self, now: Timestamp) -> Option<Timestamp> {
        let since = self.stats().filter(|_| self.held.is_none())?.tickets.oldest_waiting?;
        Some(now.plus_ms(1_000 - now.since_ms(since).rem_euclid(1_000)))
    }

    /// Whether the stats must be asked for now; if so, they count as asked for. The stream is silent
    /// while nothing happens, but hours go by all the same.
    pub fn wants_stats(&mut self, now: Timestamp) -> bool {
        let newest = self.newer.as_ref().or(self.shown.as_ref());
        let hour = |at: Timestamp| at.0.div_euclid(HOUR_MS);
        let old = newest.is_none_or(|stats| hour(stats.at) < hour(now));
        let wants = old && is_over(self.asked, AGAIN_MS, now);
        if wants {
            self.asked = Some(now);
        }
        wants
    }

    /// Whether the health must be asked for now; if so, it counts as asked for.
    pub fn wants_health(&mut self, watched: bool, now: Timestamp) -> bool {
        let wants = is_over(self.health_asked, period(watched), now);
        if wants {
            self.health_asked = Some(now);
        }
        wants
    }

    /// When the health is asked for next; `None` before the first time.
    pub fn asks_next(&self, watched: bool) -> Option<Timestamp> {
        self.health_asked.map(|at| at.plus_ms(period(watched)))
    }

    /// Both are asked for at once.
    pub fn ask_again(&mut self) {
        (self.asked, self.health_asked) = (None, None);
    }

    /// Takes how the server is, or why that is not known.
    pub fn take_health(&mut self, health: Result<Box<Health>, String>, now: Timestamp) {
        match health {
            Ok(health) => {
                self.past.add(&health, now);
                self.health_refused = None;
                self.health = Some(health);
            }
            Err(why) => self.health_refused = Some(why),
        }
    }
}

const fn period(watched: bool) -> i64 {
    if watched { WATCHED_MS } else { UNWATCHED_MS }
}

/// Whether so much time has passed since then. A clock that was put back must not stop anything.
fn is_over(since: Option<Timestamp>, ms: i64, now: Timestamp) -> bool {
    since.is_none_or(|at| !(0..ms).contains(&now.since_ms(at)))
}

#[cfg(test)]
mod tests;
