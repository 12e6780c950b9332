//! A file to send, by its path: what lies in the folder is offered while she types.

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{badge, popup, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::Audience;

/// The prompt's state.
#[derive(Debug)]
pub struct Attach {
    /// The question whose answer is awaited.
    pub ask: Option<Ask>,
    pub lane: Audience,
    text: Edit,
    /// Paths that go on as she began; folders end in a slash.
    found: Vec<String>,
    at: usize,
    spots: Spots<usize>,
}

impl Attach {
    /// Asks for a file for a lane, from a folder on.
    pub fn new(lane: Audience, from: &str) -> Self {
        Self {
            ask: None,
            lane,
            text: Edit::new(from),
            found: Vec::new(),
            at: 0,
            spots: Spots::default(),
        }
    }

    pub fn text(&self) -> &str {
        self.text.text()
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
    }

    pub fn take(&mut self, ask: Ask, found: Vec<String>) {
        if self.ask.take_if(|awaited| *awaited == ask).is_some() {
            (self.found, self.at) = (found, 0);
        }
    }

    pub fn act(&mut self, action: Action) {
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(self.found.len().saturating_sub(1)),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            Action::NextPane => {
                if let Some(path) = self.found.get(self.at) {
                    self.text.replace(path);
                }
            }
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.text.stroke(stroke, usize::MAX / 2);
                }
            }
        }
    }

    /// The path to send: the marked one, else what is typed. A folder is gone into instead.
    pub fn chosen(&mut self) -> Option<String> {
        let path = self.found.get(self.at).cloned().unwrap_or_else(|| self.text().to_owned());
        if path.ends_with('/') {
            self.text.replace(&path);
            return None;
        }
        (!path.trim().is_empty()).then_some(path)
    }

    /// Goes to the path at a cell. Says whether the mark was there already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.spots.click(cell, &mut self.at)
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let title = Line::from(vec![
            Span::styled(" Send a file · ", theme.title),
            Span::styled(badge::lane_words(self.lane), badge::lane_style(look, self.lane)),
            Span::raw(" "),
        ]);
        let size = (76, 14.min(area.height.saturating_sub(2)));
        let inner = popup::draw(buf, area, look, size, title);
        let (_, column) = self.text.place(usize::MAX / 2);
        // Of a long path the end is in sight.
        let skip = (column + 1).saturating_sub(usize::from(inner.width));
        let typed: String = self.text().chars().skip(skip).collect();
        spans::write(buf, inner, 0, &Line::styled(typed, theme.strong));
        let fits = usize::from(inner.height.saturating_sub(3)).max(1);
        let top = (self.at + 1).saturating_sub(fits);
        self.spots.clear();
        for (row, (at, path)) in (1_u16..).zip(self.found.iter().enumerate().skip(top).take(fits)) {
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let slash = if path.ends_with('/') { "/" } else { "" };
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(format!(" {}{slash}", Plain::line(name)), theme.text),
            ]);
            spans::write(buf, inner, row, &line);
            self.spots.put(Rect { y: inner.y + row, height: 1, ..inner }, at);
        }
        let hint = "tab completes · enter sends · esc closes";
        spans::write(buf, inner, inner.height.saturating_sub(1), &Line::styled(hint, theme.dim));
        Some((inner.x + u16::try_from(column - skip.min(column)).unwrap_or(0), inner.y))
    }
}
