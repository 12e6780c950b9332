//! The list of one view's tickets: a cursor that follows its ticket wherever events move it, marks,
//! and pages that are asked for as they come into sight.

pub mod jump;
mod marks;
mod plain;
pub mod view;

use crate::app::action::Action;
use crate::model::tickets::{Page, Sort, Tickets};
use crate::ui::edit::Edit;
use ratatui::layout::{Position, Rect};
use robindesk_protocol::{Ticket, TicketId};
use std::collections::HashSet;
use std::ops::Range;

/// A page is asked for when so few rows are left between the cursor and what is not loaded.
const AHEAD: usize = 50;

/// So many rows are kept on each side of the cursor.
const KEPT: usize = 1_000;

/// The list's state.
#[derive(Debug)]
pub struct Queue {
    pub tickets: Tickets,
    /// The filter while it is being typed.
    pub filter: Option<Edit>,
    cursor: usize,
    /// The first row on screen.
    top: usize,
    /// Where the rows were at the last drawing, and how many lines each took.
    body: Rect,
    tall: u16,
    /// How many rows fitted at the last drawing.
    fits: usize,
    /// Whether the cursor was ever put on a row by her; until then it stays on the first.
    moved: bool,
    /// She asked for the first or the last row, and it is on its way.
    going_to: Option<Page>,
    marks: HashSet<TicketId>,
    /// Where a range of marks begins; it ends at the cursor.
    range: Option<TicketId>,
}

impl Queue {
    pub fn new(tickets: Tickets) -> Self {
        Self {
            tickets,
            filter: None,
            cursor: 0,
            top: 0,
            body: Rect::ZERO,
            tall: 1,
            fits: 1,
            moved: false,
            going_to: None,
            marks: HashSet::new(),
            range: None,
        }
    }

    /// The ticket under the cursor.
    pub fn selected(&self) -> Option<&Ticket> {
        self.tickets.rows().get(self.cursor).map(|t| &**t)
    }

    /// Puts the cursor on the row at a cell. Says whether it was there already.
    pub fn click(&mut self, at: Position) -> bool {
        if !self.body.contains(at) {
            return false;
        }
        let row = self.top + usize::from((at.y - self.body.y) / self.tall.max(1));
        let same = row == self.cursor;
        if row < self.tickets.rows().len() {
            self.cursor = row;
            self.moved = true;
        }
        same
    }

    /// Changes the list; the cursor stays on its ticket and that ticket on its line of the screen.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Tickets) -> T) -> T {
        let under = self.selected().map(|t| t.id);
        let line = self.cursor.saturating_sub(self.top);
        let done = change(&mut self.tickets);
        if let Some(at) = under.filter(|_| self.moved).and_then(|id| self.tickets.position(id)) {
            self.cursor = at;
            self.top = at.saturating_sub(line);
        }
        self.cursor = self.cursor.min(self.last());
        match self.going_to {
            Some(Page::First) if self.tickets.has_front() => {
                (self.going_to, self.cursor) = (None, 0);
            }
            Some(Page::Last) if self.tickets.has_end() => {
                (self.going_to, self.cursor) = (None, self.last());
            }
            _ => {}
        }
        self.forget_gone();
        done
    }

    /// Moves the cursor, for the actions that do.
    pub fn act(&mut self, action: Action) {
        let page = self.fits.max(2) - 1;
        self.going_to = match action {
            Action::First if !self.tickets.has_front() => Some(Page::First),
            Action::Last if !self.tickets.has_end() => Some(Page::Last),
            _ => None,
        };
        self.cursor = match action {
            Action::First | Action::Last if self.going_to.is_some() => self.cursor,
            Action::Down | Action::NextMatch => (self.cursor + 1).min(self.last()),
            Action::Up | Action::PreviousMatch => self.cursor.saturating_sub(1),
            Action::First => 0,
            Action::Last => self.last(),
            Action::PageDown => (self.cursor + page).min(self.last()),
            Action::PageUp => self.cursor.saturating_sub(page),
            _ => return,
        };
        self.moved = true;
    }

    fn last(&self) -> usize {
        self.tickets.rows().len().saturating_sub(1)
    }

    /// Puts the cursor on a ticket, if it is here.
    pub fn select(&mut self, ticket: TicketId) {
        if let Some(at) = self.tickets.position(ticket) {
            self.cursor = at;
            self.moved = true;
            self.going_to = None;
        }
    }

    /// Which page should be on its way.
    pub fn wants_more(&self) -> Option<Page> {
        let ahead = AHEAD.max(self.fits);
        if self.going_to.is_some() {
            return self.going_to;
        }
        if !self.tickets.has_end() && self.cursor + ahead > self.last() {
            return Some(Page::After);
        }
        (!self.tickets.has_front() && self.cursor < ahead).then_some(Page::Before)
    }

    /// Lets go of rows far from the cursor. What is marked is kept, to be changed.
    pub fn let_go(&mut self) {
        if self.marks.is_empty() && self.range.is_none() {
            let around = self.cursor;
            self.change(|tickets| tickets.let_go(around, KEPT));
        }
    }

    /// Whether the first or the last row is on its way.
    pub fn is_going(&self) -> bool {
        self.going_to.is_some()
    }

    /// The rows on screen.
    pub fn in_sight(&self) -> Range<usize> {
        self.top..(self.top + self.fits).min(self.tickets.rows().len())
    }

    /// The next ticket with something unread, from a ticket on and around; and whether it was found by
    /// going around.
    pub fn next_unread(&self, from: Option<TicketId>, forward: bool) -> (Option<TicketId>, bool) {
        let rows = self.tickets.rows();
        let start = from.and_then(|t| self.tickets.position(t)).unwrap_or(self.cursor);
        let at = |step: usize| {
            if forward { start + step } else { start + rows.len() - step % rows.len() }
        };
        let unread = |t: &Ticket| t.unread.unwrap_or(0) > 0 && Some(t.id) != from;
        let found = (1..=rows.len()).find(|step| unread(&rows[at(*step) % rows.len()]));
        let around = found
            .is_some_and(|step| if forward { start + step >= rows.len() } else { step > start });
        (found.map(|step| rows[at(step) % rows.len()].id), around)
    }

    /// The ticket whose customer waits longest.
    pub fn longest_waiting(&self) -> Option<TicketId> {
        let waiting = self.tickets.rows().iter().filter(|t| t.waiting_since.is_some());
        waiting.min_by_key(|t| t.waiting_since).map(|t| t.id)
    }

    /// The ticket after this one, or before it when it is the last: where to go when it is done.
    pub fn next_after(&self, ticket: TicketId) -> Option<TicketId> {
        let at = self.tickets.position(ticket)?;
        let rows = self.tickets.rows();
        // Once answered it stands behind all who wait: the next in line is the first of them.
        let answered = rows.get(at).is_some_and(|t| t.waiting_since.is_none());
        if self.tickets.sort == Sort::Waiting
            && answered
            && let Some(first) = self.longest_waiting()
        {
            return Some(first);
        }
        rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?)).map(|t| t.id)
    }
}

#[cfg(test)]
mod tests;
