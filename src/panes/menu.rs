//! A short menu over the panes: a choice of statuses, priorities, times. The first letter or the
//! arrows go to an entry, enter takes it.

pub mod picker;

use crate::app::action::Action;
use crate::app::effect::{Change, Deed};
use crate::ui::look::Look;
use crate::ui::spots::Spots;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::BulkSet;

/// What an entry stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Change(Change),
    /// The view at this place.
    View(usize),
    /// What the marked tickets become.
    Set(BulkSet),
    /// An agent is picked for the marked tickets.
    GiveMarked,
    /// What an admin asks of the desk.
    Deed(Box<Deed>),
    /// Tags are asked for, to be added to the marked tickets or taken from them.
    TagMarked {
        add: bool,
    },
}

/// One entry and what it stands for.
#[derive(Debug, Clone)]
pub struct Entry {
    pub glyph: &'static str,
    pub words: String,
    /// What stands behind the words, dimmer.
    pub detail: String,
    pub style: Style,
    pub choice: Choice,
    /// How it is now: choosing it changes nothing.
    pub now: bool,
}

/// The menu's state.
#[derive(Debug)]
pub struct Menu {
    title: String,
    entries: Vec<Entry>,
    at: usize,
    spots: Spots<usize>,
}

impl Menu {
    /// A menu with the mark on the first entry that would change something.
    pub fn new(title: String, entries: Vec<Entry>) -> Self {
        let at = entries.iter().position(|e| !e.now).unwrap_or(0);
        Self { title, entries, at, spots: Spots::default() }
    }

    pub fn act(&mut self, action: Action) {
        let last = self.entries.len().saturating_sub(1);
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(last),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            _ => {}
        }
    }

    /// Goes to the next entry that begins with a letter.
    pub fn letter(&mut self, letter: char) {
        let begins = |e: &Entry| e.words.to_lowercase().starts_with(letter.to_ascii_lowercase());
        let count = self.entries.len();
        let found = (1..=count).map(|n| (self.at + n) % count).find(|i| begins(&self.entries[*i]));
        self.at = found.unwrap_or(self.at);
    }

    /// What the marked entry stands for; nothing when it is so already.
    pub fn chosen(&self) -> Option<&Choice> {
        self.entries.get(self.at).filter(|e| !e.now).map(|e| &e.choice)
    }

    /// Goes to the entry at a cell. Says whether the mark was there already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.spots.click(cell, &mut self.at)
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let cells_of = |e: &Entry| wrap::width(&e.words) + wrap::width(&e.detail);
        let widest = self.entries.iter().map(cells_of).max().unwrap_or(0) + 14;
        let width = widest.max(wrap::width(&self.title) + 6);
        let size = (cells(width), cells(self.entries.len() + 2));
        let title = Line::styled(format!(" {} ", self.title), theme.title);
        let inner = popup::draw(buf, area, look, size, title);
        let top = (self.at + 1).saturating_sub(inner.height.max(1).into());
        let fits = inner.height.into();
        self.spots.clear();
        for (row, (at, entry)) in (0..).zip(self.entries.iter().enumerate().skip(top).take(fits)) {
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(
                    format!(" {} ", if look.is_plain() { "" } else { entry.glyph }),
                    entry.style,
                ),
                Span::styled(entry.words.clone(), if entry.now { theme.dim } else { theme.text }),
                Span::styled(format!("  {}", entry.detail), theme.dim),
                Span::styled(if entry.now { "now" } else { "" }, theme.dim),
            ]);
            spans::write(buf, inner, row, &line);
            let here = Rect { y: inner.y + row, height: 1, ..inner };
            self.spots.put(here, at);
            if at == self.at {
                buf.set_style(here, theme.selected);
            }
        }
    }
}

fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
