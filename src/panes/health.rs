//! How the server is: what is wrong on top, then figures.

use crate::app::action::Action;
use crate::model::numbers::Numbers;
use crate::ui::look::Look;
use crate::ui::spans;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The pane's state.
#[derive(Debug, Default)]
pub struct HealthPane {}

impl HealthPane {
    pub fn act(&mut self, _action: Action) {}

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, known: &Numbers, look: &Look) {
        let words =
            known.health().map_or("Fetching…".to_owned(), |health| health.version.clone());
        spans::write(buf, area, 0, &Line::styled(words, look.theme.text));
    }
}
