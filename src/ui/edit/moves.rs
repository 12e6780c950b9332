//! Where the cursor goes: by grapheme, word, line, and by the rows as they are drawn.

use super::Edit;
use crate::ui::wrap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

impl Edit {
    pub fn left(&mut self) {
        self.go(self.before(self.cursor()));
    }

    pub fn right(&mut self) {
        self.go(self.after(self.cursor()));
    }

    pub fn word_left(&mut self) {
        self.go(self.word_before());
    }

    pub fn word_right(&mut self) {
        self.go(self.word_after());
    }

    pub fn line_start(&mut self) {
        self.go(self.line_range().start);
    }

    pub fn line_end(&mut self) {
        self.go(self.line_range().end);
    }

    /// One row up as drawn at this width; from the first row to its start.
    pub fn row_up(&mut self, width: usize) {
        self.by_row(width, |row, _| row.checked_sub(1), 0);
    }

    /// One row down as drawn at this width; from the last row to its end.
    pub fn row_down(&mut self, width: usize) {
        self.by_row(width, |row, rows| (row + 1 < rows).then_some(row + 1), self.text().len());
    }

    /// The row and column of the cursor when drawn at this width.
    pub fn place(&self, width: usize) -> (usize, usize) {
        let (rows, cursor) = (wrap::rows(self.text(), width), self.cursor());
        // At a soft break the cursor is at the start of the next row, not at the end of this one.
        let row = rows.iter().rposition(|r| r.start <= cursor).unwrap_or(0);
        let cells = wrap::width(&self.text()[rows[row].start..cursor]);
        (row, cells)
    }

    /// To the cell at this row and column when drawn at this width, or as near to it as there is text.
    pub fn go_to(&mut self, width: usize, row: usize, column: usize) {
        let rows = wrap::rows(self.text(), width);
        let row = row.min(rows.len() - 1);
        let (mut at, mut cells) = (rows[row].start, 0);
        for grapheme in self.text()[rows[row].clone()].graphemes(true) {
            cells += wrap::width(grapheme);
            let soft_end = rows.get(row + 1).is_some_and(|r| r.start == at + grapheme.len());
            if cells > column || soft_end {
                break;
            }
            at += grapheme.len();
        }
        self.go(at);
    }

    fn by_row(
        &mut self,
        width: usize,
        target: impl Fn(usize, usize) -> Option<usize>,
        otherwise: usize,
    ) {
        let (row, column) = self.place(width);
        let goal = self.goal.unwrap_or(column);
        let rows = wrap::rows(self.text(), width).len();
        match target(row, rows) {
            None => self.go(otherwise),
            Some(row) => self.go_to(width, row, goal),
        }
        self.goal = Some(goal);
    }

    fn go(&mut self, cursor: usize) {
        self.buffer.go(cursor);
        self.goal = None;
        self.last = None;
        self.settle();
    }

    pub(super) fn before(&self, at: usize) -> usize {
        self.text()[..at].grapheme_indices(true).next_back().map_or(0, |(i, _)| i)
    }

    pub(super) fn after(&self, at: usize) -> usize {
        self.text()[at..].graphemes(true).next().map_or(at, |g| at + g.len())
    }

    pub(super) fn word_before(&self) -> usize {
        let mut words = self.text()[..self.cursor()].unicode_word_indices();
        words.next_back().map_or(0, |(at, _)| at)
    }

    pub(super) fn word_after(&self) -> usize {
        let (text, cursor) = (self.text(), self.cursor());
        let mut words = text[cursor..].unicode_word_indices();
        words.next().map_or(text.len(), |(at, word)| cursor + at + word.len())
    }

    pub(super) fn line_range(&self) -> Range<usize> {
        let (text, cursor) = (self.text(), self.cursor());
        let start = text[..cursor].rfind('\n').map_or(0, |i| i + 1);
        let end = text[cursor..].find('\n').map_or(text.len(), |i| cursor + i);
        start..end
    }
}
