//! Somebody's tickets, to be marked and moved to others: all that are marked, or all when none is.

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{badge, popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::{Agent, Ticket, TicketId, TicketPage, UserId};
use std::collections::HashSet;

/// The list's state.
#[derive(Debug)]
pub struct Moving {
    /// The answer that it waits for.
    pub ask: Ask,
    pub from: UserId,
    /// How many she held when they were asked for.
    open: u32,
    name: Plain,
    tickets: Vec<Ticket>,
    /// How many there are, of which the longest waiting are here.
    total: u64,
    said: Option<Plain>,
    marks: HashSet<TicketId>,
    at: usize,
    /// The rows on screen, and below them what says how to go on.
    spots: Spots<Option<usize>>,
}

/// What is to be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    pub from: UserId,
    /// Which; empty while they are not known.
    pub tickets: Vec<TicketId>,
    /// Whether these are all that there are.
    pub all: bool,
}

impl Moving {
    pub fn new(ask: Ask, agent: &Agent) -> Self {
        let (from, open) = (agent.user.id, agent.open_tickets);
        let (name, tickets) = (Plain::line(&agent.user.name), Vec::new());
        let (total, marks) = (0, HashSet::new());
        let said = Some(Plain::line("Asking for the tickets…"));
        Self { ask, from, open, name, tickets, total, said, marks, at: 0, spots: Spots::default() }
    }

    /// Whether she holds more or fewer than when they were asked for. Then it counts as asked.
    pub fn outdated(&mut self, agent: &Agent) -> bool {
        std::mem::replace(&mut self.open, agent.open_tickets) != agent.open_tickets
    }

    pub fn take(&mut self, result: Result<TicketPage, String>) {
        match result {
            Ok(page) => {
                self.total = page.paging.total;
                let under = self.tickets.get(self.at).map(|t| t.id);
                self.tickets = page.tickets;
                // The cursor stays on its ticket, and no mark on one that is gone.
                let place = under.and_then(|id| self.tickets.iter().position(|t| t.id == id));
                self.at = place.unwrap_or(self.at).min(self.tickets.len().saturating_sub(1));
                self.marks.retain(|id| self.tickets.iter().any(|t| t.id == *id));
                let none = self.tickets.is_empty();
                self.said = none.then(|| Plain::line("There is nothing to move."));
            }
            Err(why) => self.said = Some(Plain::line(&why)),
        }
    }

    /// Whether there is nothing to move, or nothing yet.
    pub const fn is_empty(&self) -> bool {
        self.tickets.is_empty()
    }

    /// What was picked; nothing while nothing is here.
    pub fn picked(&self) -> Option<Picked> {
        let all = self.marks.is_empty() || self.marks.len() as u64 == self.total;
        let wanted = |t: &&Ticket| self.marks.is_empty() || self.marks.contains(&t.id);
        let tickets: Vec<TicketId> = self.tickets.iter().filter(wanted).map(|t| t.id).collect();
        (!tickets.is_empty()).then_some(Picked { from: self.from, tickets, all })
    }

    pub fn act(&mut self, action: Action) {
        let last = self.tickets.len().saturating_sub(1);
        match action {
            Action::PopupDown | Action::Down => self.at = (self.at + 1).min(last),
            Action::PopupUp | Action::Up => self.at = self.at.saturating_sub(1),
            Action::First => self.at = 0,
            Action::Last => self.at = last,
            Action::Mark => {
                self.mark();
                self.at = (self.at + 1).min(last);
            }
            _ => {}
        }
    }

    /// Marks the ticket under the cursor, or takes its mark away.
    fn mark(&mut self) {
        if let Some(ticket) = self.tickets.get(self.at).map(|t| t.id)
            && !self.marks.remove(&ticket)
        {
            self.marks.insert(ticket);
        }
    }

    /// A click marks the row that it is on; below the rows it goes on, as enter does.
    pub fn click(&mut self, cell: Position) -> Option<Action> {
        match self.spots.at(cell)? {
            Some(row) => {
                self.at = row;
                self.mark();
                None
            }
            None => Some(Action::Choose),
        }
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let tall = cells(self.tickets.len().max(1) + 4).min(area.height.saturating_sub(2)).max(6);
        let width = 76.min(area.width);
        let place = match self.tickets.len() {
            0 => String::new(),
            _ => format!("· {} of {} ", self.at + 1, self.total),
        };
        let whose = format!(" Tickets of {} {place}", wrap::cut(self.name.as_str(), 40));
        let inner = popup::draw(buf, area, look, (width, tall), Line::styled(whose, theme.title));
        let fits = usize::from(inner.height.saturating_sub(2)).max(1);
        let top = (self.at + 1).saturating_sub(fits);
        self.spots.clear();
        for (row, (at, ticket)) in
            (0_u16..).zip(self.tickets.iter().enumerate().skip(top).take(fits))
        {
            let here = Rect { y: inner.y + row, height: 1, ..inner };
            self.draw_row(buf, here, ticket, at == self.at, look);
            self.spots.put(here, Some(at));
        }
        if let Some(said) = &self.said {
            spans::write(buf, inner, 0, &Line::styled(said.as_str(), theme.dim));
        }
        let foot = match (self.marks.len(), self.tickets.len() as u64 == self.total) {
            _ if self.tickets.is_empty() => "esc close".to_owned(),
            (0, true) => format!("space mark · enter move all {}", self.total),
            (0, false) => format!("space mark · enter move all {} (here: the first)", self.total),
            (marked, _) => format!("space mark · enter move the {marked} marked"),
        };
        let last = inner.height.saturating_sub(1);
        let below = Rect { y: inner.y + last, height: inner.height.min(1), ..inner };
        spans::write(buf, below, 0, &Line::styled(foot, theme.dim));
        self.spots.put(below, None);
    }

    fn draw_row(&self, buf: &mut Buffer, area: Rect, ticket: &Ticket, here: bool, look: &Look) {
        let theme = &look.theme;
        let marked = self.marks.contains(&ticket.id);
        let brand = ticket.order.as_ref().map(|o| Plain::line(&o.brand.name).into_string());
        let waits = ticket.waiting_since.map_or_else(|| "-".to_owned(), |at| look.ago(at));
        let room = usize::from(area.width).saturating_sub(37);
        let line = Line::from(vec![
            Span::styled(if here { look.glyph("▌", ">") } else { " " }, theme.border_focus),
            Span::styled(if marked { look.glyph("◆ ", "x ") } else { "  " }, theme.accent),
            Span::styled(format!("{:<8}", format!("#{}", ticket.id)), theme.dim),
            Span::styled(wrap::fit(brand.as_deref().unwrap_or(""), room), theme.text),
            Span::styled(
                format!(" {:<8}", ticket.priority.as_str()),
                badge::priority_style(look, ticket.priority),
            ),
            Span::styled(
                format!("{:<12}{waits:>4}", badge::status_words(ticket.status)),
                theme.dim,
            ),
        ]);
        spans::write(buf, area, 0, &line);
        if here {
            buf.set_style(area, theme.selected);
        }
    }
}
