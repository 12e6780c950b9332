//! Does what was asked for, wherever she is.

use super::Enter;
use super::action::{Action, Place};
use super::console::{Ask, Console};
use super::desk::{Desk, Focus};
use super::effect::{Change, Effect};
use super::overlay::{Outcome, Overlay};
use super::screen;
use crate::model::contact::Kind;
use crate::model::tickets::View;
use crate::panes::confirm::{Confirm, Then};
use crate::panes::help::Help;
use crate::panes::links::Entry;
use crate::panes::menu::Choice;
use crate::panes::palette::Palette;
use crate::panes::prompt::Prompt;
use crate::ui::edit::Edit;
use crate::ui::toast::Tone;
use robindesk_protocol::{OrderStatus, UserType};

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

    /// What lies over the panes takes the keys.
    fn act_over(&mut self, action: Action, out: &mut Vec<Effect>) {
        if self.act_on_deeds(action, out) {
            return;
        }
        let Some(overlay) = &mut self.overlay else { return };
        let before = match overlay {
            Overlay::Search(search) => search.text().to_owned(),
            Overlay::Attach(attach) => attach.text().to_owned(),
            _ => String::new(),
        };
        let outcome = overlay.act(action);
        self.search_on(&before, out);
        self.attach_on(&before, out);
        if !matches!(outcome, Outcome::Stays)
            && let (Some(Overlay::Search(search)), Some(desk)) =
                (self.overlay.take(), &mut self.desk)
        {
            desk.search = search;
        }
        match outcome {
            Outcome::Stays | Outcome::Closes => {}
            Outcome::Writes(chosen) => self.write_macro(chosen, out),
            Outcome::Visits(hit) => self.visit_hit(*hit, out),
            Outcome::Does(action) => self.act(action, out),
            Outcome::Chosen(Choice::Change(change)) => self.choose(change, out),
            Outcome::Chosen(Choice::View(view)) => {
                if let Some(desk) = &mut self.desk {
                    desk.go(view, out);
                }
            }
            Outcome::Chosen(choice) => self.choose_for_marked(choice, out),
            Outcome::Words(what, words) => self.take_words(what, &words, out),
            Outcome::Confirmed(Then::Change(change)) => {
                self.change(change, out);
                if let Some(desk) = &mut self.desk {
                    desk.queue_mut().unmark();
                }
            }
            Outcome::Confirmed(Then::Quit) => self.quit(out),
            Outcome::Confirmed(Then::SignOut) => out.push(Effect::SignOut),
            Outcome::Confirmed(Then::Send) => self.send(out),
            Outcome::Confirmed(Then::Deed(deed)) => self.manage(*deed, out),
            Outcome::Sends(path, lane) => {
                if let Some(desk) = &mut self.desk {
                    desk.send_file(path, lane, out);
                }
            }
            Outcome::Picks(entry) => self.pick(&entry, out),
        }
    }

    /// Takes a menu's choice; a rejection needs words first.
    fn choose(&mut self, change: Change, out: &mut Vec<Effect>) {
        if let Change::OrderStatus { order, status: OrderStatus::Rejected, .. } = change {
            self.overlay = Some(Overlay::Prompt(Prompt::rejection(order)));
            return;
        }
        self.change(change, out);
    }

    pub(super) fn change(&mut self, change: Change, out: &mut Vec<Effect>) {
        let key = self.undo_key();
        if let Some(desk) = &mut self.desk {
            desk.change(change, &key, out);
        }
    }

    fn act_on_desk(&mut self, action: Action, out: &mut Vec<Effect>) {
        let key = self.undo_key();
        let enter = self.enter;
        if self.act_on_filter(action, out) {
            return;
        }
        let Some(desk) = &mut self.desk else { return };
        match action.place() {
            Place::List => act_on_list(self.desk.as_mut(), action, out),
            Place::Composer if action == Action::Macros => self.open_macros(out),
            Place::Composer if action == Action::Editor => self.ask_for_editor(),
            Place::Composer => self.act_on_composer(action, enter, out),
            Place::Chat if action == Action::Attach => self.open_attach(out),
            Place::Chat if action == Action::Links => self.open_links(),
            Place::Chat => act_on_chat(self.desk.as_mut(), action, out),
            Place::Ticket if matches!(action, Action::Why | Action::History) => {
                self.open_record(action == Action::Why, out);
            }
            Place::Ticket => self.act_on_ticket(action, &key, out),
            Place::Order => match action {
                Action::OrderStatus => self.open_menu(Desk::order_menu, "it can't go anywhere now"),
                Action::OrderLeave => desk.focus = Focus::Chat,
                _ => desk.order.act(action),
            },
            Place::Popup | Place::Stats | Place::Team | Place::Audit | Place::Settings => {}
            Place::Everywhere => match action {
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
            },
        }
    }

    /// While the filter is typed: enter keeps it, arrows move in what it found.
    fn act_on_filter(&mut self, action: Action, out: &mut Vec<Effect>) -> bool {
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

    fn act_on_composer(&mut self, action: Action, enter: Enter, out: &mut Vec<Effect>) {
        let now = self.look.now;
        let Some(desk) = &mut self.desk else { return };
        match (action, enter) {
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
    fn send(&mut self, out: &mut Vec<Effect>) {
        let (now, key, delay) = (self.look.now, self.undo_key(), self.send_delay());
        let Some(desk) = &mut self.desk else { return };
        let plan = desk.composer.plan();
        let id = uuid::Uuid::new_v4().to_string();
        let sent = desk.send(id, now, delay, out);
        if let (Some(ticket), Some(plan)) = (sent, plan) {
            desk.carry_out(ticket, plan, &key, out);
        }
    }

    /// The editor of her choice, over the draft; the loop opens it.
    fn ask_for_editor(&mut self) {
        if self.desk.as_ref().is_some_and(|d| d.focus == Focus::Composer) {
            self.asked_of_terminal = Some(Ask::Edit);
        }
    }

    fn open_links(&mut self) {
        match self.desk.as_ref().and_then(|desk| desk.links(self.opener.is_some())) {
            Some(links) => self.overlay = Some(Overlay::Links(links)),
            None => self.toast("no link or address is here", Tone::News),
        }
    }

    /// Opens a link with the program that is set for it; copies it where there is none.
    fn pick(&mut self, entry: &Entry, out: &mut Vec<Effect>) {
        if let (Some(file), Some(desk)) = (&entry.file, &mut self.desk) {
            return desk.save_file(file, out);
        }
        let link = match entry.kind {
            Kind::Email => format!("mailto:{}", entry.text),
            Kind::Link if !entry.text.contains("://") => format!("https://{}", entry.text),
            _ => entry.text.clone(),
        };
        let opener = self.opener.clone().filter(|_| entry.kind != Kind::Phone);
        if let Some(program) = opener {
            self.toast(&format!("opening {}", entry.text), Tone::News);
            out.push(Effect::OpenLink { program, link });
        } else {
            self.toast(&format!("copied {}", entry.text), Tone::Good);
            out.push(Effect::Copy(entry.text.clone()));
        }
    }

    fn act_on_ticket(&mut self, action: Action, key: &str, out: &mut Vec<Effect>) {
        let now = self.look.now;
        let Some(desk) = &mut self.desk else { return };
        match action {
            Action::ResolveNext => desk.resolve_next(key, out),
            Action::Status => self.open_menu(Desk::status_menu, "no ticket is here"),
            Action::Priority => self.open_menu(Desk::priority_menu, "no ticket is here"),
            Action::Snooze => self.open_menu(Desk::snooze_menu, "no ticket is here"),
            Action::Take => desk.take(key, out),
            Action::Bulk => self.open_menu(Desk::bulk_menu, "mark tickets first"),
            Action::Assign => self.pick_agent(false, out),
            Action::Tags => match desk.tags_prompt() {
                Some(prompt) => self.overlay = Some(Overlay::Prompt(prompt)),
                None => self.toast("no ticket is here", Tone::News),
            },
            Action::Undo if desk.take_back_waiting(now, out) => {}
            Action::Undo => desk.undo(out),
            Action::MarkUnread => desk.mark_unread(key, out),
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

    fn open_menu<M: Into<Option<crate::panes::menu::Menu>>>(
        &mut self,
        menu: fn(&Desk, &crate::ui::look::Look) -> M,
        otherwise: &str,
    ) {
        match self.desk.as_ref().and_then(|desk| menu(desk, &self.look).into()) {
            Some(menu) => self.overlay = Some(Overlay::Menu(menu)),
            None => self.toast(otherwise, Tone::News),
        }
    }
}

fn act_on_list(desk: Option<&mut Desk>, action: Action, out: &mut Vec<Effect>) {
    let Some(desk) = desk else { return };
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

fn act_on_chat(desk: Option<&mut Desk>, action: Action, out: &mut Vec<Effect>) {
    let Some(desk) = desk else { return };
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
            let beside = desk.chat.turn_lanes();
            desk.say(if beside { "lanes side by side" } else { "one stream" }, Tone::News);
        }
        _ => desk.chat.act(action),
    }
}
