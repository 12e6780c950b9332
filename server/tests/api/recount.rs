//! Every number of a desk, counted from its log in the plainest way.

mod history;

pub use history::history;

use super::desk::Desk;
use robindesk_protocol::{
    Audience, Availability, Distribution, Event, EventKind, MessageType, OrderId, OrderStatus,
    Outcome, Stats, Ticket, TicketId, TicketStatus, Timestamp, UserId,
};
use robindesk_server::store::read::{decisions, events};
use std::collections::{BTreeMap, BTreeSet};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What the log says, read from its beginning.
#[derive(Debug, Default)]
pub struct Recount {
    log: Vec<Event>,
    tickets: BTreeMap<TicketId, Ticket>,
    orders: BTreeMap<OrderId, OrderStatus>,
    availability: BTreeMap<UserId, Option<Availability>>,
    /// Who got a ticket when, and whether from the rotation.
    given: Vec<(UserId, Timestamp, bool)>,
    first: Vec<(UserId, Timestamp, i64)>,
    resolved: Vec<(UserId, Timestamp, i64)>,
    sent: Vec<(UserId, Timestamp)>,
    /// When each automatic assignment was, and whom it found eligible.
    decided: Vec<(Timestamp, BTreeSet<UserId>)>,
}

impl Recount {
    pub async fn of(desk: &Desk) -> Self {
        let mut recount = Self::default();
        loop {
            let after = recount.log.last().map_or(0, |event| event.seq);
            let found = events::after(&desk.running.app().store, after, 1_000).await.unwrap();
            if found.is_empty() {
                break;
            }
            let read = |written: &events::Written| serde_json::from_str::<Event>(&written.body);
            recount.log.extend(found.iter().map(read).collect::<Result<Vec<_>, _>>().unwrap());
        }
        recount.decisions(desk).await;
        let mut answered = BTreeSet::new();
        for event in recount.log.clone() {
            recount.hear(&event, &mut answered);
        }
        recount
    }

    /// Reads each ticket's decision records, one by one.
    async fn decisions(&mut self, desk: &Desk) {
        let tickets: BTreeSet<TicketId> = self.log.iter().filter_map(|e| e.ticket_id).collect();
        for ticket in tickets {
            let store = &desk.running.app().store;
            for record in decisions::of_ticket(store, ticket).await.unwrap() {
                let could = |o| matches!(o, Outcome::Chosen | Outcome::LaterInTurn);
                let eligible = record.considered.iter().filter(|turn| could(turn.outcome));
                self.decided.push((record.at, eligible.map(|turn| turn.agent_id).collect()));
            }
        }
    }

    fn hear(&mut self, event: &Event, answered: &mut BTreeSet<TicketId>) {
        if let Some(order) = &event.data.order {
            self.orders.insert(order.id, order.status);
        }
        if let Some(agent) = &event.data.agent {
            self.availability.insert(agent.id, agent.agent_status);
        }
        if let Some(message) = &event.data.message
            && let Some(sender) = &message.sender
            && sender.user_type.is_staff()
        {
            assert_ne!(message.message_type, MessageType::System);
            self.sent.push((sender.id, event.at));
            if message.audience != Audience::Staff && answered.insert(message.ticket_id) {
                let begun = self.tickets[&message.ticket_id].created_at;
                self.first.push((sender.id, event.at, event.at.since_ms(begun)));
            }
        }
        let Some(now) = &event.data.ticket else { return };
        let before = self.tickets.insert(now.id, now.clone());
        let agent = |ticket: &Ticket| ticket.agent.as_ref().map(|a| a.id);
        let had = before.as_ref().and_then(agent);
        if let Some(has) = agent(now).filter(|has| Some(*has) != had) {
            self.given.push((has, event.at, event.data.decision.is_some()));
        }
        let was_open = before.is_some_and(|ticket| ticket.status.is_unresolved());
        if let (true, false, Some(has)) = (was_open, now.status.is_unresolved(), agent(now)) {
            self.resolved.push((has, event.at, event.at.since_ms(now.created_at)));
        }
    }

    /// Holds every number against the log.
    pub fn check(&self, stats: &Stats, when: &str) {
        let now = stats.at;
        let midnight = Timestamp(now.0 - now.0.rem_euclid(DAY));
        assert_eq!(stats.seq, self.log.last().unwrap().seq, "{when}");
        let kind = |kind| move |event: &&Event| event.kind == kind;
        let (orders, tickets) = (&stats.orders, &stats.tickets);
        for (kind, today, hours, days) in [
            (kind(EventKind::OrderCreated), orders.today, &orders.per_hour, &orders.per_day),
            (kind(EventKind::TicketCreated), tickets.today, &tickets.per_hour, &tickets.per_day),
        ] {
            let at: Vec<i64> = self.log.iter().filter(&kind).map(|event| event.at.0).collect();
            assert_eq!(today, count(&at, |at| *at >= midnight.0), "{when}");
            assert_eq!(hours.len(), 24, "{when}");
            for hour in hours {
                let hour_of = |at: &i64| (hour.hour.0..hour.hour.0 + HOUR).contains(at);
                assert_eq!(hour.count, count(&at, hour_of), "{when}");
            }
            assert!(hours[23].hour <= now && now.since_ms(hours[23].hour) < HOUR, "{when}");
            assert_eq!((days.len(), days[29].day), (30, midnight), "{when}");
            for day in days {
                let day_of = |at: &i64| (day.day.0..day.day.0 + DAY).contains(at);
                assert_eq!(day.count, count(&at, day_of), "{when}");
            }
        }
        self.check_totals(stats, when);
        for agent in &stats.agents {
            self.check_agent(agent, now, midnight, when);
        }
        assert_eq!(stats.agents.len(), self.availability.len(), "{when}");
        for (days, distribution) in [0, 7, 30].into_iter().zip(&stats.distribution) {
            let from = if days == 0 { midnight.0 } else { now.0 - days * DAY };
            self.check_distribution(distribution, from, when);
        }
    }

