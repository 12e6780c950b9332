//! The queue: one view's tickets, in the order she chose. Pages come as they come into sight; events
//! change rows in place and keep the order.

mod view;

pub use view::{Sort, View};

use super::Loaded;
use robindesk_protocol::{
    OrderSummary, Ticket, TicketId, TicketPage, TicketQuery, Timestamp, UserId,
};
use std::collections::HashMap;

/// How many rows a page asks for.
const PAGE: usize = 100;

/// What an event tells beyond the ticket itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct News {
    /// By how many unread messages it grew: events carry no count.
    pub unread: u32,
    /// Whether the ticket was not there before.
    pub created: bool,
}

/// The loaded front of a view's list, ordered, each ticket once.
#[derive(Debug, Clone)]
pub struct Tickets {
    pub view: View,
    pub sort: Sort,
    /// What the filter says; empty for none.
    pub filter: String,
    pub loaded: Loaded,
    rows: Vec<Ticket>,
    total: u64,
    next_cursor: Option<String>,
    /// What events told while the first page was on its way: the page may be older.
    meanwhile: Vec<(Ticket, News)>,
    /// Counted with each change, for frames and keys are more often than changes.
    unread: u32,
    highest: i64,
    me: UserId,
}

impl Tickets {
    /// An empty list that nothing was asked for yet.
    pub fn new(view: View, me: UserId) -> Self {
        let sort = view.sort();
        let filter = String::new();
        let (rows, loaded) = (Vec::new(), Loaded::Never);
        Self {
            view,
            sort,
            filter,
            loaded,
            rows,
            total: 0,
            next_cursor: None,
            meanwhile: Vec::new(),
            unread: 0,
            highest: 0,
            me,
        }
    }

    /// What is loaded so far.
    pub fn rows(&self) -> &[Ticket] {
        &self.rows
    }

    /// How many there are on the server, as far as is known.
    pub fn total(&self) -> u64 {
        self.total.max(self.rows.len() as u64)
    }

    /// Messages not read yet, over the loaded rows.
    pub fn unread(&self) -> u32 {
        self.unread
    }

    /// The highest number among the loaded rows.
    pub fn highest(&self) -> i64 {
        self.highest
    }

    /// Where a ticket is.
    pub fn position(&self, ticket: TicketId) -> Option<usize> {
        self.rows.iter().position(|t| t.id == ticket)
    }

    /// A loaded ticket.
    pub fn get(&self, ticket: TicketId) -> Option<&Ticket> {
        self.rows.iter().find(|t| t.id == ticket)
    }

    /// The question for the first page.
    pub fn first_page(&self) -> TicketQuery {
        let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TicketQuery {
            status: self.view.status().map(str::to_owned),
            agent_id: self.view.agent().map(str::to_owned),
            q: words(&self.filter),
            sort: Some(self.sort.wire().into()),
            limit: Some(PAGE.to_string()),
            ..TicketQuery::default()
        }
    }

    /// The question for the page after what is loaded, when there is one.
    pub fn next_page(&self) -> Option<TicketQuery> {
        let cursor = self.next_cursor.clone()?;
        Some(TicketQuery { cursor: Some(cursor), ..self.first_page() })
    }

    /// Takes the first page in the place of everything that was there.
    pub fn take_first(&mut self, page: TicketPage) {
        self.rows.clear();
        self.take_next(page);
        for (ticket, news) in std::mem::take(&mut self.meanwhile) {
            let known = self.get(ticket.id).map(|t| t.updated_at);
            if known.is_none_or(|known| known < ticket.updated_at) {
                self.apply(&ticket, news);
            }
        }
    }

    /// Takes a further page. A row that an event brought before is not there twice, and not older.
    pub fn take_next(&mut self, page: TicketPage) {
        self.total = page.paging.total;
        self.next_cursor = page.paging.next_cursor;
        self.loaded = Loaded::Here;
        let mut known: HashMap<TicketId, Timestamp> =
            self.rows.iter().map(|t| (t.id, t.updated_at)).collect();
        let newer = |t: &Ticket| known.get(&t.id).is_none_or(|at| *at <= t.updated_at);
        let fresh: Vec<Ticket> = page.tickets.into_iter().filter(newer).collect();
        known = fresh.iter().map(|t| (t.id, t.updated_at)).collect();
        self.rows.retain(|t| !known.contains_key(&t.id));
        self.rows.extend(fresh);
        let sort = self.sort;
        self.rows.sort_by(|a, b| sort.compare(a, b));
        self.count();
    }

    /// Takes a ticket as an event or an answer tells it. Says whether it is new in this view.
    pub fn apply(&mut self, ticket: &Ticket, news: News) -> bool {
        let new = self.put(ticket, news);
        self.count();
        new
    }

    fn put(&mut self, ticket: &Ticket, news: News) -> bool {
        if self.loaded == Loaded::Asked {
            self.meanwhile.push((ticket.clone(), news));
        }
        let at = self.position(ticket.id);
        let before = at.map(|i| self.rows.remove(i));
        let known = before.is_some();
        if !self.holds(ticket) {
            if known {
                self.total = self.total.saturating_sub(1);
            }
            return false;
        }
        let mut row = ticket.clone();
        let was = before.as_ref().and_then(|t| t.unread).unwrap_or(0);
        row.unread = Some(ticket.unread.unwrap_or(was) + news.unread);
        if let Some(before) = before {
            row.order = row.order.or(before.order);
            row.last_message = row.last_message.or(before.last_message);
        }
        let place = self.rows.partition_point(|t| self.sort.compare(t, &row).is_lt());
        // Beyond the loaded front it comes with its page.
        let beyond = place == self.rows.len() && self.next_cursor.is_some();
        if !beyond || known {
            self.rows.insert(place, row);
        }
        // A row that is not loaded is not therefore new.
        let new = !known && (news.created || self.next_cursor.is_none());
        self.total += u64::from(new);
        new
    }

    /// Takes what an event says of an order.
    pub fn apply_order(&mut self, order: &OrderSummary) {
        for row in self.rows.iter_mut().filter(|t| t.order_id == order.id) {
            row.order = Some(order.clone());
        }
    }

    /// Says that everything up to now was read.
    pub fn read(&mut self, ticket: TicketId) {
        if let Some(row) = self.rows.iter_mut().find(|t| t.id == ticket) {
            row.unread = Some(0);
        }
        self.count();
    }

    /// Sorts another way; what is loaded is asked for again.
    pub fn sort_by(&mut self, sort: Sort) {
        self.sort = sort;
        self.rows.sort_by(|a, b| sort.compare(a, b));
        self.loaded = Loaded::Never;
    }

    /// Filters what is loaded at once; the rest is for the server to find.
    pub fn filter_by(&mut self, text: &str) {
        let narrower = text.starts_with(&self.filter);
        text.clone_into(&mut self.filter);
        if narrower {
            let (filter, view, me) = (self.filter.clone(), self.view, self.me);
            self.rows.retain(|t| view.holds(t, me) && view::mentions(t, &filter));
            self.total = self.rows.len() as u64;
        }
        self.loaded = Loaded::Never;
        self.count();
    }

    fn count(&mut self) {
        self.unread = self.rows.iter().filter_map(|t| t.unread).sum();
        self.highest = self.rows.iter().map(|t| t.id.0).max().unwrap_or(0);
    }

    fn holds(&self, ticket: &Ticket) -> bool {
        self.view.holds(ticket, self.me) && view::mentions(ticket, &self.filter)
    }
}

#[cfg(test)]
mod tests;
