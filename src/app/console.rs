//! The console without a terminal: messages go in, effects come out, and it draws itself on any
//! frame. The loop, and every test, drives this.

use super::desk::{Desk, Welcome};
use super::effect::Effect;
use super::message::Message;
use super::news::News;
use super::office::Office;
use super::overlay::Overlay;
use super::screen::Screen;
use super::{Enter, Options, Start};
use crate::app::action::Action;
use crate::config::keymap::Keymap;
use crate::model::link::Link;
use crate::model::tickets::View;
use crate::panes::confirm::Confirm;
use crate::panes::login::Login;
use crate::ui::look::Look;
use crate::ui::spots::Spots;
use crate::ui::toast::{Toast, Tone};
use robindesk_protocol::{DeskSettings, Timestamp};
use robindesk_server::clock::Clock;

/// What only the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Redraw,
    Suspend,
    /// Opens the draft in the editor of her choice.
    Edit,
}

/// All of the console's state.
#[derive(Debug)]
pub struct Console {
    pub(super) keymap: Keymap,
    pub(super) enter: Enter,
    pub(super) look: Look,
    /// The program that opens links; they are copied where there is none.
    pub(super) opener: Option<String>,
    /// Her own send delay, in seconds; the desk's where she set none.
    own_send_delay: Option<u32>,
    clock: Clock,
    pub(super) login: Option<Login>,
    /// Stays under the login when a session ends, with everything that was typed.
    pub(super) desk: Option<Desk>,
    pub(super) screen: Screen,
    /// What admins have beside the desk.
    pub(super) office: Box<Office>,
    pub(super) overlay: Option<Overlay>,
    pub(super) toast: Option<Toast>,
    pub(super) link: Link,
    /// Whether the terminal's window is looked at, as far as it tells.
    pub(super) watched: bool,
    pub(super) asked_of_terminal: Option<Ask>,
    /// Her own views, for a desk that is laid out anew.
    pub(super) views: Vec<View>,
    pub(super) welcome: Welcome,
    pub(super) news: News,
    title: String,
    /// The screens' names in the top line, as they were drawn last.
    pub(super) names: Spots<Action>,
    done: bool,
}

impl Console {
    pub fn new(options: Options) -> Self {
        let Options {
            keymap,
            theme,
            enter,
            signs,
            still,
            zone,
            clock,
            start,
            views,
            newcomer,
            opener,
            send_delay,
            ..
        } = options;
        let welcome = if newcomer { Welcome::Due } else { Welcome::Over };
        let (login, desk) = match start {
            Start::SignedIn(who) => {
                let mut desk = Desk::new(*who, &views);
                desk.welcome = welcome;
                (None, Some(desk))
            }
            Start::Login { server, email } => (Some(Login::new(&server, &email, None)), None),
        };
        let screen = desk.as_ref().map(|desk| Screen::first(desk.who.user.user_type));
        let screen = screen.unwrap_or_default();
        Self {
            keymap,
            enter,
            look: Look { theme, signs, still, zone, now: clock.now() },
            opener,
            own_send_delay: send_delay,
            clock,
            login,
            desk,
            screen,
            office: Box::default(),
            overlay: None,
            toast: None,
            link: Link::Connecting,
            watched: true,
            asked_of_terminal: None,
            views,
            welcome,
            news: News::default(),
            title: String::new(),
            names: Spots::default(),
            done: false,
        }
    }

