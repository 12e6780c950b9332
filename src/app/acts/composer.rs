//! The composer's keys: writing, and sending what was written.

use crate::app::Enter;
use crate::app::action::Action;
use crate::app::console::{Ask, Console};
use crate::app::desk::Focus;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::panes::confirm::Confirm;

impl Console {
    pub(super) fn act_on_composer(&mut self, action: Action, out: &mut Vec<Effect>) {
        let (enter, now) = (self.enter, self.look.now);
        let Some(desk) = &mut self.desk else { return };
        match (action, enter) {
            (Action::Macros, _) => self.open_macros(out),
            (Action::Editor, _) => self.ask_for_editor(),
            (Action::Send, Enter::Send) | (Action::SendAlways, _) => match desk.guard() {
                Some(question) => {
                    self.overlay = Some(Overlay::Confirm(Confirm::crossing(question)));
                }
                None => self.send(out),
            },
            (Action::Send, Enter::NewLine) => out.extend(desk.composer.act(Action::NewLine)),
            (Action::Leave, _) => desk.focus = Focus::Chat,
            // Nothing else is there to undo: what was just sent comes back.
            (Action::UndoTyping, _)
                if desk.composer.text().is_empty() && desk.take_back_waiting(now, out) => {}
            _ => out.extend(desk.composer.act(action)),
        }
    }

    /// Sends what is written; what crosses was asked about before.
    pub(super) fn send(&mut self, out: &mut Vec<Effect>) {
        let (now, key, delay) = (self.look.now, self.undo_key(), self.send_delay());
        let Some(desk) = &mut self.desk else { return };
        let plan = desk.composer.plan();
        let id = uuid::Uuid::new_v4().to_string();
        let sent = desk.send(id.clone(), now, delay, out);
        if let (Some(ticket), Some(plan)) = (sent, plan) {
            desk.carry_out((ticket, id), plan, &key, out);
        }
    }

    /// The editor of her choice, over the draft; the loop opens it.
    fn ask_for_editor(&mut self) {
        if self.desk.as_ref().is_some_and(|d| d.focus == Focus::Composer) {
            self.asked_of_terminal = Some(Ask::Edit);
        }
    }
}
