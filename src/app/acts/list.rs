//! The list's keys, and those of its filter while that is typed.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::desk::Focus;
use crate::app::effect::Effect;
use crate::ui::edit::Edit;
use crate::ui::toast::Tone;

impl Console {
    pub(super) fn act_on_list(&mut self, action: Action, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        desk.focus = Focus::List;
        desk.ahead_failed = false;
        match action {
            Action::Open => desk.open_selected(out),
            Action::Filter => {
                let text = desk.queue().tickets.filter.clone();
                desk.queue_mut().filter = Some(Edit::new(&text));
            }
            Action::Sort => {
                desk.queue_mut().change(|t| t.sort_by(t.sort.next()));
                desk.load_first(desk.view, out);
            }
            Action::Refresh => desk.load_first(desk.view, out),
            Action::Mark => desk.queue_mut().mark(),
            Action::MarkRange => desk.queue_mut().mark_range(),
            Action::NextMatch | Action::PreviousMatch if desk.queue().tickets.filter.is_empty() => {
                desk.say("no filter is set", Tone::News);
            }
            _ => desk.queue_mut().act(action),
        }
    }

    /// While the filter is typed: enter keeps it, arrows move in what it found.
    pub(super) fn act_on_filter(&mut self, action: Action, out: &mut Vec<Effect>) -> bool {
        let Some(desk) = &mut self.desk else { return false };
        if desk.focus != Focus::List || desk.queue().filter.is_none() {
            return false;
        }
        match action {
            Action::Choose => desk.queue_mut().filter = None,
            Action::PopupDown => desk.queue_mut().act(Action::Down),
            Action::PopupUp => desk.queue_mut().act(Action::Up),
            Action::Leave => desk.back(out),
            _ if action.stroke().is_some() => self.edit_filter(action, out),
            _ => return false,
        }
        true
    }
}
