//! The audit trail's part of the office.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::{Deed, Effect};
use crate::app::overlay::Overlay;
use crate::app::screen::Screen;
use crate::panes::audit::words;
use crate::panes::report::Report;

impl Console {
    /// Asks for what of the trail comes into sight, while it is looked at.
    pub(in crate::app) fn ask_for_trail(&mut self, out: &mut Vec<Effect>) {
        if self.screen != Screen::Audit || self.login.is_some() {
            return;
        }
        if let Some(query) = self.office.audit.asks(self.look.now) {
            self.manage(Deed::Trail(query), out);
        }
    }

    /// What a key does on the trail's screen.
    pub(super) fn act_on_trail(&mut self, action: Action) {
        let audit = &mut self.office.audit;
        match (action, audit.selected()) {
            (Action::Open, Some(entry)) if !audit.is_typing() => {
                let title = format!("Audit {}", entry.id);
                let report =
                    Report::new(title, words::whole(entry, &self.office.staff.known, &self.look));
                self.overlay = Some(Overlay::Report(report));
            }
            _ => audit.act(action, self.look.now),
        }
    }
}
