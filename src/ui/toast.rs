//! A short notice in the bottom line: it covers no text, takes no keys, and goes by itself.

use super::look::Look;
use super::plain::Plain;
use super::{spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use robindesk_protocol::Timestamp;

/// How long a notice stays, in milliseconds.
const STAYS_MS: i64 = 6_000;

/// What kind of news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    News,
    Bad,
}

/// A notice and when it goes.
#[derive(Debug, Clone)]
pub struct Toast {
    text: Plain,
    tone: Tone,
    pub until: Timestamp,
}

impl Toast {
    pub fn new(text: &str, tone: Tone, now: Timestamp) -> Self {
        let longer = if tone == Tone::Bad { 2 } else { 1 };
        Self { text: Plain::line(text), tone, until: now.plus_ms(STAYS_MS * longer) }
    }

    /// Draws at the right of a line. Gives how many cells it took.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) -> u16 {
        let (glyph, style) = match self.tone {
            Tone::Good => (look.sign("✓", "v"), look.theme.good),
            Tone::News => (look.sign("●", "*"), look.theme.accent),
            Tone::Bad => (look.sign("✗", "!"), look.theme.bad),
        };
        let text = wrap::cut(self.text.as_str(), usize::from(area.width).saturating_sub(4));
        let line = Line::from(vec![
            spans::piece(format!(" {glyph} "), style),
            spans::piece(format!("{text} "), look.theme.strong),
        ]);
        spans::write_right(buf, area, 0, &line);
        u16::try_from(line.width()).unwrap_or(area.width).min(area.width)
    }
}
