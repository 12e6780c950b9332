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

    /// Puts the cursor at a cell of the text as drawn at this width: behind the last grapheme of its row
    /// when the cell is to the right of it, in the last row when it is below.
    pub fn go_to_cell(&mut self, row: usize, column: usize, width: usize) {
        let rows = wrap::rows(self.text(), width);
        self.go(self.at_cell(&rows, row.min(rows.len() - 1), column));
    }

    fn by_row(
        &mut self,
        width: usize,
        target: impl Fn(usize, usize) -> Option<usize>,
        otherwise: usize,
    ) {
        let (row, column) = self.place(width);
        let goal = self.goal.unwrap_or(column);
        let rows = wrap::rows(self.text(), width);
        match target(row, rows.len()) {
            None => self.go(otherwise),
            Some(row) => self.go(self.at_cell(&rows, row, goal)),
        }
        self.goal = Some(goal);
    }

    /// The byte before what is at a cell of these rows.
    fn at_cell(&self, rows: &[Range<usize>], row: usize, column: usize) -> usize {
        let range = rows[row].clone();
        let (mut at, mut cells) = (range.start, 0);
        for grapheme in self.text()[range].graphemes(true) {
            cells += wrap::width(grapheme);
            // Behind the end of a row that wraps is the start of the next.
            let soft_end = rows.get(row + 1).is_some_and(|r| r.start == at + grapheme.len());
            if cells > column || soft_end {
                break;
            }
            at += grapheme.len();
        }
        at
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