    fn check_totals(&self, stats: &Stats, when: &str) {
        assert_eq!(stats.orders.total, self.orders.len() as u64, "{when}");
        for status in OrderStatus::ALL {
            let n = self.orders.values().filter(|s| *s == status).count() as u64;
            assert_eq!(stats.orders.by_status[status], n, "{when}: {status}");
        }
        let all: Vec<&Ticket> = self.tickets.values().collect();
        assert_eq!(stats.tickets.total, all.len() as u64, "{when}");
        for status in TicketStatus::ALL {
            let n = count(&all, |ticket| ticket.status == *status);
            assert_eq!(stats.tickets.by_status[status], n, "{when}: {status}");
        }
        let open = |ticket: &&Ticket| ticket.status.is_unresolved();
        assert_eq!(stats.tickets.open, count(&all, open), "{when}");
        let nobodys = count(&all, |ticket| open(ticket) && ticket.agent.is_none());
        assert_eq!(stats.tickets.unassigned, nobodys, "{when}");
        let waiting = all.iter().filter_map(|ticket| ticket.waiting_since);
        assert_eq!(stats.tickets.oldest_waiting, waiting.clone().min(), "{when}");
        assert_eq!(stats.tickets.waiting, waiting.count() as u64, "{when}");
    }

    fn check_agent(
        &self,
        agent: &robindesk_protocol::AgentStats,
        now: Timestamp,
        midnight: Timestamp,
        when: &str,
    ) {
        let id = agent.agent.id;
        let ranges = [midnight.0, now.0 - 7 * DAY, now.0 - 30 * DAY]
            .map(|from| self.range(id, Timestamp(from - from.rem_euclid(HOUR))));
        let longest = &ranges[2];
        let open = |ticket: &&Ticket| {
            ticket.status.is_unresolved() && ticket.agent.as_ref().is_some_and(|a| a.id == id)
        };
        let expected = robindesk_protocol::AgentStats {
            agent: agent.agent.clone(),
            availability: self.availability[&id],
            assigned: count(&self.given, |(who, ..)| *who == id),
            open: self.tickets.values().filter(open).count() as u64,
            resolved_today: count(&self.resolved, |(who, at, _)| *who == id && *at >= midnight),
            first_response_median_ms: longest.first_response_median_ms,
            first_response_p90_ms: longest.first_response_p90_ms,
            resolution_median_ms: longest.resolution_median_ms,
            messages_sent: count(&self.sent, |(who, _)| *who == id),
            ranges: ranges.to_vec(),
        };
        assert_eq!(*agent, expected, "{when}");
    }

    fn range(&self, id: UserId, since: Timestamp) -> robindesk_protocol::AgentRange {
        let took = |waits: &[(UserId, Timestamp, i64)], percent: usize| {
            let recent = waits.iter().filter(|(who, at, _)| *who == id && *at >= since);
            let mut ms: Vec<i64> = recent.map(|(_, _, ms)| *ms).collect();
            ms.sort_unstable();
            let place = (ms.len() * percent).div_ceil(100).checked_sub(1)?;
            ms.get(place).map(|ms| ms.unsigned_abs())
        };
        robindesk_protocol::AgentRange {
            since,
            assigned: count(&self.given, |(who, at, _)| *who == id && *at >= since),
            resolved: count(&self.resolved, |(who, at, _)| *who == id && *at >= since),
            first_response_median_ms: took(&self.first, 50),
            first_response_p90_ms: took(&self.first, 90),
            resolution_median_ms: took(&self.resolved, 50),
            messages_sent: count(&self.sent, |(who, at)| *who == id && *at >= since),
        }
    }

    fn check_distribution(&self, distribution: &Distribution, from: i64, when: &str) {
        assert_eq!(distribution.since.0, from - from.rem_euclid(HOUR), "{when}");
        let turns = |id: UserId| {
            let since = distribution.since;
            count(&self.given, |(who, at, turn)| *who == id && *at >= since && *turn)
        };
        let mut total = 0;
        for share in &distribution.agents {
            assert_eq!(share.tickets, turns(share.agent_id), "{when}: {}", share.name);
            total += share.tickets;
        }
        let all = count(&self.given, |(_, at, turn)| *at >= distribution.since && *turn);
        assert_eq!(total, all, "{when}");
        let tickets = distribution.agents.iter().map(|share| share.tickets);
        let gap = tickets.clone().max().unwrap_or(0) - tickets.min().unwrap_or(0);
        assert_eq!(distribution.gap, gap, "{when}");
        let since = distribution.since;
        let within: Vec<_> = self.decided.iter().filter(|(at, _)| *at >= since).collect();
        for share in distribution.agents.iter().filter(|_| !within.is_empty()) {
            let throughout = within.iter().all(|(_, eligible)| eligible.contains(&share.agent_id));
            assert_eq!(share.throughout, throughout, "{when}: {}", share.name);
        }
        assert!(distribution.gap_throughout <= 1, "{when}: {distribution:?}");
        assert_eq!((distribution.checked_since, &distribution.out_of_turn[..]), (since, &[][..]));
    }
}

fn count<T>(all: &[T], fits: impl Fn(&T) -> bool) -> u64 {
    all.iter().filter(|one| fits(one)).count() as u64
}
