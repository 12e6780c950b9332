//! The queue: one view's tickets, in the order she chose. Pages come as they come into sight, and go
//! when they are far from it; events change rows in place and keep the order.

mod beyond;
mod pages;
mod query;
mod sort;
mod stretch;
mod view;

pub use beyond::Leg;
pub use pages::Page;
pub use query::Query;
pub use sort::{Key, Sort};
pub use view::View;

use super::Loaded;
use robindesk_protocol::{OrderSummary, Ticket, TicketId, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use stretch::Stretch;

/// What an event tells beyond the ticket itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct News {
    /// By how many unread messages it grew: events carry no count.
    pub unread: u32,
    /// Whether the ticket was not there before.
    pub created: bool,
}

/// The part of a view's list around where she is: ordered, each ticket once.
#[derive(Debug, Clone)]
pub struct Tickets {
    pub view: View,
    pub sort: Sort,
    /// As she sorted it; the words of a filter may say otherwise for as long as they stand.
    chosen: Sort,
    /// What the filter says; empty for none.
    pub filter: String,
    pub loaded: Loaded,
    words: Query,
    rows: Vec<Arc<Ticket>>,
    /// Where each ticket stands: found among a hundred thousand by halving.
    keys: HashMap<TicketId, Key>,
    /// What of the list the rows are.
    stretch: Stretch,
    /// What was loaded when the filter began: what is typed next may choose others of it.
    unfiltered: Vec<Arc<Ticket>>,
    total: u64,
    /// There are more than the total says: nobody counted to the end.
    uncounted: bool,
    /// Whether the server has ever said how many there are: rows that events brought are not all.
    told: bool,
    /// How many the view held when the filter began.
    of_view: Option<u64>,
    /// What events told while a page was on its way: the page may be older.
    meanwhile: Vec<(Ticket, News)>,
    /// Pages on their way.
    awaited: u32,
    /// Counted with each change, for frames and keys are more often than changes.
    unread: u32,
    highest: i64,
    me: UserId,
}

impl Tickets {
    /// An empty list that nothing was asked for yet.
    pub fn new(view: View, me: UserId) -> Self {
        Self {
            sort: view.sort(),
            chosen: view.sort(),
            view,
            filter: String::new(),
            loaded: Loaded::Never,
            words: Query::default(),
            rows: Vec::new(),
            keys: HashMap::new(),
            stretch: Stretch::default(),
            unfiltered: Vec::new(),
            total: 0,
            uncounted: false,
            told: false,
            of_view: None,
            meanwhile: Vec::new(),
            awaited: 0,
            unread: 0,
            highest: 0,
            me,
        }
    }

    /// What is loaded so far.
    pub fn rows(&self) -> &[Arc<Ticket>] {
        &self.rows
    }

    /// How many there are on the server, as far as is known.
    pub fn total(&self) -> u64 {
        self.total.max(self.rows.len() as u64)
    }

    /// How many the view holds, once that is known; a filter does not change it.
    pub fn view_total(&self) -> Option<u64> {
        if self.filter.is_empty() { self.known_total() } else { self.of_view }
    }

    /// How many there are, once that is known.
    pub fn known_total(&self) -> Option<u64> {
        self.told.then(|| self.total())
    }

    /// Messages not read yet, over the loaded rows.
    pub fn unread(&self) -> u32 {
        self.unread
    }

    /// The highest number seen among the rows.
    pub fn highest(&self) -> i64 {
        self.highest
    }

    /// Where a ticket is.
    pub fn position(&self, ticket: TicketId) -> Option<usize> {
        let key = *self.keys.get(&ticket)?;
        Some(self.rows.partition_point(|t| self.sort.key(t) < key))
    }

    /// A loaded ticket.
    pub fn get(&self, ticket: TicketId) -> Option<&Ticket> {
        self.position(ticket).map(|at| &*self.rows[at])
    }

