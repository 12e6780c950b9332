//! A page that may be taller than its room: it is drawn whole, and shown from where she scrolled to.

use super::look::Look;
use super::spans;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Where on a page she is.
#[derive(Debug, Default, Clone, Copy)]
pub struct Scroll {
    top: u16,
    /// Rows that did not fit at the last drawing, and rows that did.
    over: u16,
    fits: u16,
    /// Where on the screen the page was.
    area: Rect,
}

impl Scroll {
    /// Moves by rows; up is negative.
    pub fn by(&mut self, rows: i32) {
        let top = i32::from(self.top).saturating_add(rows).clamp(0, i32::from(self.over));
        self.top = u16::try_from(top).unwrap_or(0);
    }

    /// Rows of a page, less one to go on from.
    pub fn page(&self) -> i32 {
        i32::from(self.fits.max(2)) - 1
    }

    /// Moves as little as brings these rows into sight at the next drawing.
    pub fn reveal(&mut self, row: u16, rows: u16) {
        let fits = self.fits.max(1);
        self.top = self.top.max((row + rows).saturating_sub(fits)).min(row);
    }

    /// The row of the screen on which a row of the page is; `None` when it is out of sight.
    pub fn row(&self, row: u16) -> Option<u16> {
        row.checked_sub(self.top).filter(|row| *row < self.fits)
    }

    /// The cell of the page that is at a cell of the screen.
    pub fn cell(&self, at: Position) -> Option<Position> {
        let shown = Rect { height: self.fits.min(self.area.height), ..self.area };
        let row = |y: u16| y - self.area.y + self.top;
        shown.contains(at).then(|| Position::new(at.x - self.area.x, row(at.y)))
    }

    /// How many rows fit before it is known how many there are.
    pub fn room(&mut self, area: Rect, tall: u16) {
        let more = tall > area.height;
        self.fits = area.height.saturating_sub(u16::from(more));
        self.over = tall.saturating_sub(self.fits);
        self.area = area;
        self.top = self.top.min(self.over);
    }

    /// Shows what of a page is in sight. The last row says how much is not.
    pub fn show(&self, buf: &mut Buffer, area: Rect, look: &Look, page: &Buffer) {
        let width = area.width.min(page.area.width);
        for row in 0..self.fits.min(page.area.height.saturating_sub(self.top)) {
            for x in 0..width {
                buf[(area.x + x, area.y + row)] = page[(x, self.top + row)].clone();
            }
        }
        if self.over > 0 {
            let below = self.over - self.top;
            let words = match (self.top, below) {
                (0, below) => format!("{} {below} more rows ", look.sign("↓", "v")),
                (above, 0) => format!("{} {above} rows above ", look.sign("↑", "^")),
                (above, below) => format!("{above} rows above, {below} more "),
            };
            let words = Line::styled(words.trim_start().to_owned(), look.theme.dim);
            spans::write_right(buf, area, self.fits, &words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_on_the_page_and_reveals_what_is_asked_for() {
        let mut scroll = Scroll::default();
        let area = Rect::new(0, 0, 10, 11);
        scroll.room(area, 30);
        assert_eq!((scroll.fits, scroll.over), (10, 20), "a row says what is out of sight");
        scroll.by(i32::MAX);
        assert_eq!(scroll.top, 20);
        scroll.reveal(12, 5);
        assert_eq!((scroll.top, scroll.row(12), scroll.row(30)), (12, Some(0), None));
        scroll.reveal(20, 5);
        assert_eq!(scroll.top, 15);
        scroll.room(area, 11);
        assert_eq!((scroll.fits, scroll.top), (11, 0));
    }
}
