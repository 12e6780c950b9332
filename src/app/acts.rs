//! Does what was asked for, wherever she is: what works everywhere is here, the rest a file a place.

mod chat;
mod composer;
mod list;
mod over;
mod ticket;

use super::action::{Action, Place};
use super::console::{Ask, Console};
use super::desk::{Desk, Focus};
use super::effect::{Change, Effect};
use super::overlay::Overlay;
use super::screen;
use crate::model::tickets::View;
use crate::panes::confirm::Confirm;
use crate::panes::help::Help;
use crate::panes::menu::Menu;
use crate::panes::palette::Palette;
use crate::ui::look::Look;
use crate::ui::toast::Tone;
use robindesk_protocol::UserType;

impl Console {
    pub(super) fn act(&mut self, action: Action, out: &mut Vec<Effect>) {
        match action {
            Action::Redraw => self.asked_of_terminal = Some(Ask::Redraw),
            Action::Suspend => self.asked_of_terminal = Some(Ask::Suspend),
            Action::Quit => self.ask_to_quit(out),
            _ if self.overlay.is_some() => self.act_over(action, out),
            Action::Help => self.overlay = Some(Overlay::Help(self.help())),
            _ if self.login.is_some() => {
                out.extend(self.login.as_mut().and_then(|login| login.act(action)));
            }
            Action::Palette => {
                let palette = Palette::new(|action| self.offers(action));
                self.overlay = Some(Overlay::Palette(palette));
            }
            Action::DoNotDisturb => self.toggle_quiet(),
            Action::Reconnect => out.push(Effect::ReconnectNow),
            Action::SignOut => self.overlay = Some(Overlay::Confirm(Confirm::sign_out())),
            _ if self.act_on_office(action, out) => {}
            _ => self.act_on_desk(action, out),
        }
    }

    /// Whether whoever is signed in is offered an action; before that, nobody is known to be an admin.
    pub(super) fn offers(&self, action: Action) -> bool {
        let who = self.desk.as_ref().map_or(UserType::Agent, |desk| desk.who.user.user_type);
        screen::offered(action, who)
    }

    /// The keys of where she is, and of what else is offered to her.
    fn help(&self) -> Help {
        Help::new(&self.places(), |action| self.offers(action))
    }

    pub(super) fn change(&mut self, change: Change, out: &mut Vec<Effect>) {
        let key = self.undo_key();
        if let Some(desk) = &mut self.desk {
            desk.change(change, &key, out);
        }
    }

    fn act_on_desk(&mut self, action: Action, out: &mut Vec<Effect>) {
        if self.act_on_filter(action, out) {
            return;
        }
        match action.place() {
            Place::List => self.act_on_list(action, out),
            Place::Composer => self.act_on_composer(action, out),
            Place::Chat => self.act_on_chat(action, out),
            Place::Ticket => self.act_on_ticket(action, out),
            Place::Order => self.act_on_order(action),
            Place::Everywhere => self.act_from_anywhere(action, out),
            Place::Popup | Place::Stats | Place::Team | Place::Audit | Place::Settings => {}
        }
    }

    /// Goes somewhere on the desk: these keys work in all of its panes.
    fn act_from_anywhere(&mut self, action: Action, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        match action {
            Action::NextPane => desk.next_pane(true),
            Action::PreviousPane => desk.next_pane(false),
            Action::Inbox => desk.go(View::INBOX, out),
            Action::All => desk.go(View::ALL, out),
            Action::Unassigned => desk.go(View::UNASSIGNED, out),
            Action::Snoozed => desk.go(View::SNOOZED, out),
            Action::Resolved => desk.go(View::RESOLVED, out),
            Action::NextView => desk.go_beside(true, out),
            Action::PreviousView => desk.go_beside(false, out),
            Action::Views => self.open_menu(Desk::views_menu, ""),
            Action::Search => self.open_search(),
            Action::Back if desk.found.is_some() && desk.focus == Focus::Chat => {
                desk.found = None;
                self.open_search();
            }
            Action::Back => desk.back(out),
            Action::Jump => {
                desk.focus = Focus::List;
                self.overlay = Some(Overlay::Jump);
            }
            Action::Zoom => desk.zoom = !desk.zoom,
            Action::Availability => self.open_menu(Desk::availability_menu, ""),
            _ => {}
        }
    }

    /// Opens a menu, or says why there is none.
    fn open_menu<M: Into<Option<Menu>>>(&mut self, menu: fn(&Desk, &Look) -> M, otherwise: &str) {
        match self.desk.as_ref().and_then(|desk| menu(desk, &self.look).into()) {
            Some(menu) => self.overlay = Some(Overlay::Menu(menu)),
            None => self.toast(otherwise, Tone::News),
        }
    }
}
