//! The live numbers, for admins: totals, charts, the agents' table, the rotation's distribution.

mod agents;
mod charts;
mod pick;
mod rotation;
mod tiles;
mod view;

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::model::numbers::range::Range;
use crate::model::numbers::{Numbers, export};
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::page::Scroll;
use crate::ui::spots::Spots;
use agents::SortBy;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use robindesk_protocol::UserId;

/// What a key is about, wherever on the page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The agents' table.
    Agents,
    /// The row of whoever is picked in it.
    Picked,
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct StatsPane {
    range: Range,
    /// Tables in the place of charts.
    tables: bool,
    sort: SortBy,
    /// Agents whose name or availability holds this are shown.
    wanted: Edit,
    typing: bool,
    /// What is to be brought into sight.
    aim: Option<Aim>,
    /// Whoever is picked.
    under: Option<UserId>,
    /// Whose rows stand where on the page.
    spots: Spots<UserId>,
    /// The heads of the columns of the agents' table that it can be sorted by.
    heads: Spots<SortBy>,
    pub scroll: Scroll,
}

impl StatsPane {
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Range => self.range = self.range.next(),
            Action::AsTable => self.tables = !self.tables,
            Action::Sort => self.sort = self.sort.next(),
            Action::FilterAgents => (self.typing, self.aim) = (true, Some(Aim::Agents)),
            Action::Choose if self.typing => self.typing = false,
            Action::Leave if self.typing => _ = self.back(),
            _ if self.typing => {
                if let Some(stroke) = action.stroke() {
                    self.wanted.stroke(stroke, usize::MAX / 2);
                }
            }
            _ => {}
        }
    }

    /// Ends the filter, or lets go of whoever is picked. False when there was neither.
    pub fn back(&mut self) -> bool {
        let was = self.typing || !self.wanted.is_empty();
        if !was {
            return self.under.take().is_some();
        }
        self.typing = false;
        self.wanted.clear();
        was
    }

    pub fn is_typing(&self) -> bool {
        self.typing
    }

    pub fn put(&mut self, text: &str) {
        if self.typing {
            self.wanted.put_line(text);
        }
    }

    /// The numbers on screen as files; `None` while there are none.
    pub fn export(&self, known: &Numbers, look: &Look) -> Option<Effect> {
        let stats = known.stats()?;
        let name = format!("robindesk-stats-{}", look.stamp(stats.at));
        let files = vec![
            (format!("{name}.csv"), export::csv(stats)),
            (format!("{name}.json"), export::json(stats)),
        ];
        Some(Effect::Export { files })
    }

    /// Draws it. Gives the cursor's cell while the filter is typed.
    pub fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        known: &Numbers,
        look: &Look,
    ) -> Option<(u16, u16)> {
        view::draw(buf, area, self, known, look)
    }
}
