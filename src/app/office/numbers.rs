//! The numbers' part of the office: asks for them when it is time, takes them, and passes keys to the
//! two screens that show them.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::screen::{self, Screen};
use crate::model::numbers;
use crate::panes::health::HealthPane;
use crate::panes::stats::StatsPane;
use crate::ui::look::Look;
use crate::ui::page::Scroll;
use crate::ui::toast::Tone;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use robindesk_protocol::{Timestamp, UserId};

/// The numbers, and the screens that show them.
#[derive(Debug, Default)]
pub struct Numbers {
    known: numbers::Numbers,
    stats: StatsPane,
    health: HealthPane,
    /// What is to be told of the last key.
    said: Option<&'static str>,
}

impl Numbers {
    pub(super) fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        screen: Screen,
        look: &Look,
    ) -> Option<(u16, u16)> {
        if screen == Screen::Stats {
            return self.stats.draw(buf, area, &self.known, look);
        }
        self.health.draw(buf, area, &self.known, look);
        None
    }

    pub(super) fn keys_here(&self, screen: Screen) -> &'static [(Action, &'static str)] {
        match screen {
            Screen::Stats if self.known.stats().is_none() => WAITING_KEYS,
            Screen::Stats if self.stats.picked().is_some() => PICKED_KEYS,
            Screen::Stats if self.known.is_held() => HELD_KEYS,
            Screen::Stats => STATS_KEYS,
            _ => HEALTH_KEYS,
        }
    }

    pub(super) fn act(
        &mut self,
        screen: Screen,
        action: Action,
        look: &Look,
        out: &mut Vec<Effect>,
    ) {
        match (screen, action) {
            (Screen::Stats, Action::Hold) => self.known.hold(look.now),
            (Screen::Stats, Action::Export) => match self.stats.export(&self.known, look) {
                Some(effect) => out.push(effect),
                None => self.said = Some("there are no numbers to export yet"),
            },
            (_, Action::Refresh) => self.known.ask_again(),
            (Screen::Stats, _) if self.stats.is_typing() => self.stats.act(action),
            (Screen::Stats, Action::NextMatch | Action::PreviousMatch) => {
                if let Some(stats) = self.known.stats() {
                    self.stats.step(action, stats);
                }
            }
            (Screen::Stats, _) => {
                scroll(&mut self.stats.scroll, action);
                self.stats.act(action);
            }
            _ => scroll(&mut self.health.scroll, action),
        }
    }

    /// Whether there is no link to the server.
    pub(super) const fn is_cut_off(&self) -> bool {
        self.known.is_cut_off()
    }

    /// Whoever is picked in the agents' table.
    pub(super) const fn picked(&self) -> Option<UserId> {
        self.stats.picked()
    }

    /// Picks whoever is at a cell. Says whether she was picked already.
    pub(super) fn click(&mut self, at: Position) -> bool {
        self.stats.click(at)
    }

    pub(super) fn back(&mut self) -> bool {
        self.stats.back()
    }

    pub(super) fn is_typing(&self) -> bool {
        self.stats.is_typing()
    }

    pub(super) fn put(&mut self, text: &str) {
        self.stats.put(text);
    }

    pub(super) fn tick(&mut self, now: Timestamp) {
        self.known.tick(now);
    }

    /// When a figure counts on, a newer one is shown, or something is to be asked.
    pub(super) fn next_change(&self, screen: Screen, look: &Look) -> Option<Timestamp> {
        let on_stats = screen == Screen::Stats;
        let counts = self.known.counts_on(look.now).filter(|_| on_stats && !look.still);
        let shown = self.known.shows_next().filter(|_| on_stats);
        let asks = self.known.asks_next(screen == Screen::Health);
        [counts, shown, asks].into_iter().flatten().min()
    }
}

/// Moves on a page, for the actions that do.
fn scroll(page: &mut Scroll, action: Action) {
    page.by(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page.page(),
        Action::PageUp => -page.page(),
        Action::First => i32::MIN,
        Action::Last => i32::MAX,
        _ => 0,
    });
}

/// Keys of the stats, the most wanted first.
const STATS_KEYS: &[(Action, &str)] = &[
    (Action::Range, "range"),
    (Action::AsTable, "table"),
    (Action::FilterAgents, "filter"),
    (Action::Hold, "hold"),
    (Action::Sort, "sort"),
    (Action::Export, "export"),
    (Action::Back, "back"),
];

/// The same before there are any numbers.
const WAITING_KEYS: &[(Action, &str)] = &[(Action::Refresh, "ask now"), (Action::Back, "back")];

/// The same while an agent is picked.
const PICKED_KEYS: &[(Action, &str)] = &[
    (Action::Open, "in the team"),
    (Action::NextMatch, "next"),
    (Action::PreviousMatch, "previous"),
    (Action::Range, "range"),
    (Action::Sort, "sort"),
    (Action::Back, "let go"),
];

/// The same while the numbers are held.
const HELD_KEYS: &[(Action, &str)] = &[
    (Action::Hold, "live again"),
    (Action::Range, "range"),
    (Action::AsTable, "table"),
    (Action::FilterAgents, "filter"),
    (Action::Export, "export"),
    (Action::Back, "back"),
];

const HEALTH_KEYS: &[(Action, &str)] =
    &[(Action::Refresh, "ask now"), (Action::Stats, "stats"), (Action::Back, "back")];

impl Console {
    /// Takes what was asked for, or came off the stream.
    pub(in crate::app) fn take_numbers(&mut self, message: Message) {
        let (now, known) = (self.look.now, &mut self.office.numbers.known);
        match message {
            Message::Stats(stats) => known.take(stats.map_err(|why| why.text), now),
            Message::Health(health) => known.take_health(health.map_err(|why| why.text), now),
            Message::Exported(Ok(words)) => self.toast(&words, Tone::Good),
            Message::Exported(Err(why)) => self.toast(&why.text, Tone::Bad),
            _ => {}
        }
    }

    /// Asks for what an admin's screens show, when it is time. The stream brings newer stats by
    /// itself; they are asked for at first, and when an hour has passed without any.
    pub(in crate::app) fn ask_for_numbers(&mut self, out: &mut Vec<Effect>) {
        let Some(desk) = self.desk.as_ref().filter(|_| self.login.is_none()) else { return };
        if !screen::offered(Action::Stats, desk.who.user.user_type) {
            return;
        }
        if let Some(words) = self.office.numbers.said.take() {
            self.toast(words, Tone::News);
        }
        let (now, known) = (self.look.now, &mut self.office.numbers.known);
        known.link = Some(self.link);
        if self.screen == Screen::Stats && known.wants_stats(now) {
            out.push(Effect::LoadStats);
        }
        if known.wants_health(self.screen == Screen::Health, now) {
            out.push(Effect::LoadHealth);
        }
    }
}
