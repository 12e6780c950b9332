//! The numbers as the wire shows them.

use super::ledger::Ledger;
use super::recent::{RANGES, Recent};
use crate::desk::changes::counts::{Counts, HOUR_MS};
use robindesk_protocol::{
    AccountStatus, AgentRange, AgentRef, AgentStats, Availability, DayCount, Distribution,
    HourCount, OrderStats, OrderStatus, Share, Stats, TicketStats, TicketStatus, Timestamp, User,
    UserId, UserType,
};
use std::collections::BTreeMap;

/// How far back anything by the hour goes: 30 days, in milliseconds.
pub const EARLIEST_MS: i64 = 30 * DAY_MS;

const DAY_MS: i64 = 24 * HOUR_MS;
/// The hours that charts show.
const CHART: i64 = 24;
/// The days that charts show.
const DAYS: usize = 30;

impl Ledger {
    /// Everything, as of now.
    pub fn stats(&mut self, now: Timestamp) -> Stats {
        let windows = windows(now);
        self.forget(windows);
        Stats {
            seq: self.seq,
            at: now,
            orders: self.orders(now),
            tickets: self.tickets(now),
            agents: self.agents(windows),
            distribution: windows.map(|since| self.shares(since)).to_vec(),
        }
    }

    /// What the rotation gave to whom from the hour of `since` on.
    pub fn distribution(&mut self, since: Timestamp, now: Timestamp) -> Distribution {
        self.forget(windows(now));
        self.shares(since)
    }

    fn orders(&self, now: Timestamp) -> OrderStats {
        let of = |status: &OrderStatus| self.orders.get(status).map_or(0, |n| n.unsigned_abs());
        OrderStats {
            total: self.orders.values().sum::<i64>().unsigned_abs(),
            by_status: OrderStatus::ALL.iter().map(|status| (*status, of(status))).collect(),
            today: self.since(midnight(now), |c| c.orders),
            per_hour: self.chart(now, |c| c.orders),
            per_day: self.days(now, |c| c.orders),
        }
    }

    fn tickets(&self, now: Timestamp) -> TicketStats {
        let mut by_status: BTreeMap<TicketStatus, i64> =
            TicketStatus::ALL.iter().map(|status| (*status, 0)).collect();
        let mut unassigned = 0;
        for (cell, n) in &self.cells {
            *by_status.entry(cell.status).or_default() += n;
            if cell.agent.is_none() && cell.status.is_unresolved() {
                unassigned += n;
            }
        }
        let open = by_status.iter().filter(|(s, _)| s.is_unresolved()).map(|(_, n)| n).sum::<i64>();
        TicketStats {
            total: by_status.values().sum::<i64>().unsigned_abs(),
            open: open.unsigned_abs(),
            by_status: by_status.into_iter().map(|(s, n)| (s, n.unsigned_abs())).collect(),
            today: self.since(midnight(now), |c| c.tickets),
            per_hour: self.chart(now, |c| c.tickets),
            per_day: self.days(now, |c| c.tickets),
            waiting: self.waiting.count() as u64,
            unassigned: i64::unsigned_abs(unassigned),
            oldest_waiting: self.waiting.oldest(),
        }
    }

    /// All staff, with what each did since each of these times.
    fn agents(&self, windows: [Timestamp; RANGES]) -> Vec<AgentStats> {
        let mut done: BTreeMap<UserId, [Counts; RANGES]> = BTreeMap::new();
        for ((at, agent), counts) in &self.hours {
            let Some(agent) = agent else { continue };
            let sums = done.entry(*agent).or_default();
            for (sum, _) in sums.iter_mut().zip(windows).filter(|(_, since)| *at >= hour(*since)) {
                sum.add(*counts);
            }
        }
        let none = [Counts::default(); RANGES];
        let agent = |user: &User| self.agent(user, windows, done.get(&user.id).unwrap_or(&none));
        self.staff.values().map(agent).collect()
    }

    fn agent(
        &self,
        user: &User,
        windows: [Timestamp; RANGES],
        done: &[Counts; RANGES],
    ) -> AgentStats {
        let me = Some(user.id);
        let ever = self.ever.get(&me).copied().unwrap_or_default();
        let open = self.cells.iter().filter(|(c, _)| c.agent == me && c.status.is_unresolved());
        let of = |waits: &BTreeMap<UserId, Recent>, range, percent| {
            waits.get(&user.id).and_then(|recent| recent.percentile(range, percent))
        };
        let range = |(at, (since, done)): (usize, (Timestamp, &Counts))| AgentRange {
            since: Timestamp(hour(since) * HOUR_MS),
            assigned: done.assigned.unsigned_abs(),
            resolved: done.resolved.unsigned_abs(),
            first_response_median_ms: of(&self.first_responses, at, 50),
            first_response_p90_ms: of(&self.first_responses, at, 90),
            resolution_median_ms: of(&self.resolutions, at, 50),
            messages_sent: done.messages.unsigned_abs(),
        };
        AgentStats {
            agent: AgentRef { id: user.id, name: user.name.clone(), email: user.email.clone() },
            availability: user.agent_status,
            assigned: ever.assigned.unsigned_abs(),
            open: open.map(|(_, n)| n).sum::<i64>().unsigned_abs(),
            resolved_today: done[0].resolved.unsigned_abs(),
            first_response_median_ms: of(&self.first_responses, RANGES - 1, 50),
            first_response_p90_ms: of(&self.first_responses, RANGES - 1, 90),
            resolution_median_ms: of(&self.resolutions, RANGES - 1, 50),
            messages_sent: ever.messages.unsigned_abs(),
            ranges: windows.into_iter().zip(done).enumerate().map(range).collect(),
        }
    }

