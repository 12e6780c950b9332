//! What can be clicked, and where each of it was at the last drawing.

use super::wrap;
use ratatui::layout::{Position, Rect};

/// Cells of the screen, and what stands in them.
#[derive(Debug, Clone)]
pub struct Spots<T>(Vec<(Rect, T)>);

impl<T> Default for Spots<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> Spots<T> {
    /// Forgets them: what is not drawn again is not there.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn put(&mut self, area: Rect, what: T) {
        self.0.push((area, what));
    }

    /// A line that names keys with what they do, ` · ` between them: those that stand for something.
    pub fn put_keys(&mut self, area: Rect, keys: &str, what: impl Fn(&str) -> Option<T>) {
        let mut x = area.x;
        for words in keys.split(" · ") {
            let width = u16::try_from(wrap::width(words)).unwrap_or(u16::MAX);
            if let Some(what) = what(words) {
                self.put(Rect { x, width, ..area }.intersection(area), what);
            }
            x = x.saturating_add(width).saturating_add(3);
        }
    }

    /// What is at a cell.
    pub fn at(&self, cell: Position) -> Option<T> {
        self.0.iter().find(|(area, _)| area.contains(cell)).map(|(_, what)| *what)
    }
}

impl Spots<usize> {
    /// Puts a list's cursor on the row at a cell. Says whether it was there already.
    pub fn click(&self, cell: Position, cursor: &mut usize) -> bool {
        let row = self.at(cell);
        let again = row == Some(*cursor);
        *cursor = row.unwrap_or(*cursor);
        again
    }
}
