//! The chat's keys: reading, picking a message, and what begins with one.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::desk::{Desk, Focus};
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::ui::toast::Tone;

impl Console {
    pub(super) fn act_on_chat(&mut self, action: Action, out: &mut Vec<Effect>) {
        match (action, &mut self.desk) {
            (Action::Attach, _) => self.open_attach(out),
            (Action::Links, _) => self.open_links(),
            (_, Some(desk)) => read_on(desk, action, out),
            (_, None) => {}
        }
    }

    fn open_links(&mut self) {
        match self.desk.as_ref().and_then(|desk| desk.links(self.opener.is_some())) {
            Some(links) => self.overlay = Some(Overlay::Links(links)),
            None => self.toast("no link or address is here", Tone::News),
        }
    }
}

fn read_on(desk: &mut Desk, action: Action, out: &mut Vec<Effect>) {
    desk.ahead_failed = false;
    match action {
        Action::Reply => desk.write(false, out),
        Action::Note => desk.write(true, out),
        Action::Retry => desk.retry(out),
        Action::TakeBack if desk.stop_file(out) => {}
        Action::TakeBack => desk.take_back(out),
        Action::ToList => desk.focus = Focus::List,
        Action::MessageUp | Action::MessageDown => {
            if let Some(thread) = desk.open.as_ref().and_then(|t| desk.threads.get(&t.id)) {
                desk.chat.pick_next(thread, action == Action::MessageUp);
            }
        }
        Action::Relay => desk.relay(out),
        Action::Quote => desk.quote(out),
        Action::CopyMessage => desk.copy_message(out),
        Action::Lanes => {
            let seen = desk.chat.turn_lanes();
            desk.say(seen, Tone::News);
        }
        _ => desk.chat.act(action),
    }
}