    fn shares(&self, since: Timestamp) -> Distribution {
        let first = hour(since);
        let mut turns: BTreeMap<UserId, i64> = BTreeMap::new();
        for ((_, agent), counts) in self.hours.range((first, None)..) {
            if let (Some(agent), 1..) = (agent, counts.turns) {
                *turns.entry(*agent).or_default() += counts.turns;
            }
        }
        let there = |user: &&User| in_rotation(user) && !self.turns.takes_none(user.id);
        for user in self.staff.values().filter(there) {
            turns.entry(user.id).or_default();
        }
        let from = Timestamp(first * HOUR_MS);
        let there = |id: &UserId| self.turns.throughout(*id, from);
        let all = gap(turns.values());
        let throughout = gap(turns.iter().filter(|(id, _)| there(id)).map(|(_, n)| n));
        let name = |id: &UserId| self.staff.get(id).map(|user| &user.name).or(self.gone.get(id));
        let share = |(id, n): (UserId, i64)| Share {
            agent_id: id,
            name: name(&id).cloned().unwrap_or_default(),
            tickets: n.unsigned_abs(),
            throughout: there(&id),
        };
        Distribution {
            since: from,
            agents: turns.into_iter().map(share).collect(),
            gap: all,
            gap_throughout: throughout,
            checked_since: from.max(self.turns.since),
            out_of_turn: self.turns.out_of_turn(from),
            by_load: self.turns.by_load(from),
        }
    }

    /// What is nobody's, from the hour of `since` on.
    fn since(&self, since: Timestamp, of: fn(&Counts) -> i64) -> u64 {
        let hours = self.hours.range((hour(since), None)..);
        hours.filter(|((_, a), _)| a.is_none()).map(|(_, c)| of(c)).sum::<i64>().unsigned_abs()
    }

    /// The last 30 days: whole ones, and what there is of today.
    fn days(&self, now: Timestamp, of: fn(&Counts) -> i64) -> Vec<DayCount> {
        let today = now.0.div_euclid(DAY_MS);
        let mut counts = [0_i64; DAYS];
        for ((hour, agent), c) in &self.hours {
            let back = today - hour.div_euclid(DAY_MS / HOUR_MS);
            let place = usize::try_from(back).ok().and_then(|back| (DAYS - 1).checked_sub(back));
            if let (None, Some(place)) = (agent, place) {
                counts[place] += of(c);
            }
        }
        let first = today + 1 - EARLIEST_MS / DAY_MS;
        let count = |(day, n): (i64, i64)| DayCount {
            day: Timestamp(day * DAY_MS),
            count: n.unsigned_abs(),
        };
        (first..).zip(counts).map(count).collect()
    }

    fn chart(&self, now: Timestamp, of: fn(&Counts) -> i64) -> Vec<HourCount> {
        let last = hour(now);
        let count = |hour: i64| HourCount {
            hour: Timestamp(hour * HOUR_MS),
            count: self.hours.get(&(hour, None)).map_or(0, of).unsigned_abs(),
        };
        (last - CHART + 1..=last).map(count).collect()
    }
}

/// The most less the fewest.
fn gap<'a>(turns: impl Iterator<Item = &'a i64> + Clone) -> u64 {
    turns.clone().max().zip(turns.min()).map_or(0, |(max, min)| (max - min).unsigned_abs())
}

/// Whether somebody could be next in the rotation now, as far as limits do not forbid it.
fn in_rotation(user: &User) -> bool {
    user.status == AccountStatus::Active
        && matches!(user.user_type, UserType::Agent | UserType::Admin)
        && user.agent_status == Some(Availability::Available)
}

/// The beginning of the hour that everything reaches back to.
pub fn earliest(now: Timestamp) -> Timestamp {
    Timestamp(hour(now.plus_ms(-EARLIEST_MS)) * HOUR_MS)
}

/// When the ranges begin: at midnight, 7 and 30 days ago.
fn windows(now: Timestamp) -> [Timestamp; RANGES] {
    [midnight(now), now.plus_ms(-7 * DAY_MS), now.plus_ms(-EARLIEST_MS)]
}

const fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(HOUR_MS)
}

/// When this day began, in UTC.
pub const fn midnight(now: Timestamp) -> Timestamp {
    Timestamp(now.0.div_euclid(DAY_MS) * DAY_MS)
}
