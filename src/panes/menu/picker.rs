//! A longer list to pick from by a few letters: colleagues with their load and availability.

use super::{Choice, Entry};
use crate::app::action::Action;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The picker's state.
#[derive(Debug)]
pub struct Picker {
    title: String,
    text: Edit,
    entries: Vec<Entry>,
    /// What the letters found, best first.
    found: Vec<usize>,
    at: usize,
    /// Its entries are of another kind than those that are asked for.
    fixed: bool,
}

impl Picker {
    pub fn new(title: String, entries: Vec<Entry>) -> Self {
        let (text, found) = (Edit::default(), Vec::new());
        let mut picker = Self { title, text, entries, found, at: 0, fixed: false };
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
        let marked = self.found.get(self.at).map(|i| self.entries[*i].choice.clone());
        self.entries = entries;
        self.find();
        let same = |i: &usize| Some(&self.entries[*i].choice) == marked.as_ref();
        self.at = self.found.iter().position(same).unwrap_or(0);
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
        self.find();
    }

    pub fn act(&mut self, action: Action) {
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(self.found.len().saturating_sub(1)),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.text.stroke(stroke, usize::MAX / 2);
                    self.find();
                }
            }
        }
    }

    /// What the marked entry stands for; nothing when it is so already.
    pub fn chosen(&self) -> Option<&Choice> {
        let entry = &self.entries[*self.found.get(self.at)?];
        (!entry.now).then_some(&entry.choice)
    }

    fn find(&mut self) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.text.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut chars = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let hay = Utf32Str::new(&entry.words, &mut chars);
            scored.extend(pattern.score(hay, &mut matcher).map(|score| (score, at)));
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.at = 0;
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let tall = cells(self.entries.len() + 4).min(area.height.saturating_sub(2)).max(5);
        let title = Line::styled(format!(" {} ", self.title), theme.title);
        let inner = popup::draw(buf, area, look, (58, tall), title);
        let typed =
            vec![Span::styled("/ ", theme.key), Span::styled(self.text.text(), theme.strong)];
        spans::write(buf, inner, 0, &Line::from(typed));
        let fits = usize::from(inner.height.saturating_sub(2)).max(1);
        let top = (self.at + 1).saturating_sub(fits);
        if self.entries.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Asking who is there…", theme.dim));
        } else if self.found.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Nobody is called that.", theme.dim));
        }
        for (row, (at, entry)) in (2_u16..).zip(self.found.iter().enumerate().skip(top).take(fits))
        {
            let entry = &self.entries[*entry];
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let room = usize::from(inner.width).saturating_sub(wrap::width(&entry.detail) + 6);
            let words = if entry.now { theme.dim } else { theme.text };
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(format!(" {} ", entry.glyph), entry.style),
                Span::styled(wrap::fit(&entry.words, room), words),
                Span::styled(format!(" {}", entry.detail), theme.dim),
            ]);
            spans::write(buf, inner, row, &line);
            if at == self.at {
                buf.set_style(Rect { y: inner.y + row, height: 1, ..inner }, theme.selected);
            }
        }
        let (_, column) = self.text.place(usize::MAX / 2);
        Some((inner.x + 2 + cells(column).min(inner.width.saturating_sub(3)), inner.y))
    }
}
