//! Routes what happened to the desk, the login or the link; never waits.

use super::console::Console;
use super::desk::Desk;
use super::effect::{Ask, Deed, Effect};
use super::message::{Failure, Message, SignedIn, Unkept};
use super::office::Office;
use super::overlay::Overlay;
use super::screen::Screen;
use crate::model::link::Link;
use crate::panes::login::Login;
use crate::panes::report::Report;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::Colleague;

impl Console {
    pub(super) fn route(&mut self, message: Message, out: &mut Vec<Effect>) {
        match message {
            Message::Link(link) => self.take_link(link, out),
            Message::SignedIn(who) => self.sign_in(*who, out),
            Message::SignInFailed(why) => {
                if let Some(login) = &mut self.login {
                    login.failed(why);
                }
            }
            Message::Unkept(Unkept::One(words)) => self.toast(&words, Tone::Bad),
            Message::Unkept(Unkept::All(why)) => {
                if let Some(desk) = &mut self.desk {
                    desk.report = Some(nothing_kept(&why));
                }
            }
            Message::SignedOut { reason } => self.sign_out(reason),
            Message::Presence(event) => {
                self.office.staff.known.hear_presence(&event);
                if let Some(desk) = &mut self.desk {
                    let me = desk.who.me();
                    desk.presence.take(*event, me, self.look.now);
                }
            }
            Message::Colleagues { ask, result } => self.take_colleagues(ask, result),
            Message::Event(event) => {
                self.announce(&event, out);
                self.office_hears(&event, out);
                if let Some(desk) = &mut self.desk {
                    desk.take_event(*event, out);
                }
            }
            Message::LookedUp { ask, result } => self.take_findings(ask, result, out),
            Message::Transfer { id, step } => {
                let said = self.desk.as_mut().and_then(|desk| desk.transfers.step(&id, step));
                match said {
                    Some(Ok(words)) => self.toast(&words, Tone::Good),
                    Some(Err(words)) => self.toast(&words, Tone::Bad),
                    None => {}
                }
            }
            Message::Managed { ask, result } => self.take_managed(ask, result, out),
            Message::NotOpened(why) => self.toast(&why.text, Tone::Bad),
            Message::Stats(_) | Message::Health(_) | Message::Exported(_) => {
                self.take_numbers(message);
            }
            other => {
                if matches!(other, Message::Reset) {
                    self.office.staff.known.outdate();
                }
                if matches!(other, Message::Wake) {
                    self.search_woken(out);
                }
                if let Some(desk) = &mut self.desk {
                    desk.hear(other, out);
                }
            }
        }
    }

    /// A picker that is open shows the newest.
    fn take_colleagues(&mut self, ask: Ask, result: Result<Vec<Colleague>, Failure>) {
        let Some(desk) = &mut self.desk else { return };
        let Some(ticket) = desk.take_colleagues(ask, result) else { return };
        if let Some(Overlay::Picker(picker)) = &mut self.overlay {
            picker.renew(desk.agent_entries(&self.look, ticket));
        }
    }

    fn take_link(&mut self, link: Link, out: &mut Vec<Effect>) {
        let back = link == Link::Live && self.link != Link::Live;
        if back {
            self.office.staff.known.outdate();
            self.office.audit.outdate(self.look.now);
            self.office.rules.outdate();
            if self.desk.is_some() {
                // Everybody's console follows the desk's settings.
                self.manage(Deed::Settings, out);
            }
        }
        self.link = link;
        if link != Link::Live
            && let Some(desk) = &mut self.desk
        {
            desk.presence.clear();
        }
        if let Some(desk) = self.desk.as_mut().filter(|_| back) {
            desk.load_missing(out);
        }
    }

    /// The same person again finds everything as it was; somebody else finds a clean desk.
    fn sign_in(&mut self, who: SignedIn, out: &mut Vec<Effect>) {
        self.login = None;
        match &mut self.desk {
            Some(desk) if desk.who.me() == who.me() && desk.who.server == who.server => {
                desk.resume(who, out);
                self.overlay = self.office.kept.take().map(Overlay::Sheet);
            }
            _ => {
                let mut desk = Desk::new(who, &self.views);
                desk.welcome = self.welcome;
                desk.load_missing(out);
                self.screen = Screen::first(desk.who.user.user_type);
                *self.office = Office::default();
                self.desk = Some(desk);
            }
        }
    }

    fn sign_out(&mut self, reason: Option<String>) {
        // What is typed in a form is not lost by it.
        if let Some(Overlay::Sheet(mut sheet)) = self.overlay.take() {
            sheet.form.busy = false;
            self.office.kept = Some(sheet);
        }
        let (server, email) = self.desk.as_ref().map_or_else(Default::default, |desk| {
            (desk.who.server.clone(), desk.who.user.email.clone())
        });
        match &mut self.login {
            Some(login) => {
                login.asked = false;
                login.said = reason.or(login.said.take());
            }
            None => self.login = Some(Login::new(&server, &email, reason)),
        }
    }
}

impl Desk {
    fn hear(&mut self, message: Message, out: &mut Vec<Effect>) {
        match message {
            Message::Reset => self.reset(out),
            Message::Tickets { ask, result } => self.take_tickets(ask, result, out),
            Message::Ticket { result, .. } => self.take_ticket(result),
            Message::Thread { ask, result, .. } => self.take_thread(ask, result),
            Message::Order { ask, result } => self.take_order(ask, result, out),
            Message::Orders { ask, result } => self.take_orders(ask, result),
            Message::Drafts { ticket, drafts } => self.composer.take_drafts(ticket, drafts),
            Message::Outbox(outbox) => self.take_outbox(outbox),
            Message::Sent { client_id, ticket, result } => {
                self.take_sent(&client_id, ticket, result);
            }
            Message::Changed { ask, result } => self.take_changed(ask, result, out),
            Message::LeftOver(changes) => self.left_over = changes.len(),
            Message::ChangedLate { change, result } => self.take_late(&change, result, out),
            Message::Me(result) => self.take_me(result),
            Message::Wake => self.woken(out),
            Message::Input(_)
            | Message::Event(_)
            | Message::NotOpened(_)
            | Message::LookedUp { .. }
            | Message::Transfer { .. }
            | Message::Link(_)
            | Message::Colleagues { .. }
            | Message::Presence(_)
            | Message::Managed { .. }
            | Message::Stats(_)
            | Message::Health(_)
            | Message::Exported(_)
            | Message::SignedIn(_)
            | Message::SignInFailed(_)
            | Message::Unkept(_)
            | Message::SignedOut { .. } => {}
        }
    }
}

/// Told where it cannot be overlooked: from here on nothing typed outlives this console.
fn nothing_kept(why: &str) -> Report {
    let lines = [
        why,
        "You can work, but drafts and what waits to be sent are gone when robindesk ends.",
        "Make that folder one that can be written to, and start again.",
    ];
    let lines = lines.into_iter().map(Plain::line).collect();
    Report::new("Nothing you type is kept on disk".to_owned(), lines)
}
