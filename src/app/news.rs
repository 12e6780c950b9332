//! News for somebody who looks elsewhere: what concerns her is told through the terminal, unless she
//! asked not to be disturbed.

use super::console::Console;
use super::effect::Effect;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use crate::ui::wrap;
use robindesk_protocol::{Event, EventKind, MessageType, Ticket, Timestamp, UserId};

/// The least time between two notices, in milliseconds: ten messages at once are one notice, and the
/// title counts them.
const PAUSE_MS: i64 = 3_000;
/// Cells of a notice; desktops cut longer ones.
const LONGEST: usize = 120;

/// Whether and when somebody was told.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Do not disturb.
    pub(super) quiet: bool,
    last: Option<Timestamp>,
}

impl Console {
    /// Tells what happened to one of her tickets while the window is not looked at.
    pub(super) fn announce(&mut self, event: &Event, out: &mut Vec<Effect>) {
        let Some(desk) = self.desk.as_ref().filter(|_| !self.watched && !self.news.quiet) else {
            return;
        };
        let now = self.look.now;
        // A clock that was put back must not silence anything.
        let soon = self.news.last.is_some_and(|at| (0..PAUSE_MS).contains(&now.since_ms(at)));
        if let Some(words) = words(event, desk.who.me()).filter(|_| !soon) {
            self.news.last = Some(now);
            out.push(Effect::Notify(wrap::cut(&words, LONGEST)));
        }
    }

    /// Do not disturb, on and off.
    pub(super) fn toggle_quiet(&mut self) {
        self.news.quiet = !self.news.quiet;
        let words = if self.news.quiet {
            "do not disturb: nothing is announced until you ask for it again"
        } else {
            "news is announced again while you look elsewhere"
        };
        self.toast(words, Tone::News);
    }
}

/// What to say of an event; nothing when it is none of hers, or her own doing.
fn words(event: &Event, me: UserId) -> Option<String> {
    let ticket = event.data.ticket.as_ref()?;
    let hers = ticket.agent.as_ref().is_some_and(|agent| agent.id == me);
    if !hers || event.actor.as_ref().is_some_and(|actor| actor.id == me) {
        return None;
    }
    let brand = ticket.order.as_ref().map_or("", |order| &order.brand.name);
    match event.kind {
        EventKind::MessageCreated => {
            let message = event.data.message.as_ref()?;
            let sender = message.sender.as_ref().filter(|s| !s.user_type.is_staff())?;
            let text = Plain::line(&message.message_text);
            let told = message.message_type != MessageType::System;
            told.then(|| format!("#{} {}: {text}", ticket.id, Plain::line(&sender.name)))
        }
        EventKind::TicketCreated => {
            Some(format!("new ticket #{} {}", ticket.id, Plain::line(brand)))
        }
        EventKind::TicketUpdated if came_to_her(event, ticket) => {
            Some(format!("in your Inbox: #{} {}", ticket.id, Plain::line(brand)))
        }
        _ => None,
    }
}

fn came_to_her(event: &Event, ticket: &Ticket) -> bool {
    let change = event.data.change.as_ref();
    ticket.status.is_unresolved() && change.is_some_and(|change| change.field.starts_with("agent"))
}
