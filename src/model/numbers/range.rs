//! How far back the numbers are shown, and what they are then.

use robindesk_protocol::{
    AgentRange, AgentStats, DayCount, Distribution, HourCount, Stats, Timestamp,
};

/// Today, 7 or 30 days. Days begin at midnight UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    #[default]
    Today,
    Week,
    Month,
}

/// Orders or tickets of one hour or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub at: Timestamp,
    pub count: u64,
}

impl Range {
    pub const ALL: [Self; 3] = [Self::Today, Self::Week, Self::Month];

    /// The next one, around.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Today => Self::Week,
            Self::Week => Self::Month,
            Self::Month => Self::Today,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "7 days",
            Self::Month => "30 days",
        }
    }

    /// What one bar of the charts stands for.
    pub const fn per(self) -> &'static str {
        match self {
            Self::Today => "hour",
            Self::Week | Self::Month => "day",
        }
    }

    /// The bars: the last 24 hours, or the days.
    pub fn slots(self, hours: &[HourCount], days: &[DayCount]) -> Vec<Slot> {
        let hours = hours.iter().map(|hour| Slot { at: hour.hour, count: hour.count });
        let days = days.iter().map(|day| Slot { at: day.day, count: day.count });
        match self {
            Self::Today => hours.collect(),
            Self::Week => {
                let skip = days.len().saturating_sub(7);
                days.skip(skip).collect()
            }
            Self::Month => days.collect(),
        }
    }

    /// How many in the range: today's, or those of the days.
    pub fn total(self, today: u64, days: &[DayCount]) -> u64 {
        match self {
            Self::Today => today,
            _ => self.slots(&[], days).iter().map(|slot| slot.count).sum(),
        }
    }

    /// What the rotation gave to whom.
    pub fn distribution(self, stats: &Stats) -> Option<&Distribution> {
        stats.distribution.get(self as usize)
    }

    /// What somebody did.
    pub fn of(self, agent: &AgentStats) -> Option<&AgentRange> {
        agent.ranges.get(self as usize)
    }
}