    /// Takes a ticket as an event or an answer tells it. Says whether it is new in this view.
    pub fn apply(&mut self, ticket: &Ticket, news: News) -> bool {
        if self.awaited > 0 {
            self.meanwhile.push((ticket.clone(), news));
        }
        if let Some(row) = self.unfiltered.iter_mut().find(|t| t.id == ticket.id) {
            *row = Arc::new(ticket.clone());
        }
        let before = self.position(ticket.id).map(|at| self.remove(at));
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
            row.order = row.order.or_else(|| before.order.clone());
            row.last_message = row.last_message.or_else(|| before.last_message.clone());
        }
        // Where nothing is loaded it comes with its page.
        let key = self.sort.key(&row);
        let new = !known && (news.created || self.is_whole());
        if known || !self.is_elsewhere(key) {
            self.insert(Arc::new(row));
        } else if new {
            self.count_elsewhere(key);
        }
        // A row that is not loaded is not therefore new.
        self.total += u64::from(new);
        new
    }

    /// Takes what an event says of an order.
    pub fn apply_order(&mut self, order: &OrderSummary) {
        for row in self.rows.iter_mut().filter(|t| t.order_id == order.id) {
            Arc::make_mut(row).order = Some(order.clone());
        }
    }

    /// Sets how many messages are not read.
    pub fn set_unread(&mut self, ticket: TicketId, unread: u32) {
        if let Some(at) = self.position(ticket) {
            let row = Arc::make_mut(&mut self.rows[at]);
            let was = row.unread.replace(unread).unwrap_or(0);
            self.unread = self.unread + unread - was;
        }
    }

    /// Sorts another way; what is loaded is asked for again.
    pub fn sort_by(&mut self, sort: Sort) {
        (self.sort, self.chosen) = (sort, sort);
        self.loaded = Loaded::Never;
        let rows = std::mem::take(&mut self.rows);
        self.refill(rows);
    }

    /// Filters what is loaded at once; the rest is for the server to find.
    pub fn filter_by(&mut self, text: &str) {
        if self.filter.is_empty() {
            self.unfiltered.clone_from(&self.rows);
            self.of_view = self.known_total();
        }
        text.clone_into(&mut self.filter);
        self.words = Query::typed(text);
        self.sort = self.words.sort.unwrap_or(self.chosen);
        self.loaded = Loaded::Never;
        let rows = self.unfiltered.iter().filter(|t| self.holds(t)).cloned().collect();
        self.refill(rows);
        self.total = self.rows.len() as u64;
        if text.is_empty() {
            self.unfiltered.clear();
        }
    }

    /// Puts rows in the place of all that was there, as one stretch.
    fn refill(&mut self, mut rows: Vec<Arc<Ticket>>) {
        let sort = self.sort;
        rows.sort_by_key(|t| sort.key(t));
        self.stretch = Stretch::default();
        self.keys = rows.iter().map(|t| (t.id, sort.key(t))).collect();
        self.unread = rows.iter().filter_map(|t| t.unread).sum();
        self.highest = rows.iter().map(|t| t.id.0).max().unwrap_or(0);
        self.rows = rows;
    }

    fn insert(&mut self, row: Arc<Ticket>) {
        let key = self.sort.key(&row);
        self.keys.insert(row.id, key);
        self.unread += row.unread.unwrap_or(0);
        self.highest = self.highest.max(row.id.0);
        let at = self.rows.partition_point(|t| self.sort.key(t) < key);
        self.rows.insert(at, row);
    }

    fn remove(&mut self, at: usize) -> Arc<Ticket> {
        let row = self.rows.remove(at);
        self.keys.remove(&row.id);
        self.unread -= row.unread.unwrap_or(0);
        row
    }

    /// Whether the view and the filter choose it.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        self.view.query().holds(ticket, self.me) && self.words.holds(ticket, self.me)
    }
}

#[cfg(test)]
mod tests;
