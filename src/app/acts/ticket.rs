//! The keys on the ticket at hand, and those of its order's pane.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::desk::{Desk, Focus};
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::ui::toast::Tone;

impl Console {
    pub(super) fn act_on_ticket(&mut self, action: Action, out: &mut Vec<Effect>) {
        let (key, now) = (self.undo_key(), self.look.now);
        let Some(desk) = &mut self.desk else { return };
        match action {
            Action::Why | Action::History => self.open_record(action == Action::Why, out),
            Action::ResolveNext => desk.resolve_next(&key, out),
            Action::Status => self.open_menu(Desk::status_menu, "no ticket is here"),
            Action::Priority => self.open_menu(Desk::priority_menu, "no ticket is here"),
            Action::Snooze => self.open_menu(Desk::snooze_menu, "no ticket is here"),
            Action::Take => desk.take(&key, out),
            Action::Bulk => self.open_menu(Desk::bulk_menu, "mark tickets first"),
            Action::Assign => self.pick_agent(false, out),
            Action::Tags => match desk.tags_prompt() {
                Some(prompt) => self.overlay = Some(Overlay::Prompt(prompt)),
                None => self.toast("no ticket is here", Tone::News),
            },
            Action::Undo if desk.take_back_waiting(now, out) => {}
            Action::Undo => desk.undo(now, out),
            Action::MarkUnread => desk.mark_unread(&key, out),
            Action::NextUnread | Action::PreviousUnread => {
                let shown = self.keymap.shown(action);
                desk.go_unread(action == Action::NextUnread, &shown, out);
            }
            Action::LongestWaiting => desk.go_longest_waiting(out),
            Action::Order if desk.focus == Focus::Order => desk.focus = Focus::Chat,
            Action::Order if desk.open_at_hand(out) => {
                desk.focus = Focus::Order;
            }
            Action::CopyNumber => desk.copy(false, out),
            Action::CopyLink => desk.copy(true, out),
            _ => {}
        }
    }

    pub(super) fn act_on_order(&mut self, action: Action) {
        let Some(desk) = &mut self.desk else { return };
        match action {
            Action::OrderStatus => self.open_menu(Desk::order_menu, "it can't go anywhere now"),
            Action::OrderLeave => desk.focus = Focus::Chat,
            _ => desk.order.act(action),
        }
    }
}
