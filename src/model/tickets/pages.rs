//! Pages of a list: asked for from the front or from the end by cursor, so that the end of a hundred
//! thousand rows is one page away, and joined when the two stretches meet.

use super::{Key, News, Tickets};
use crate::model::Loaded;
use robindesk_protocol::{Ticket, TicketPage, TicketQuery};
use std::sync::Arc;

/// How many rows a page asks for.
const PAGE: usize = 100;

/// From which end of the list a page is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Front,
    End,
}

/// What is not loaded: the rows between two keys.
#[derive(Debug, Clone)]
pub(super) struct Middle {
    /// The first row behind it; the number of rows while nothing of the end is loaded.
    pub at: usize,
    /// The last row before it, as the pages told it, and the cursor of the page after that.
    after: Key,
    front: String,
    /// The first row behind it and the cursor of the page before that, once the end was asked for.
    before: Option<(Key, String)>,
}

impl Middle {
    /// Whether a row with this key is not loaded.
    pub fn holds(&self, key: Key) -> bool {
        key > self.after && self.is_before_end(key)
    }

    fn is_before_end(&self, key: Key) -> bool {
        self.before.as_ref().is_none_or(|(end, _)| key < *end)
    }

    pub fn inserted(&mut self, key: Key) {
        self.at += usize::from(self.is_before_end(key));
    }

    pub fn removed(&mut self, at: usize) {
        self.at -= usize::from(at < self.at);
    }
}

impl Tickets {
    /// The question for the first page.
    pub fn first_page(&self) -> TicketQuery {
        self.question(Side::Front)
    }

    /// The question for the next page of a stretch, towards the middle; nothing when there is none.
    pub fn next_page(&self, side: Side) -> Option<TicketQuery> {
        let middle = self.middle.as_ref()?;
        let cursor = match side {
            Side::Front => Some(middle.front.clone()),
            Side::End => middle.before.as_ref().map(|(_, cursor)| cursor.clone()),
        };
        Some(TicketQuery { cursor, ..self.question(side) })
    }

    /// Whether something between the front and the end is not loaded.
    pub fn is_broken(&self) -> bool {
        self.middle.is_some()
    }

    /// Whether the list's last row is loaded.
    pub fn has_end(&self) -> bool {
        self.middle.as_ref().is_none_or(|m| m.before.is_some())
    }

    /// Says that a page is on its way: until it is here, events are kept to be held against it.
    pub fn await_page(&mut self) {
        self.awaited += 1;
    }

    /// No page that was asked for comes any more.
    pub fn forget_pages(&mut self) {
        self.awaited = 0;
        self.meanwhile.clear();
    }

    fn question(&self, side: Side) -> TicketQuery {
        TicketQuery {
            sort: Some(self.sort.wire(side == Side::End)),
            limit: Some(PAGE.to_string()),
            ..self.view.query().ask(&self.words)
        }
    }

    /// Takes the first page in the place of everything that was there.
    pub fn take_first(&mut self, page: TicketPage) {
        self.refill(Vec::new());
        self.loaded = Loaded::Here;
        self.take_next(Side::Front, page);
    }

    /// Takes a page towards the middle. A row that an event brought before is not there twice, and
    /// not older.
    pub fn take_next(&mut self, side: Side, page: TicketPage) {
        let sort = self.sort;
        let reached = page.tickets.last().map(|t| sort.key(t));
        self.total = page.paging.total;
        for ticket in page.tickets {
            self.take_row(ticket);
        }
        self.settle_middle(side, reached, page.paging.next_cursor);
        self.awaited = self.awaited.saturating_sub(1);
        for (ticket, news) in std::mem::take(&mut self.meanwhile) {
            let known = self.get(ticket.id).map(|t| t.updated_at);
            if known.is_none_or(|known| known < ticket.updated_at) {
                self.apply(&ticket, News { created: false, ..news });
            }
        }
        if self.middle.is_none() {
            self.total = self.rows.len() as u64;
        }
    }

    fn take_row(&mut self, ticket: Ticket) {
        let known = self.position(ticket.id);
        if !self.holds(&ticket)
            || known.is_some_and(|at| self.rows[at].updated_at > ticket.updated_at)
        {
            return;
        }
        if let Some(at) = known {
            self.remove(at);
        }
        self.insert(Arc::new(ticket));
    }

    /// Moves the middle's edge to where a page reached, and closes it when the stretches meet.
    fn settle_middle(&mut self, side: Side, reached: Option<Key>, cursor: Option<String>) {
        let (Some(reached), Some(cursor)) = (reached, cursor) else {
            self.middle = None;
            return;
        };
        let count = self.rows.len();
        let middle = self.middle.get_or_insert_with(|| Middle {
            at: count,
            after: (i64::MIN, i64::MIN),
            front: cursor.clone(),
            before: None,
        });
        match side {
            Side::Front => (middle.after, middle.front) = (reached, cursor),
            Side::End => middle.before = Some((reached, cursor)),
        }
        let end = middle.before.as_ref().map(|(key, _)| *key);
        if end.is_some_and(|end| end <= middle.after) {
            self.middle = None;
        } else if side == Side::End {
            let sort = self.sort;
            middle.at = end.map_or(count, |end| self.rows.partition_point(|t| sort.key(t) < end));
        } else if end.is_none() {
            middle.at = count;
        }
    }
}
