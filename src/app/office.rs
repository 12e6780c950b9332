//! What admins have beside the desk: numbers, staff, the server's health, the audit trail, settings.
//! Which of them is on is `Console::screen`; each keeps its place while another one is.

mod deeds;
mod meanwhile;
mod numbers;
mod pointer;
mod settings;
mod staff;
mod trail;

use super::action::{Action, Place};
use super::console::Console;
use super::desk::Desk;
use super::effect::Effect;
use super::screen::{self, Screen};
use crate::config::keymap::Keymap;
use crate::panes::audit::{self, Audit};
use crate::panes::sheet::Sheet;
use crate::ui::look::Look;
use crate::ui::toast::Tone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use robindesk_protocol::{Timestamp, User};

/// The keys while a filter is typed.
const FILTER_KEYS: &[(Action, &str)] =
    &[(Action::Choose, "keep the filter"), (Action::Back, "show all"), (Action::PopupDown, "next")];

/// The screens' state.
#[derive(Debug, Default)]
pub struct Office {
    /// Stats and Health.
    pub(super) numbers: numbers::Numbers,
    pub(super) staff: staff::StaffRoom,
    pub(super) audit: Audit,
    pub(super) rules: settings::Rules,
    deeds: deeds::Deeds,
    /// A form that lay open when the session ended, until the same person is back.
    pub(super) kept: Option<Sheet>,
    /// The border of the team's card is being dragged.
    held: bool,
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
            Screen::Team => self.staff.draw(buf, area, self.numbers.is_cut_off(), look),
            Screen::Audit => audit::view::draw(buf, area, &mut self.audit, &self.staff.known, look),
            Screen::Settings => self.rules.draw(buf, area, look),
            Screen::Desk => None,
        }
    }

    /// The keys that matter on a screen, the most wanted first.
    pub(super) fn keys_here(&self, screen: Screen, me: &User) -> Vec<(Action, &'static str)> {
        if self.is_typing(screen) {
            return FILTER_KEYS.to_vec();
        }
        match screen {
            Screen::Stats | Screen::Health => self.numbers.keys_here(screen).to_vec(),
            Screen::Team => self.staff.keys_here(me.id),
            Screen::Audit => self.audit.keys_here(),
            Screen::Settings => self.rules.keys_here(me.user_type).to_vec(),
            Screen::Desk => vec![(Action::Inbox, "inbox"), (Action::Back, "back")],
        }
    }

    /// Closes or clears what is over a screen. False when nothing was.
    fn back(&mut self, screen: Screen, now: Timestamp) -> bool {
        match screen {
            Screen::Stats => self.numbers.back(),
            Screen::Team => self.staff.team.back(),
            Screen::Audit => self.audit.back(now),
            _ => false,
        }
    }

    /// Whether a letter is typed there rather than looked up.
    pub fn is_typing(&self, screen: Screen) -> bool {
        match screen {
            Screen::Stats => self.numbers.is_typing(),
            Screen::Team => self.staff.team.is_typing(),
            Screen::Audit => self.audit.is_typing(),
            _ => false,
        }
    }

    /// Puts a text where one is typed.
    pub fn put(&mut self, screen: Screen, text: &str) {
        match screen {
            Screen::Stats => self.numbers.put(text),
            Screen::Team => self.staff.team.put(text),
            Screen::Audit => self.audit.put(text),
            _ => {}
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        self.numbers.tick(now);
    }

    /// The next moment at which something on a screen changes by itself, or must be asked for.
    pub fn next_change(&self, screen: Screen, look: &Look) -> Option<Timestamp> {
        let staff = self.staff.known.asks_next().filter(|_| screen == Screen::Team);
        let trail = self.audit.asks_next().filter(|_| screen == Screen::Audit);
        [self.numbers.next_change(screen, look), staff, trail].into_iter().flatten().min()
    }
}

impl Console {
    /// What a key does on the screen that is on.
    fn act_on_screen(&mut self, action: Action, out: &mut Vec<Effect>) {
        match self.screen {
            Screen::Stats if action == Action::Open => self.look_up_picked(),
            Screen::Stats | Screen::Health => {
                self.office.numbers.act(self.screen, action, &self.look, out);
            }
            Screen::Team => self.act_on_team(action, out),
            Screen::Audit => self.act_on_trail(action),
            Screen::Settings => self.act_on_settings(action),
            Screen::Desk => {}
        }
    }

    /// Goes to the team, to whoever is picked in the numbers.
    fn look_up_picked(&mut self) {
        if let Some(who) = self.office.numbers.picked() {
            self.screen = Screen::Team;
            self.office.staff.team.go_to(who);
            self.office.staff.known.outdate();
        }
    }

    /// Goes to a screen, or does what its keys ask for. Says whether that was all.
    pub(super) fn act_on_office(&mut self, action: Action, out: &mut Vec<Effect>) -> bool {
        let Some(who) = self.desk.as_ref().map(|desk| desk.who.user.user_type) else {
            return false;
        };
        if !screen::offered(action, who) {
            self.toast(screen::not_offered(action), Tone::News);
            return true;
        }
        // Of what the palette offers, what belongs to another screen begins by going there.
        let elsewhere = Screen::of_place(action.place()).filter(|screen| *screen != self.screen);
        if let Some(screen) = Screen::of(action).or(elsewhere) {
            self.screen = screen;
            self.office.staff.known.outdate();
            self.office.rules.outdate();
            return true;
        }
        if self.screen == Screen::Desk {
            return false;
        }
        match action.place() {
            // While something is typed there, it takes all keys that are not everybody's.
            place if place != Place::Everywhere && self.office.is_typing(self.screen) => {
                self.act_on_screen(action, out);
            }
            Place::Everywhere
                if action == Action::Back && self.office.back(self.screen, self.look.now) => {}
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
            _ => self.act_on_screen(action, out),
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
