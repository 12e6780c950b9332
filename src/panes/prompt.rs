//! One line to type, for a change that needs words: why an order is rejected.

use crate::app::action::Action;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use robindesk_protocol::OrderId;

/// The prompt's state.
#[derive(Debug)]
pub struct Prompt {
    pub order: OrderId,
    text: Edit,
}

impl Prompt {
    /// Asks why an order is rejected (`product.md`, Orders: it needs a message).
    pub fn rejection(order: OrderId) -> Self {
        Self { order, text: Edit::default() }
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
    }

    pub fn act(&mut self, action: Action) {
        if let Some(stroke) = action.stroke() {
            self.text.stroke(stroke, usize::MAX / 2);
        }
    }

    /// What was typed; nothing while it is empty.
    pub fn words(&self) -> Option<String> {
        let words = self.text.text().trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let title = Line::styled(format!(" Why is order {} rejected? ", self.order), theme.title);
        let inner = popup::draw(buf, area, look, (64, 5), title);
        let width = usize::from(inner.width).max(2);
        let rows = wrap::rows(self.text.text(), width);
        let (row, column) = self.text.place(width);
        let top = row.saturating_sub(1);
        for (at, range) in (0_u16..2).zip(rows.into_iter().skip(top)) {
            spans::write(buf, inner, at, &Line::styled(&self.text.text()[range], theme.text));
        }
        let hint = "both parties read this · enter reject · esc keep";
        spans::write(buf, inner, 2, &Line::styled(hint, theme.dim));
        let cell = |n: usize| u16::try_from(n).unwrap_or(0);
        Some((inner.x + cell(column).min(inner.width.saturating_sub(1)), inner.y + cell(row - top)))
    }
}
