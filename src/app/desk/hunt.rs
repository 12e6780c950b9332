//! Looking for a ticket beyond the rows that are here: the next unread, or the one that waits longest.

use super::asks::Asked;
use super::{Desk, Focus};
use crate::app::effect::Effect;
use crate::app::message::Failure;
use crate::model::tickets::Leg;
use crate::ui::toast::Tone;
use robindesk_protocol::{Ticket, TicketId, TicketPage, TicketQuery};
use std::collections::VecDeque;

/// After so many rows she is asked whether to look on.
const ROWS: usize = 5_000;

/// A search through a list for what is unread.
#[derive(Debug)]
pub struct Hunt {
    view: usize,
    forward: bool,
    /// Where she was when it began: when she is elsewhere, it has come too late.
    from: Option<TicketId>,
    legs: VecDeque<Leg>,
    seen: usize,
    /// It rests until she asks again.
    rests: bool,
}

impl Desk {
    /// Goes to the next unread ticket, or to the one before: among the rows that are here, else as the
    /// server knows it.
    pub fn go_unread(&mut self, forward: bool, key: &str, out: &mut Vec<Effect>) {
        let from = self.at_hand().map(|t| t.id);
        let (found, around) = self.queue().next_unread(from, forward);
        let legs = self.queue().tickets.beyond(forward);
        // What lies beyond the rows here comes before what is found by going around.
        if legs.is_empty() || (found.is_some() && !around) {
            return self.visit(found, "everything is read", out);
        }
        let view = self.view;
        let rested = self.hunt.take().filter(|hunt| {
            hunt.rests && hunt.view == view && hunt.forward == forward && hunt.from == from
        });
        let hunt = rested.map_or_else(
            || Hunt { view, forward, from, legs: legs.into(), seen: 0, rests: false },
            |hunt| Hunt { seen: 0, rests: false, ..hunt },
        );
        self.hunt = Some(hunt);
        self.say("looking for the next unread…", Tone::News);
        self.hunt_on(key, out);
    }

    /// Goes to the ticket whose customer waits longest.
    pub fn go_longest_waiting(&mut self, out: &mut Vec<Effect>) {
        if let Some(query) = self.queue().tickets.ask_for_longest() {
            let from = self.at_hand().map(|t| t.id);
            return self.ask_page(Asked::Longest(self.view, from), query, out);
        }
        let found = self.queue().longest_waiting();
        self.visit(found, "nobody waits", out);
    }

    fn hunt_on(&mut self, key: &str, out: &mut Vec<Effect>) {
        let Some(hunt) = &mut self.hunt else { return };
        if hunt.seen >= ROWS {
            hunt.rests = true;
            let words = format!("nothing unread among {ROWS} tickets · {key} looks on");
            return self.say(&words, Tone::News);
        }
        let Some(query) = hunt.legs.front().map(|leg| leg.query().clone()) else {
            self.hunt = None;
            return self.say("everything is read", Tone::News);
        };
        self.ask_page(Asked::Unread(key.to_owned()), query, out);
    }

    fn ask_page(&mut self, asked: Asked, query: TicketQuery, out: &mut Vec<Effect>) {
        let ask = self.ask(asked);
        out.push(Effect::LoadTickets { ask, query });
    }

    /// Looks through a page for what is unread.
    pub(super) fn take_hunted(
        &mut self,
        key: &str,
        result: Result<TicketPage, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let here = self.at_hand().map(|t| t.id);
        let Some(mut hunt) = self.hunt.take_if(|hunt| !hunt.rests) else { return };
        if hunt.from != here || hunt.view != self.view || self.focus == Focus::Composer {
            return;
        }
        let page = match result {
            Ok(page) => page,
            // What is here is better than nothing.
            Err(why) => {
                let (found, _) = self.queue().next_unread(here, hunt.forward);
                return self.visit(found, &why.text, out);
            }
        };
        let Some(leg) = hunt.legs.pop_front() else { return };
        let tickets = &self.queue().tickets;
        let unread = |t: &Ticket| {
            // What the desk knows is newer: she may have read it a moment ago.
            let unread = tickets.get(t.id).map_or(t.unread, |known| known.unread);
            unread.unwrap_or(0) > 0 && Some(t.id) != here && tickets.holds(t)
        };
        if let Some(found) = leg.first(&page, unread).cloned() {
            return self.visit_found(found, out);
        }
        hunt.seen += page.tickets.len();
        if let Some(rest) = leg.after(&page) {
            hunt.legs.push_front(rest);
        }
        self.hunt = Some(hunt);
        self.hunt_on(key, out);
    }

    pub(super) fn take_longest(
        &mut self,
        (view, from): (usize, Option<TicketId>),
        result: Result<TicketPage, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let here = self.at_hand().map(|t| t.id);
        if view != self.view || from != here || self.focus == Focus::Composer {
            return;
        }
        match result.map(|page| page.tickets.into_iter().find(|t| t.waiting_since.is_some())) {
            Ok(Some(found)) => self.visit_found(found, out),
            Ok(None) => self.say("nobody waits", Tone::News),
            Err(why) => self.visit(self.queue().longest_waiting(), &why.text, out),
        }
    }

    /// Goes to a ticket that may not be among the rows: then it is opened.
    fn visit_found(&mut self, ticket: Ticket, out: &mut Vec<Effect>) {
        self.said = None;
        if self.queue().tickets.get(ticket.id).is_some() {
            return self.visit(Some(ticket.id), "", out);
        }
        self.open(ticket, out);
        self.focus = Focus::Chat;
    }
}
