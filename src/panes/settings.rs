//! The desk's settings, and below them the macros for everyone: a row each, edited in forms.

pub mod view;

use crate::app::action::Action;
use crate::model::Loaded;
use crate::ui::spots::Spots;
use ratatui::layout::Position;
use robindesk_protocol::{DeskSettings, Macro, MacroId};

/// The fields of the settings, by their names on the wire, in the order of the rows.
const FIELDS: [&str; 4] =
    ["rotation_policy", "default_max_open_tickets", "send_delay_seconds", "tags"];

/// What is known of both.
#[derive(Debug, Default)]
pub struct Shared {
    pub settings: Option<DeskSettings>,
    pub macros: Vec<Macro>,
    pub loaded: Loaded,
    /// Who changed them last, by name, as far as the stream told.
    pub changed_by: Option<String>,
}

/// What is under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// A setting, by its name on the wire.
    Setting(&'static str),
    Macro(&'a Macro),
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct SettingsPane {
    at: usize,
    /// The macro under the cursor, so that it stays there when others come and go.
    under: Option<MacroId>,
    top: usize,
    fits: usize,
    spots: Spots<usize>,
}

impl SettingsPane {
    pub fn selected<'a>(&self, shared: &'a Shared) -> Option<Row<'a>> {
        let at = self.place(shared);
        if let Some(field) = FIELDS.get(at) {
            return Some(Row::Setting(field));
        }
        shared.macros.get(at - FIELDS.len()).map(Row::Macro)
    }

    /// Moves the cursor, for the actions that do.
    pub fn act(&mut self, action: Action, shared: &Shared) {
        let (at, last) = (self.place(shared), FIELDS.len() + shared.macros.len() - 1);
        if let Some(to) = action.row(at, last, self.fits) {
            self.go(to, shared);
        }
    }

    /// Puts the cursor on the row at a cell. Says whether it was there already.
    pub fn click(&mut self, cell: Position, shared: &Shared) -> bool {
        let mut at = self.place(shared);
        let again = self.spots.click(cell, &mut at);
        self.go(at, shared);
        again
    }

    fn go(&mut self, to: usize, shared: &Shared) {
        self.at = to;
        let item = self.at.checked_sub(FIELDS.len()).and_then(|at| shared.macros.get(at));
        self.under = item.map(|m| m.id);
    }

    fn place(&self, shared: &Shared) -> usize {
        let found = self.under.and_then(|id| shared.macros.iter().position(|m| m.id == id));
        let last = FIELDS.len() + shared.macros.len() - 1;
        found.map_or(self.at.min(last), |at| at + FIELDS.len())
    }
}
