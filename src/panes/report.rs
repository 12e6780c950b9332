//! What came of something that was done to many, when not all of it was: what was refused and why.

use crate::app::action::Action;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The report's state.
#[derive(Debug)]
pub struct Report {
    title: String,
    lines: Vec<Plain>,
    scroll: usize,
    /// Rows that did not fit at the last drawing.
    over: usize,
}

impl Report {
    pub fn new(title: String, lines: Vec<Plain>) -> Self {
        Self { title, lines, scroll: 0, over: 0 }
    }

    /// Whether all of it was in sight at the last drawing.
    pub const fn fits(&self) -> bool {
        self.over == 0
    }

    pub fn act(&mut self, action: Action) {
        self.scroll = match action {
            Action::PopupDown => self.scroll + 1,
            Action::PopupUp => self.scroll.saturating_sub(1),
            _ => return,
        }
        .min(self.over);
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let width = area.width.saturating_sub(4).min(72);
        let room = usize::from(width).saturating_sub(4);
        let rows: Vec<&str> = self
            .lines
            .iter()
            .flat_map(|l| {
                wrap::rows(l.as_str(), room).into_iter().map(|r| l.as_str()[r].trim_end())
            })
            .collect();
        let fits = usize::from(area.height.saturating_sub(6)).max(1);
        let shown = rows.len().min(fits);
        self.over = rows.len() - shown;
        self.scroll = self.scroll.min(self.over);
        let tall = u16::try_from(shown + 2).unwrap_or(u16::MAX);
        let more = if self.over > self.scroll { look.glyph("· ↓ more ", "- more ") } else { "" };
        let title = Line::styled(format!(" {} {more}", self.title), look.theme.title);
        let inner = popup::draw(buf, area, look, (width, tall), title);
        for (at, row) in (0_u16..).zip(rows.into_iter().skip(self.scroll).take(shown)) {
            spans::write(buf, inner, at, &Line::styled(row, look.theme.text));
        }
    }
}
