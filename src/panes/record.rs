//! What is on record about a ticket: everything that happened on it, and why it went to whom it went.
//! Filters while a word is typed.

pub mod words;

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::model::Loaded;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use robindesk_protocol::Timestamp;

/// Cells of the box.
const WIDTH: u16 = 90;

/// One entry, in words that are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Option<Timestamp>,
    pub words: String,
    /// Stands out: who got the ticket.
    pub strong: bool,
}

/// The record's state.
#[derive(Debug)]
pub struct Record {
    /// The question whose answer is awaited.
    pub ask: Ask,
    title: String,
    /// What to say when nothing is on record.
    nothing: &'static str,
    loaded: Loaded,
    entries: Vec<Entry>,
    filter: Edit,
    /// Rows above the first one on screen.
    top: usize,
    /// Rows on screen at the last drawing, and rows in all.
    fits: (usize, usize),
}

impl Record {
    pub fn new(ask: Ask, title: String, nothing: &'static str) -> Self {
        Self {
            ask,
            title,
            nothing,
            loaded: Loaded::Asked,
            entries: Vec::new(),
            filter: Edit::default(),
            top: 0,
            fits: (0, 0),
        }
    }

    /// Takes entries behind those that are here; `done` when these are the last.
    pub fn take(&mut self, result: Result<Vec<Entry>, String>, done: bool) {
        match result {
            Ok(entries) => {
                self.entries.extend(entries);
                if done {
                    self.loaded = Loaded::Here;
                }
            }
            Err(why) => self.loaded = Loaded::Failed(why),
        }
    }

    pub fn put(&mut self, text: &str) {
        self.filter.put_line(text);
        self.top = 0;
    }

    pub fn act(&mut self, action: Action) {
        let (fits, all) = self.fits;
        let page = fits.max(2) - 1;
        self.top = match action {
            Action::PopupDown | Action::LineDown => self.top + 1,
            Action::PopupUp | Action::LineUp => self.top.saturating_sub(1),
            Action::PageDown => self.top + page,
            Action::PageUp => self.top.saturating_sub(page),
            _ => match action.stroke() {
                Some(stroke) => {
                    self.filter.stroke(stroke, usize::MAX / 2);
                    0
                }
                None => return,
            },
        }
        .min(all.saturating_sub(fits));
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let lines = self.lines(look, usize::from(WIDTH.min(area.width)).saturating_sub(4));
        let tall = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
        let size = (WIDTH, tall.clamp(8, area.height.saturating_sub(4).max(8)));
        let title = Line::styled(format!(" {} ", self.title), theme.title);
        let inner = popup::draw(buf, area, look, size, title);
        let typed = Line::from(vec![
            Span::styled("/ ", theme.key),
            Span::styled(self.filter.text(), theme.strong),
        ]);
        spans::write(buf, inner, 0, &typed);
        let fits = usize::from(inner.height.saturating_sub(2));
        self.fits = (fits, lines.len());
        self.top = self.top.min(lines.len().saturating_sub(fits));
        for (row, line) in (2_u16..).zip(lines.iter().skip(self.top).take(fits)) {
            spans::write(buf, inner, row, line);
        }
        let below = lines.len().saturating_sub(self.top + fits);
        if below > 0 {
            let words = format!("{} {below} more", look.glyph("↓", "v"));
            spans::write_right(buf, inner, 0, &Line::styled(words, theme.dim));
        }
        let (_, column) = self.filter.place(usize::MAX / 2);
        Some((inner.x + 2 + u16::try_from(column).unwrap_or(0), inner.y))
    }

    fn lines(&self, look: &Look, width: usize) -> Vec<Line<'static>> {
        let theme = &look.theme;
        let needle = self.filter.text().to_lowercase();
        let found = self.entries.iter().filter(|e| e.words.to_lowercase().contains(&needle));
        let mut lines = Vec::new();
        for entry in found {
            let time = entry.at.map(|at| look.moment(at)).unwrap_or_default();
            let style = if entry.strong { theme.strong } else { theme.text };
            let room = width.saturating_sub(15).max(8);
            for (n, row) in wrap::rows(&entry.words, room).into_iter().enumerate() {
                let time = if n == 0 { format!("{time:>13}  ") } else { " ".repeat(15) };
                let words = entry.words[row].trim_end().to_owned();
                lines.push(Line::from(vec![
                    Span::styled(time, theme.dim),
                    Span::styled(words, style),
                ]));
            }
        }
        let say = |words: &str| Line::styled(format!("  {words}"), theme.dim);
        match &self.loaded {
            Loaded::Failed(why) => lines.push(say(Plain::line(why).as_str())),
            Loaded::Here if self.entries.is_empty() => lines.push(say(self.nothing)),
            Loaded::Here if lines.is_empty() => lines.push(say("Nothing on record says that.")),
            Loaded::Here => {}
            _ => lines.push(say("Fetching…")),
        }
        lines
    }
}
