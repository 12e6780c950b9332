//! What is looked up on the server to be read over the panes: macros, a ticket's record, search. Each
//! answer goes to whoever still waits for it.

use super::console::Console;
use super::desk::{Desk, Focus};
use super::effect::{Ask, Effect, Subject};
use super::message::{Failure, Findings};
use super::overlay::Overlay;
use super::screen::Screen;
use crate::model::filling::Filling;
use crate::panes::attach::Attach;
use crate::panes::macros::{Chosen, Macros};
use crate::panes::record::{Record, words};
use crate::ui::badge;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{HistoryPage, Hit, MessageId, Ticket, TicketId};

/// So long after the last key the server is asked.
const PAUSE_MS: u64 = 150;

impl Console {
    /// Opens the finder of macros over the composer.
    pub(super) fn open_macros(&mut self, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        let ask = desk.look_up(Subject::Macros, out);
        let macros = Macros::new(ask, desk.macros.clone(), desk.filling());
        self.overlay = Some(Overlay::Macros(macros));
    }

    /// Opens the record of the ticket at hand: its history, or why it went to whom it went.
    pub(super) fn open_record(&mut self, why: bool, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        let Some(ticket) = desk.at_hand().map(|t| t.id) else {
            return self.toast("no ticket is here", Tone::News);
        };
        let record = if why {
            let ask = desk.look_up(Subject::Decisions(ticket), out);
            let nothing = "It was only ever assigned by hand, or still waits for somebody.";
            Record::new(ask, format!("Why me? #{ticket}"), nothing)
        } else {
            let ask = desk.look_up(Subject::History { ticket, cursor: None }, out);
            Record::new(ask, format!("History of #{ticket}"), "Nothing has happened yet.")
        };
        self.overlay = Some(Overlay::Record(record));
    }

    /// Opens the search screen as she left it.
    pub(super) fn open_search(&mut self) {
        if let Some(desk) = &mut self.desk {
            self.overlay = Some(Overlay::Search(std::mem::take(&mut desk.search)));
        }
    }

    /// Asks for a file to send, from the home folder on.
    pub(super) fn open_attach(&mut self, out: &mut Vec<Effect>) {
        match self.desk.as_ref().and_then(Desk::lane_for_file) {
            Some(lane) => self.overlay = Some(Overlay::Attach(Attach::new(lane, "~/"))),
            None => self.toast("open a ticket first", Tone::News),
        }
        self.attach_on("", out);
    }

    /// The path that is typed may have changed: looks up what goes on like it.
    pub(super) fn attach_on(&mut self, before: &str, out: &mut Vec<Effect>) {
        if let (Some(Overlay::Attach(attach)), Some(desk)) = (&mut self.overlay, &mut self.desk)
            && attach.text() != before
        {
            attach.ask = Some(desk.look_up(Subject::Paths(attach.text().to_owned()), out));
        }
    }

    /// The text to search for may have changed: the server is asked after a pause.
    pub(super) fn search_on(&mut self, before: &str, out: &mut Vec<Effect>) {
        if let Some(Overlay::Search(search)) = &mut self.overlay
            && search.text() != before
        {
            search.pause();
            out.push(Effect::WakeAfter { ms: PAUSE_MS });
        }
    }

    /// A pause may be over.
    pub(super) fn search_woken(&mut self, out: &mut Vec<Effect>) {
        if let (Some(Overlay::Search(search)), Some(desk)) = (&mut self.overlay, &mut self.desk)
            && search.is_due()
        {
            let subject = Subject::Search { words: search.text().to_owned(), cursor: None };
            search.asked(desk.look_up(subject, out), false);
        }
    }

    /// Asks for further hits that are coming into sight.
    pub(super) fn search_ahead(&mut self, out: &mut Vec<Effect>) {
        if let (Some(Overlay::Search(search)), Some(desk)) = (&mut self.overlay, &mut self.desk)
            && let Some(cursor) = search.wants_more().map(str::to_owned)
        {
            let subject = Subject::Search { words: search.text().to_owned(), cursor: Some(cursor) };
            search.asked(desk.look_up(subject, out), true);
        }
    }

