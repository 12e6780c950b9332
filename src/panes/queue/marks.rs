//! Marks on rows, one by one or a range at a time, for one change to many tickets.

use super::Queue;
use robindesk_protocol::{BulkUpdate, Ticket, TicketId};
use std::ops::RangeInclusive;

impl Queue {
    /// Marks the row under the cursor, or takes its mark away, and goes on to the next.
    pub fn mark(&mut self) {
        if self.range.is_some() {
            return self.mark_range();
        }
        let Some(id) = self.selected().map(|t| t.id) else { return };
        if !self.marks.remove(&id) && self.marks.len() < BulkUpdate::MAX {
            self.marks.insert(id);
        }
        self.act(crate::app::action::Action::Down);
    }

    /// Begins a range at the cursor; the second time it marks all rows from there to here.
    pub fn mark_range(&mut self) {
        match self.range_rows() {
            Some(rows) => {
                let room = BulkUpdate::MAX.saturating_sub(self.marks.len());
                let ids: Vec<TicketId> = rows.map(|at| self.tickets.rows()[at].id).collect();
                let new = ids.into_iter().filter(|id| !self.marks.contains(id));
                let new: Vec<TicketId> = new.take(room).collect();
                self.marks.extend(new);
                self.range = None;
            }
            None => self.range = self.selected().map(|t| t.id),
        }
    }

    /// Whether a range is being drawn.
    pub fn is_ranging(&self) -> bool {
        self.range.is_some()
    }

    /// Takes the range back, or else all marks. Says whether there was anything.
    pub fn unmark(&mut self) -> bool {
        if self.range.take().is_some() {
            return true;
        }
        let any = !self.marks.is_empty();
        self.marks.clear();
        any
    }

    /// Whether a row is marked, or would be when the range ended here.
    pub fn is_marked(&self, at: usize, range: Option<&RangeInclusive<usize>>) -> bool {
        let marked = || self.tickets.rows().get(at).is_some_and(|t| self.marks.contains(&t.id));
        range.is_some_and(|range| range.contains(&at)) || marked()
    }

    /// How many are marked.
    pub fn marked_count(&self) -> usize {
        self.marks.len()
    }

    /// The marked tickets, in the list's order.
    pub fn marked(&self) -> Vec<&Ticket> {
        let mut at: Vec<usize> =
            self.marks.iter().filter_map(|id| self.tickets.position(*id)).collect();
        at.sort_unstable();
        at.into_iter().map(|at| &*self.tickets.rows()[at]).collect()
    }

    /// The rows from where the range begins to the cursor.
    pub(super) fn range_rows(&self) -> Option<RangeInclusive<usize>> {
        let from = self.tickets.position(self.range?)?;
        Some(from.min(self.cursor)..=from.max(self.cursor))
    }

    /// A row that left the view takes its mark along: nothing is changed that can't be seen.
    pub(super) fn forget_gone(&mut self) {
        let tickets = &self.tickets;
        self.marks.retain(|id| tickets.get(*id).is_some());
        self.range = self.range.filter(|id| tickets.get(*id).is_some());
    }
}
