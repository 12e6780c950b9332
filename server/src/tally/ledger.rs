//! The numbers in memory: the writer's sums, and every later event folded into them.

use super::recent::{RANGES, Recent};
use super::turns::Turns;
use crate::desk::changes::counts::{self, Cell, Counts, Span, Sums, Wait, Waited};
use crate::store::read::numbers::Seed;
use robindesk_protocol::{Change, Event, OrderStatus, TicketId, Timestamp, User, UserId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everything that is counted.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The last event that was folded.
    pub seq: i64,
    pub cells: BTreeMap<Cell, i64>,
    pub orders: BTreeMap<OrderStatus, i64>,
    /// By agent, `None` for what is nobody's, from the beginning.
    pub ever: BTreeMap<Option<UserId>, Counts>,
    /// By hour since the epoch and agent, of the last 30 days.
    pub hours: BTreeMap<(i64, Option<UserId>), Counts>,
    pub staff: BTreeMap<UserId, User>,
    /// The names of staff that was removed: what it got and did stays in the numbers.
    pub gone: BTreeMap<UserId, String>,
    pub first_responses: BTreeMap<UserId, Recent>,
    pub resolutions: BTreeMap<UserId, Recent>,
    pub waiting: Waiting,
    /// The number of the rotation's last decision.
    pub decided: i64,
    /// What the decisions say, up to the last time that somebody asked.
    pub turns: Turns,
}

/// Tickets on which a party waits for an answer.
#[derive(Debug, Default)]
pub struct Waiting {
    since: HashMap<TicketId, Timestamp>,
    in_order: BTreeSet<(Timestamp, TicketId)>,
}

impl Waiting {
    /// Since when the ticket waits now.
    pub fn set(&mut self, ticket: TicketId, since: Option<Timestamp>) {
        let before = match since {
            Some(since) => self.since.insert(ticket, since),
            None => self.since.remove(&ticket),
        };
        if let Some(before) = before {
            self.in_order.remove(&(before, ticket));
        }
        self.in_order.extend(since.map(|since| (since, ticket)));
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.in_order.len()
    }

    /// Since when the longest waiting one does.
    pub fn oldest(&self) -> Option<Timestamp> {
        self.in_order.first().map(|(since, _)| *since)
    }
}

impl Ledger {
    /// Begins anew with what the writer's sums say. What was seen of the decisions stays.
    pub fn begin(&mut self, seed: Seed) {
        let turns = std::mem::take(&mut self.turns);
        *self = Self { seq: seed.seq, decided: seed.decided, turns, ..Self::default() };
        self.add(seed.sums);
        self.staff = seed.staff.into_iter().map(|user| (user.id, user)).collect();
        self.gone = seed.gone.into_iter().collect();
        for (ticket, since) in seed.waiting {
            self.waiting.set(ticket, Some(since));
        }
    }

    /// Folds the next event of the log. One that was folded before changes nothing.
    pub fn fold(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        self.add(Sums::of([event]));
        if let Some((ticket, since)) = counts::waits(event) {
            self.waiting.set(ticket, since);
        }
        self.decided = self.decided.max(event.data.decision.unwrap_or(0));
        if let Some(user) = event.data.agent.as_ref().filter(|user| user.user_type.is_staff()) {
            self.note(user, event.data.change.as_ref());
        }
    }

    /// Notes how a member of staff is now, or that it is none any more.
    fn note(&mut self, user: &User, change: Option<&Change>) {
        let removed = |c: &Change| c.field == "status" && c.to.as_deref() == Some("removed");
        if change.is_some_and(removed) {
            self.staff.remove(&user.id);
            self.gone.insert(user.id, user.name.clone());
        } else {
            self.staff.insert(user.id, user.clone());
        }
    }

    fn add(&mut self, sums: Sums) {
        for (cell, n) in sums.cells {
            *self.cells.entry(cell).or_default() += n;
        }
        for (status, n) in sums.orders {
            *self.orders.entry(status).or_default() += n;
        }
        for ((span, agent), counts) in sums.counts {
            let known = match span {
                Span::Ever => self.ever.entry(agent).or_default(),
                Span::Hour(hour) => self.hours.entry((hour, agent)).or_default(),
            };
            known.add(counts);
        }
        for Waited { seq, wait, agent, at, ms } in sums.waited {
            let waits = match wait {
                Wait::FirstResponse => &mut self.first_responses,
                Wait::Resolution => &mut self.resolutions,
            };
            waits.entry(agent).or_default().add(at, seq, ms);
        }
    }

    /// Forgets what is older than each range that is shown, to the hour; the last reaches back furthest.
    pub fn forget(&mut self, ranges: [Timestamp; RANGES]) {
        let since = ranges.map(|since| Timestamp(since.0 - since.0.rem_euclid(counts::HOUR_MS)));
        let hour = since[RANGES - 1].0.div_euclid(counts::HOUR_MS);
        self.hours = self.hours.split_off(&(hour, None));
        let waits = self.first_responses.values_mut().chain(self.resolutions.values_mut());
        waits.for_each(|recent| recent.forget(since));
    }
}
