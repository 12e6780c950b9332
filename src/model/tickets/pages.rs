//! Pages of a list. A stretch of it is here, begun from its front or from its end, and grows by
//! cursor at either edge as pages come into sight. Rows far from sight are let go of again: where
//! their pages began is remembered, so that they come back by the same cursors.

use super::stretch::{Origin, Step, Stretch};
use super::{Key, News, Tickets};
use crate::model::Loaded;
use robindesk_protocol::{Ticket, TicketPage, TicketQuery};
use std::sync::Arc;

/// How many rows a page asks for.
const PAGE: usize = 100;

/// A page to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The list's first rows, in the place of all that is here.
    First,
    /// The list's last rows, likewise.
    Last,
    /// The rows before those that are here.
    Before,
    /// The rows after those that are here.
    After,
}

impl Tickets {
    /// The question for a page; nothing when there is no such page.
    pub fn ask_for(&self, page: Page) -> Option<TicketQuery> {
        let stretch = &self.stretch;
        let (origin, cursor) = match page {
            Page::First => (Origin::Front, None),
            Page::Last => (Origin::End, None),
            _ if stretch.is_outward(page) => {
                (stretch.origin, stretch.steps.get(stretch.far)?.cursor.clone())
            }
            _ => (stretch.origin, stretch.steps.get(stretch.near.checked_sub(1)?)?.cursor.clone()),
        };
        Some(TicketQuery {
            cursor,
            sort: Some(self.sort.wire(origin == Origin::End)),
            limit: Some(PAGE.to_string()),
            ..self.view.query().ask(&self.words)
        })
    }

    /// Whether everything is here.
    pub fn is_whole(&self) -> bool {
        self.stretch.has_near() && self.stretch.has_far()
    }

    /// Whether the list's first row is here.
    pub fn has_front(&self) -> bool {
        match self.stretch.origin {
            Origin::Front => self.stretch.has_near(),
            Origin::End => self.stretch.has_far(),
        }
    }

    /// Whether the list's last row is here.
    pub fn has_end(&self) -> bool {
        match self.stretch.origin {
            Origin::Front => self.stretch.has_far(),
            Origin::End => self.stretch.has_near(),
        }
    }

    /// Which row of the whole list it is, from 1.
    pub fn place(&self, at: usize) -> u64 {
        let here = self.rows.len();
        match self.stretch.origin {
            Origin::Front => (self.stretch.gone + at) as u64 + 1,
            Origin::End => {
                self.total().saturating_sub((self.stretch.gone + here.saturating_sub(at)) as u64)
                    + 1
            }
        }
    }

    /// How many there are, as far as anybody knows: `…` while nobody has said, `333+` where they were
    /// not counted to the end.
    pub fn total_words(&self, at_least: u64) -> String {
        let more = if self.uncounted { "+" } else { "" };
        let total = self.known_total().map(|total| total.max(at_least));
        total.map_or_else(|| "…".to_owned(), |total| format!("{total}{more}"))
    }

