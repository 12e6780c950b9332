//! What admins have beside the desk: numbers, staff, the server's health, the audit trail, settings.
//! Which of them is on is `Console::screen`; each keeps its place while another one is.

use super::action::{Action, Place};
use super::console::Console;
use super::desk::Desk;
use super::effect::Effect;
use super::screen::{self, Screen};
use crate::config::keymap::Keymap;
use crate::ui::look::Look;
use crate::ui::toast::Tone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The screens' state.
#[derive(Debug, Default)]
pub struct Office {}

impl Office {
    /// Draws one screen of it. The cursor is shown where something is typed.
    pub fn draw(
        &mut self,
        _buf: &mut Buffer,
        _area: Rect,
        _screen: Screen,
        _look: &Look,
        _keymap: &Keymap,
    ) -> Option<(u16, u16)> {
        None
    }

    /// What a key does on one screen of it.
    fn act(&mut self, _screen: Screen, _action: Action, _out: &mut Vec<Effect>) {}
}

/// The keys that matter on a screen, the most wanted first.
pub fn keys_here(_screen: Screen) -> &'static [(Action, &'static str)] {
    &[(Action::Inbox, "inbox"), (Action::Back, "back")]
}

impl Console {
    /// Goes to a screen, or does what its keys ask for. Says whether that was all.
    pub(super) fn act_on_office(&mut self, action: Action, out: &mut Vec<Effect>) -> bool {
        let Some(who) = self.desk.as_ref().map(|desk| desk.who.user.user_type) else {
            return false;
        };
        if !screen::offered(action, who) {
            self.toast("that is for admins", Tone::News);
            return true;
        }
        if let Some(screen) = Screen::of(action) {
            self.screen = screen;
            return true;
        }
        if self.screen == Screen::Desk {
            return false;
        }
        match action.place() {
            Place::Everywhere if action == Action::Back => self.screen = Screen::Desk,
            // The views and the panes are the desk's: asking for one goes back to it.
            Place::Everywhere if !matches!(action, Action::Search | Action::Availability) => {
                self.screen = Screen::Desk;
                return action == Action::NextPane || action == Action::PreviousPane;
            }
            Place::Everywhere => return false,
            Place::Chat | Place::Ticket | Place::Order | Place::Composer => {
                self.screen = Screen::Desk;
                return false;
            }
            _ => self.office.act(self.screen, action, out),
        }
        true
    }
}

impl Desk {
    /// Another screen is on: nothing of the desk can be clicked, and nothing of it is read.
    pub fn out_of_sight(&mut self) {
        self.pointer.forget();
        self.chat_seen = false;
    }
}
