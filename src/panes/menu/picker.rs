//! A longer list to pick from by a few letters: colleagues with their load and availability.

use super::{Choice, Entry};
use crate::app::action::Action;
use crate::ui::finder::Finder;
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// The picker's state.
#[derive(Debug)]
pub struct Picker {
    title: String,
    finder: Finder,
    entries: Vec<Entry>,
    /// Its entries are of another kind than those that are asked for.
    fixed: bool,
}

impl Picker {
    pub fn new(title: String, entries: Vec<Entry>) -> Self {
        let mut picker = Self { title, finder: Finder::default(), entries, fixed: false };
        picker.find();
        picker
    }

    /// A picker whose entries never change: an answer to a question from before is not for it.
    pub fn fixed(title: String, entries: Vec<Entry>) -> Self {
        Self { fixed: true, ..Self::new(title, entries) }
    }

    /// Takes newer entries; what is typed stays.
    pub fn renew(&mut self, entries: Vec<Entry>) {
        if self.fixed {
            return;
        }
        let marked = self.finder.marked().map(|at| self.entries[at].choice.clone());
        self.entries = entries;
        self.find();
        self.finder.mark(|at| Some(&self.entries[at].choice) == marked.as_ref());
    }

    pub fn put(&mut self, text: &str) {
        self.finder.put(text);
        self.find();
    }

    pub fn act(&mut self, action: Action) {
        if action.step().is_some_and(|step| self.finder.step(step)) {
            self.find();
        }
    }

    /// What the marked entry stands for; nothing when it is so already.
    pub fn chosen(&self) -> Option<&Choice> {
        let entry = &self.entries[self.finder.marked()?];
        (!entry.now).then_some(&entry.choice)
    }

    fn find(&mut self) {
        let entries = &self.entries;
        self.finder.find(entries.len(), |letters, at| letters.score(&entries[at].words));
    }

    /// Marks the row at a cell. Says whether it was marked already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.finder.click(cell)
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let tall = cells(self.entries.len() + 4).min(area.height.saturating_sub(2)).max(5);
        let title = Line::styled(format!(" {} ", self.title), theme.title);
        let inner = popup::draw(buf, area, look, (58, tall), title);
        if self.entries.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Asking who is there…", theme.dim));
        } else if self.finder.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Nobody is called that.", theme.dim));
        }
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        self.finder.draw_rows(buf, list, look, |at| {
            let entry = &self.entries[at];
            let room = usize::from(inner.width).saturating_sub(6);
            let (name, detail) = wrap::ends(&entry.words, entry.detail.trim_end(), room);
            let words = if entry.now { theme.dim } else { theme.text };
            vec![
                Span::styled(format!(" {} ", entry.glyph), entry.style),
                Span::styled(name, words),
                Span::styled(detail, theme.dim),
            ]
        });
        Some(self.finder.draw_typed(buf, inner, look, "/ "))
    }
}
