//! What admins have beside the desk: numbers, staff, the server's health, the audit trail, settings.
//! Which of them is on is `Console::screen`; each keeps its place while another one is.

mod numbers;

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
use robindesk_protocol::Timestamp;

/// The screens' state.
#[derive(Debug, Default)]
pub struct Office {
    /// Stats and Health.
    pub(super) numbers: numbers::Numbers,
}

impl Office {
    /// Draws one screen of it. The cursor is shown where something is typed.
    pub fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        screen: Screen,
        look: &Look,
        _keymap: &Keymap,
    ) -> Option<(u16, u16)> {
        match screen {
            Screen::Stats | Screen::Health => self.numbers.draw(buf, area, screen, look),
            Screen::Desk | Screen::Team | Screen::Audit | Screen::Settings => None,
        }
    }

    /// The keys that matter on a screen, the most wanted first.
    pub fn keys_here(&self, screen: Screen) -> &'static [(Action, &'static str)] {
        match screen {
            Screen::Stats | Screen::Health => self.numbers.keys_here(screen),
            _ => &[(Action::Inbox, "inbox"), (Action::Back, "back")],
        }
    }

    /// What a key does on one screen of it.
    fn act(&mut self, screen: Screen, action: Action, look: &Look, out: &mut Vec<Effect>) {
        if matches!(screen, Screen::Stats | Screen::Health) {
            self.numbers.act(screen, action, look, out);
        }
    }

    /// Closes or clears what is over a screen. False when nothing was.
    fn back(&mut self, screen: Screen) -> bool {
        screen == Screen::Stats && self.numbers.back()
    }

    /// Whether a letter is typed there rather than looked up.
    pub fn is_typing(&self, screen: Screen) -> bool {
        screen == Screen::Stats && self.numbers.is_typing()
    }

    /// Puts a text where one is typed.
    pub fn put(&mut self, screen: Screen, text: &str) {
        if screen == Screen::Stats {
            self.numbers.put(text);
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        self.numbers.tick(now);
    }

    /// The next moment at which something on a screen changes by itself, or must be asked for.
    pub fn next_change(&self, screen: Screen, look: &Look) -> Option<Timestamp> {
        self.numbers.next_change(screen, look)
    }
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
        let look = &self.look;
        match action.place() {
            // While something is typed there, it takes all keys that are not everybody's.
            place if place != Place::Everywhere && self.office.is_typing(self.screen) => {
                self.office.act(self.screen, action, look, out);
            }
            Place::Everywhere if action == Action::Back && self.office.back(self.screen) => {}
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
            _ => self.office.act(self.screen, action, look, out),
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