    /// A row's place among all.
    pub fn place_words(&self, at: usize) -> String {
        if self.uncounted && self.stretch.origin == Origin::End {
            return format!("… of {}", self.total_words(0));
        }
        let place = self.place(at);
        format!("{place} of {}", self.total_words(place))
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

    /// Takes a page that was asked for. A row that an event brought before is not there twice, and
    /// not older.
    pub fn take(&mut self, page: Page, answer: TicketPage) {
        if matches!(page, Page::First | Page::Last) {
            self.refill(Vec::new());
            let end = page == Page::Last;
            self.stretch = Stretch::from(if end { Origin::End } else { Origin::Front });
            self.loaded = Loaded::Here;
        }
        (self.total, self.told) = (answer.paging.total, true);
        self.uncounted = answer.paging.total_is_at_least;
        let TicketPage { tickets, paging } = answer;
        if self.stretch.is_outward(page) {
            self.take_outward(tickets, paging.next_cursor);
        } else {
            self.take_inward(tickets, paging.next_cursor);
        }
        self.awaited = self.awaited.saturating_sub(1);
        for (ticket, news) in std::mem::take(&mut self.meanwhile) {
            let known = self.get(ticket.id).map(|t| t.updated_at);
            if known.is_none_or(|known| known < ticket.updated_at) {
                self.apply(&ticket, News { created: false, ..news });
            }
        }
        if self.is_whole() {
            (self.total, self.uncounted) = (self.rows.len() as u64, false);
        }
    }

    /// The page at the edge away from the origin.
    fn take_outward(&mut self, tickets: Vec<Ticket>, cursor: Option<String>) {
        let reached = self.reached(&tickets);
        for ticket in tickets {
            self.take_row(ticket);
        }
        let stretch = &mut self.stretch;
        stretch.steps.truncate(stretch.far + 1);
        stretch.far += 1;
        if let (Some(_), Some(_)) = (&cursor, reached) {
            stretch.steps.push(Step { after: reached, cursor });
        }
    }

    /// The page at the edge towards the origin: rows that were let go of.
    fn take_inward(&mut self, tickets: Vec<Ticket>, cursor: Option<String>) {
        let (reached, edge) = (self.reached(&tickets), self.stretch.near_edge());
        let short = reached < edge && reached.is_some();
        if let (true, Some(_)) = (short, &cursor) {
            // More lies there now than one page holds: what is left of it comes first.
            self.stretch.steps.insert(self.stretch.near, Step { after: reached, cursor });
            self.stretch.near += 1;
            self.stretch.far += 1;
            return;
        }
        let before = self.rows.len();
        for ticket in tickets {
            if self.stretch.is_before(self.sort.key(&ticket)) {
                self.take_row(ticket);
            }
        }
        let stretch = &mut self.stretch;
        stretch.near = stretch.near.saturating_sub(1);
        stretch.gone = stretch.gone.saturating_sub(self.rows.len() - before);
        if stretch.has_near() {
            stretch.gone = 0;
        }
    }

    fn reached(&self, tickets: &[Ticket]) -> Option<Key> {
        tickets.last().map(|t| self.stretch.outward(self.sort.key(t)))
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

    /// Whether a row with this key is not loaded: it comes with its page.
    pub(super) fn is_elsewhere(&self, key: Key) -> bool {
        self.stretch.is_before(key) || self.stretch.is_beyond(key)
    }

    /// A row came into being that is not loaded.
    pub(super) fn count_elsewhere(&mut self, key: Key) {
        self.stretch.gone += usize::from(self.stretch.is_before(key));
    }

    /// Lets go of rows far from this one, but for so many on each side. Not while a page is on its way:
    /// it was asked for by where the edges are.
    pub fn let_go(&mut self, around: usize, kept: usize) {
        if self.awaited > 0 || self.stretch.steps.is_empty() {
            return;
        }
        // Some more are let stand, so that it is not done for each row.
        let most = kept + kept / 5;
        let (before, after) = (around, self.rows.len().saturating_sub(around + 1));
        let (near, far) = match self.stretch.origin {
            Origin::Front => (before, after),
            Origin::End => (after, before),
        };
        if near > most {
            let key = self.key_away(around, kept, false);
            let pages = self.stretch.near + 1..self.stretch.far.min(self.stretch.steps.len());
            let begins = |at: &usize| self.stretch.steps[*at].after <= key;
            if let Some(step) = pages.rev().find(begins) {
                self.stretch.near = step;
                self.stretch.gone += self.drop_rows(Stretch::is_before);
            }
        }
        if far > most {
            let key = self.key_away(around, kept, true);
            let mut pages = self.stretch.near + 1..self.stretch.far.min(self.stretch.steps.len());
            if let Some(step) = pages.find(|at| self.stretch.steps[*at].after >= key) {
                self.stretch.far = step;
                self.drop_rows(Stretch::is_beyond);
            }
        }
    }

    /// The key of the last row to keep, away from the origin or towards it.
    fn key_away(&self, around: usize, kept: usize, outward: bool) -> Option<Key> {
        let down = outward == (self.stretch.origin == Origin::Front);
        let at = if down { around + kept } else { around.saturating_sub(kept) };
        let row = self.rows.get(at.min(self.rows.len().checked_sub(1)?))?;
        Some(self.stretch.outward(self.sort.key(row)))
    }

    fn drop_rows(&mut self, drops: impl Fn(&Stretch, Key) -> bool) -> usize {
        let (sort, before) = (self.sort, self.rows.len());
        let (stretch, keys, unread) = (&self.stretch, &mut self.keys, &mut self.unread);
        self.rows.retain(|row| {
            let dropped = drops(stretch, sort.key(row));
            if dropped {
                keys.remove(&row.id);
                *unread -= row.unread.unwrap_or(0);
            }
            !dropped
        });
        before - self.rows.len()
    }
}