    pub(super) fn take_findings(
        &mut self,
        ask: Ask,
        result: Result<Findings, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let result = result.map_err(|why| why.text);
        match (&mut self.overlay, result) {
            (Some(Overlay::Macros(macros)), Err(why)) if macros.ask == ask => macros.take(Err(why)),
            (Some(Overlay::Record(record)), Err(why)) if record.ask == ask => {
                record.take(Err(why), true);
            }
            (Some(Overlay::Search(search)), Err(why)) => search.take(ask, Err(why)),
            (Some(Overlay::Search(search)), Ok(Findings::Search(page))) => {
                search.take(ask, Ok(page));
            }
            (Some(Overlay::Attach(attach)), Ok(Findings::Paths(found))) => attach.take(ask, found),
            (Some(Overlay::Record(record)), Ok(Findings::Decisions(decisions)))
                if record.ask == ask =>
            {
                record.take(Ok(decisions.iter().flat_map(words::decision).collect()), true);
            }
            (Some(Overlay::Record(record)), Ok(Findings::History(ticket, page)))
                if record.ask == ask =>
            {
                let HistoryPage { events, paging } = page;
                let entries = events.iter().map(|e| words::event(e, &self.look)).collect();
                record.take(Ok(entries), paging.next_cursor.is_none());
                // The whole of it: a filter over a part would say that nothing is there.
                if let (Some(desk), cursor @ Some(_)) = (&mut self.desk, paging.next_cursor) {
                    record.ask = desk.look_up(Subject::History { ticket, cursor }, out);
                }
            }
            (overlay, Ok(Findings::Macros(all))) => {
                if let Some(desk) = &mut self.desk {
                    desk.macros.clone_from(&all);
                }
                if let Some(Overlay::Macros(macros)) = overlay.as_mut().filter(|o| o.awaits(ask)) {
                    macros.take(Ok(all));
                }
            }
            _ => {}
        }
    }

    /// Writes a macro into the composer.
    pub(super) fn write_macro(&mut self, chosen: Chosen, out: &mut Vec<Effect>) {
        if let Some(desk) = &mut self.desk {
            out.extend(desk.composer.put_macro(&chosen.text, chosen.actions));
        }
    }

    /// Opens the ticket of a hit, at its message.
    pub(super) fn visit_hit(&mut self, hit: Hit, out: &mut Vec<Effect>) {
        let message = hit.message.as_ref().map(|m| m.id);
        self.screen = Screen::Desk;
        if let (Some(desk), Some(ticket)) = (&mut self.desk, hit.ticket) {
            desk.visit_at(ticket, message, out);
        }
    }
}

impl Desk {
    pub(super) fn look_up(&mut self, subject: Subject, out: &mut Vec<Effect>) -> Ask {
        let ask = self.next_ask();
        out.push(Effect::LookUp { ask, subject });
        ask
    }

    /// What placeholders stand for on the open ticket.
    fn filling(&self) -> Filling {
        let safe = |text: &str| Plain::line(text).into_string();
        let mut values = vec![("agent", safe(&self.who.user.name))];
        let Some(ticket) = &self.open else { return Filling::new(values) };
        values.push(("ticket", ticket.id.to_string()));
        values.push(("order", ticket.order_id.to_string()));
        if let Some(order) = &ticket.order {
            values.push(("brand", safe(&order.brand.name)));
            values.push(("creator", safe(&order.creator.name)));
            values.push(("package", safe(&order.package_title)));
            values.push(("amount", badge::money(&order.total_amount, order.currency)));
        }
        Filling::new(values)
    }

    fn visit_at(&mut self, ticket: Ticket, message: Option<MessageId>, out: &mut Vec<Effect>) {
        let id: TicketId = ticket.id;
        // What the desk holds is newer than what was found.
        let ticket = self.find(id).cloned().unwrap_or(ticket);
        self.open(ticket, out);
        self.focus = Focus::Chat;
        self.found = Some(id);
        if let Some(message) = message {
            self.chat.aim(message);
        }
    }
}
