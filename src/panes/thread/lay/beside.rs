//! The brand's and the creator's lane side by side. Each message begins below the one before it, in
//! whichever lane that was, so that both columns go down in time together. What both read, and notes,
//! go across.

use super::rows::Rows;
use super::{Eyes, INDENT, Item, Part, Row};
use robindesk_protocol::Audience;

/// The least cells of a column in which a text can be read.
const LEAST: usize = 38;

/// Cells of one column, where two fit with a line between.
pub fn column(width: usize) -> Option<usize> {
    let column = width.saturating_sub(1) / 2;
    (column >= LEAST).then_some(column)
}

/// Which column a lane is, if it is one.
pub(super) const fn side(lane: Audience, system: bool) -> Option<usize> {
    match lane {
        Audience::Brand if !system => Some(0),
        Audience::Creator if !system => Some(1),
        _ => None,
    }
}

/// The columns since the last row that went across.
pub(super) struct Beside<'a, 'b> {
    eyes: Eyes<'a>,
    /// Cells of a text within a column.
    text: usize,
    columns: [Vec<Option<Part>>; 2],
    before: [Option<Item<'b>>; 2],
    /// The first row that the next message may begin at.
    next: usize,
}

impl<'a, 'b> Beside<'a, 'b> {
    pub(super) fn new(eyes: Eyes<'a>, column: usize) -> Self {
        let text = column.saturating_sub(INDENT);
        Self { eyes, text, columns: Default::default(), before: Default::default(), next: 0 }
    }

    /// Cells of a text within a column.
    pub(super) fn text(&self) -> usize {
        self.text
    }

    /// Puts a message in its column.
    pub(super) fn put(&mut self, side: usize, item: Item<'b>) {
        let day = Some(self.eyes.look.day_number(item.at));
        let mut rows = Rows { done: Vec::new(), eyes: self.eyes, width: self.text, day };
        rows.item(&item, self.before[side].as_ref());
        let column = &mut self.columns[side];
        let begin = column.len().max(self.next);
        column.resize_with(begin, || None);
        column.extend(rows.done.into_iter().filter_map(Row::into_whole).map(Some));
        self.next = begin + 1;
        self.before[side] = Some(item);
    }

    /// Ends the columns here: what comes next goes across.
    pub(super) fn end(&mut self, done: &mut Vec<Row>) {
        let [left, right] = std::mem::take(&mut self.columns);
        let tall = left.len().max(right.len());
        let fill = |mut column: Vec<Option<Part>>| {
            column.resize_with(tall, || None);
            column
        };
        done.extend(fill(left).into_iter().zip(fill(right)).map(|(l, r)| Row::Beside([l, r])));
        self.before = Default::default();
        self.next = 0;
    }
}
