//! The live numbers: totals, charts, the agents' table, the rotation's distribution.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::model::numbers::Numbers;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::spans;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The pane's state.
#[derive(Debug, Default)]
pub struct StatsPane {
    /// The filter while it is being typed.
    filter: Option<Edit>,
}

impl StatsPane {
    pub fn act(&mut self, _action: Action) {}

    pub fn back(&mut self) -> bool {
        self.filter.take().is_some()
    }

    pub fn is_typing(&self) -> bool {
        self.filter.is_some()
    }

    pub fn put(&mut self, text: &str) {
        if let Some(filter) = &mut self.filter {
            filter.put_line(text);
        }
    }

    pub fn export(&self, _known: &Numbers, _look: &Look) -> Option<Effect> {
        None
    }

    pub fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        known: &Numbers,
        look: &Look,
    ) -> Option<(u16, u16)> {
        let words = known.stats().map_or("Fetching the numbers…".to_owned(), |stats| {
            format!("{} orders, {} tickets", stats.orders.total, stats.tickets.total)
        });
        spans::write(buf, area, 0, &Line::styled(words, look.theme.text));
        None
    }
}
