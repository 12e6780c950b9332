//! The numbers as the wire shows them.

use super::ledger::Ledger;
use super::recent::Recent;
use crate::desk::changes::counts::{Counts, HOUR_MS};
use robindesk_protocol::{
    AccountStatus, AgentRef, AgentStats, Availability, Distribution, HourCount, OrderStats,
    OrderStatus, Share, Stats, TicketStats, TicketStatus, Timestamp, User, UserId, UserType,
};
use std::collections::BTreeMap;

/// How far back anything by the hour goes: 30 days, in milliseconds.
pub const EARLIEST_MS: i64 = 30 * DAY_MS;

const DAY_MS: i64 = 24 * HOUR_MS;
/// The hours that charts show.
const CHART: i64 = 24;

impl Ledger {
    /// Everything, as of now.
    pub fn stats(&mut self, now: Timestamp) -> Stats {
        self.forget(now.plus_ms(-EARLIEST_MS));
        let midnight = midnight(now);
        let windows = [midnight, now.plus_ms(-7 * DAY_MS), now.plus_ms(-EARLIEST_MS)];
        Stats {
            seq: self.seq,
            at: now,
            orders: self.orders(now),
            tickets: self.tickets(now),
            agents: self.staff.values().map(|user| self.agent(user, midnight)).collect(),
            distribution: windows.map(|since| self.shares(since)).to_vec(),
        }
    }

    /// What the rotation gave to whom from the hour of `since` on.
    pub fn distribution(&mut self, since: Timestamp, now: Timestamp) -> Distribution {
        self.forget(now.plus_ms(-EARLIEST_MS));
        self.shares(since)
    }

    fn orders(&self, now: Timestamp) -> OrderStats {
        let of = |status: &OrderStatus| self.orders.get(status).map_or(0, |n| n.unsigned_abs());
        OrderStats {
            total: self.orders.values().sum::<i64>().unsigned_abs(),
            by_status: OrderStatus::ALL.iter().map(|status| (*status, of(status))).collect(),
            today: self.since(midnight(now), None, |c| c.orders),
            per_hour: self.chart(now, |c| c.orders),
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
            today: self.since(midnight(now), None, |c| c.tickets),
            per_hour: self.chart(now, |c| c.tickets),
            waiting: self.waiting.count() as u64,
            unassigned: i64::unsigned_abs(unassigned),
            oldest_waiting: self.waiting.oldest(),
        }
    }

    fn agent(&self, user: &User, midnight: Timestamp) -> AgentStats {
        let me = Some(user.id);
        let ever = self.ever.get(&me).copied().unwrap_or_default();
        let open = self.cells.iter().filter(|(c, _)| c.agent == me && c.status.is_unresolved());
        let of = |waits: &BTreeMap<UserId, Recent>, percent| {
            waits.get(&user.id).and_then(|recent| recent.percentile(percent))
        };
        AgentStats {
            agent: AgentRef { id: user.id, name: user.name.clone(), email: user.email.clone() },
            availability: user.agent_status,
            assigned: ever.assigned.unsigned_abs(),
            open: open.map(|(_, n)| n).sum::<i64>().unsigned_abs(),
            resolved_today: self.since(midnight, me, |c| c.resolved),
            first_response_median_ms: of(&self.first_responses, 50),
            first_response_p90_ms: of(&self.first_responses, 90),
            resolution_median_ms: of(&self.resolutions, 50),
            messages_sent: ever.messages.unsigned_abs(),
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
        for user in self.staff.values().filter(|user| in_rotation(user)) {
            turns.entry(user.id).or_default();
        }
        let gap = turns.values().max().zip(turns.values().min()).map_or(0, |(max, min)| max - min);
        let name = |id: &UserId| self.staff.get(id).map(|user| user.name.clone());
        let share = |(id, n): (UserId, i64)| Share {
            agent_id: id,
            name: name(&id).unwrap_or_default(),
            tickets: n.unsigned_abs(),
        };
        Distribution {
            since: Timestamp(first * HOUR_MS),
            agents: turns.into_iter().map(share).collect(),
            gap: gap.unsigned_abs(),
        }
    }

    /// One agent's count, or nobody's, from the hour of `since` on.
    fn since(&self, since: Timestamp, agent: Option<UserId>, of: fn(&Counts) -> i64) -> u64 {
        let hours = self.hours.range((hour(since), None)..);
        hours.filter(|((_, a), _)| *a == agent).map(|(_, c)| of(c)).sum::<i64>().unsigned_abs()
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

/// Whether somebody could be next in the rotation now, as far as limits do not forbid it.
fn in_rotation(user: &User) -> bool {
    user.status == AccountStatus::Active
        && matches!(user.user_type, UserType::Agent | UserType::Admin)
        && user.agent_status == Some(Availability::Available)
}

const fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(HOUR_MS)
}

/// When this day began, in UTC.
pub const fn midnight(now: Timestamp) -> Timestamp {
    Timestamp(now.0.div_euclid(DAY_MS) * DAY_MS)
}