    /// What to ask for after the first paint.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        if let Some(desk) = &mut self.desk {
            desk.load_missing(&mut out);
            out.push(Effect::LoadMe);
        }
        self.after(&mut out);
        out
    }

    /// Takes one thing that happened. Never waits.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        self.look.now = self.clock.now();
        let mut out = Vec::new();
        match message {
            Message::Input(event) => self.input(event, &mut out),
            other => self.route(other, &mut out),
        }
        self.after(&mut out);
        out
    }

    /// Takes keys that came in one read: a paste that was not told as one is recognized by it.
    /// `close` says that the read before it was only just now.
    pub fn update_keys(&mut self, events: &[crossterm::event::Event], close: bool) -> Vec<Effect> {
        self.look.now = self.clock.now();
        let mut out = Vec::new();
        self.burst(events, close, &mut out);
        self.after(&mut out);
        out
    }

    /// Time has passed.
    pub fn tick(&mut self) {
        self.look.now = self.clock.now();
        if self.toast.as_ref().is_some_and(|t| t.until <= self.look.now) {
            self.toast = None;
        }
        self.office.tick(self.look.now);
    }

    /// What follows from what the last drawing put in sight: older pages, what was read.
    pub fn seen(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        self.after(&mut out);
        out
    }

    /// Whether she quit.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// What is written, to be opened in an editor.
    pub fn draft(&self) -> &str {
        self.desk.as_ref().map_or("", |desk| desk.composer.text())
    }

    /// What the editor made of the draft, or why it could not.
    pub fn edited(&mut self, text: Result<String, String>) -> Vec<Effect> {
        let mut out = Vec::new();
        match (text, &mut self.desk) {
            (Ok(text), Some(desk)) => out.extend(desk.composer.replace(&text)),
            (Ok(_), None) => {}
            (Err(why), _) => self.toast(&why, Tone::Bad),
        }
        out
    }

    /// What only the terminal can do, if anything.
    pub fn ask(&self) -> Option<Ask> {
        self.asked_of_terminal
    }

    /// Takes what only the terminal can do.
    pub fn take_ask(&mut self) -> Option<Ask> {
        self.asked_of_terminal.take()
    }

    /// When the screen changes by itself: a notice goes, a countdown counts, minutes pass.
    pub fn next_change(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        let toast = self.toast.as_ref().map(|t| t.until);
        let countdown = match self.link {
            // A whole second before the retry, or after it while the next is tried.
            Link::Reconnecting { retry_at, .. } if retry_at > now && !self.look.still => {
                Some(now.plus_ms((retry_at.since_ms(now) - 1) % 1000 + 1))
            }
            _ => None,
        };
        // A whole second before the message goes out, or that moment.
        let sending = self.desk.as_ref().and_then(|d| d.holds_until(now));
        let sending = sending.map(|at| now.plus_ms((at.since_ms(now) - 1) % 1000 + 1));
        let minute =
            self.desk.as_ref().map(|_| Timestamp(now.0 - now.0.rem_euclid(60_000) + 60_000));
        let leaves = self.desk.as_ref().and_then(|desk| desk.presence.next_end(now));
        let office = self.office.next_change(self.screen, &self.look);
        [toast, countdown, sending, minute, leaves, office].into_iter().flatten().min()
    }

    /// Ends the console: what is unsent or unsaved is written by the runner first.
    pub(super) fn quit(&mut self, out: &mut Vec<Effect>) {
        self.done = true;
        out.push(Effect::Quit);
    }

    /// Quits, but asks first when something is unsent.
    pub(super) fn ask_to_quit(&mut self, out: &mut Vec<Effect>) {
        match self.desk.as_ref().map_or(0, Desk::unsent) {
            0 => self.quit(out),
            unsent => self.overlay = Some(Overlay::Confirm(Confirm::quit(unsent))),
        }
    }

    /// How long a message waits before it goes out, in milliseconds: as she set it, or else the desk,
    /// or else as a desk begins.
    pub(super) fn send_delay(&self) -> i64 {
        let settings = self.office.rules.shared.settings.as_ref();
        let desks = settings.map(|s| s.send_delay_seconds);
        let desks = desks.unwrap_or_else(|| DeskSettings::default().send_delay_seconds);
        i64::from(self.own_send_delay.unwrap_or(desks)) * 1000
    }

    /// The key that undoes, to be named in notices.
    pub(super) fn undo_key(&self) -> String {
        self.keymap.shown(Action::Undo)
    }

    pub(super) fn toast(&mut self, words: &str, tone: Tone) {
        self.toast = Some(Toast::new(words, tone, self.look.now));
    }

    /// After each message: pages that come into sight, what was read, news, the window's title.
    fn after(&mut self, out: &mut Vec<Effect>) {
        self.search_ahead(out);
        self.ask_for_numbers(out);
        self.ask_for_staff(out);
        self.ask_for_holds(out);
        self.ask_for_trail(out);
        self.ask_for_settings(out);
        let Some(desk) = &mut self.desk else { return };
        desk.load_ahead(out);
        if self.watched {
            desk.read_if_seen(out);
        }
        desk.tell_place(self.watched && self.screen == Screen::Desk, out);
        let unread = desk.queues[View::INBOX].tickets.unread();
        let title = if unread == 0 { "robindesk".into() } else { format!("({unread}) robindesk") };
        let report = desk.report.take();
        if let Some((words, tone)) = desk.said.take() {
            self.toast(&words, tone);
        }
        // A menu that is open is not torn from under her: the notice has to do then.
        if let (Some(report), None) = (report, &self.overlay) {
            self.overlay = Some(Overlay::Report(report));
        }
        if self.title != title {
            self.title.clone_from(&title);
            out.push(Effect::Title(title));
        }
    }
}
