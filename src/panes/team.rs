//! The team: who is here, with what load, on which ticket. The cursor stays on its agent wherever news
//! move it.

mod card;
pub mod view;

use crate::app::action::Action;
use crate::model::staff::{Staff, nearness};
use crate::ui::edit::Edit;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use ratatui::layout::Position;
use robindesk_protocol::{AccountStatus, Agent, UserId};
use std::cmp::Reverse;

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// Who is here comes first.
    #[default]
    Here,
    Load,
    Name,
}

impl Order {
    const fn next(self) -> Self {
        match self {
            Self::Here => Self::Load,
            Self::Load => Self::Name,
            Self::Name => Self::Here,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Here => "who is here first",
            Self::Load => "most open first",
            Self::Name => "by name",
        }
    }
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct Team {
    order: Order,
    filter: Edit,
    typing: bool,
    under: Option<UserId>,
    top: usize,
    fits: usize,
    spots: Spots<UserId>,
    /// The heads of the columns that it can be sorted by.
    heads: Spots<Order>,
    /// Cells of the card beside the list, when she dragged its border, and the column of that border.
    card: Option<u16>,
    border: Option<(u16, u16)>,
}

impl Team {
    /// The member of staff under the cursor.
    pub fn selected<'a>(&self, staff: &'a Staff) -> Option<&'a Agent> {
        let rows = self.rows(staff);
        rows.get(self.place(&rows)).copied()
    }

    pub fn is_typing(&self) -> bool {
        self.typing
    }

    pub fn put(&mut self, text: &str) {
        if self.typing {
            self.filter.put_line(text);
        }
    }

    /// Closes the filter's line, or clears the filter. False when there is neither.
    pub fn back(&mut self) -> bool {
        let was = self.typing || !self.filter.is_empty();
        self.typing = false;
        self.filter.clear();
        was
    }

    /// Moves the cursor and edits the filter, for the actions that do.
    pub fn act(&mut self, action: Action, staff: &Staff) {
        if self.typing {
            match action {
                Action::Choose | Action::Send => self.typing = false,
                Action::Leave => _ = self.back(),
                Action::PopupDown => self.step(Action::Down, staff),
                Action::PopupUp => self.step(Action::Up, staff),
                _ => {
                    if let Some(stroke) = action.stroke() {
                        self.filter.stroke(stroke, usize::MAX / 2);
                    }
                }
            }
            return;
        }
        match action {
            Action::Filter => self.typing = true,
            Action::Sort => self.order = self.order.next(),
            _ => self.step(action, staff),
        }
    }

    /// Puts the cursor on whoever is at a cell, or sorts by the head there. Says whether the cursor was
    /// there already.
    pub fn click(&mut self, cell: Position, staff: &Staff) -> bool {
        if let Some(order) = self.heads.at(cell) {
            self.order = order;
            return false;
        }
        let Some(who) = self.spots.at(cell) else { return false };
        let again = self.selected(staff).is_some_and(|agent| agent.user.id == who);
        self.under = Some(who);
        again
    }

    /// Whether the border between the list and the card is at a cell.
    pub fn border_at(&self, cell: Position) -> bool {
        self.border.is_some_and(|(x, _)| cell.x == x || cell.x + 1 == x)
    }

    /// Moves that border.
    pub fn drag(&mut self, cell: Position) {
        self.card = self.border.map(|(_, right)| right.saturating_sub(cell.x));
    }

    /// Puts the cursor on somebody, whom no filter hides then.
    pub fn go_to(&mut self, who: UserId) {
        self.back();
        self.under = Some(who);
    }

    fn step(&mut self, action: Action, staff: &Staff) {
        let rows = self.rows(staff);
        let (at, last) = (self.place(&rows), rows.len().saturating_sub(1));
        let Some(to) = action.row(at, last, self.fits) else { return };
        self.under = rows.get(to).map(|a| a.user.id);
    }

    /// Who is in the list, in its order.
    fn rows<'a>(&self, staff: &'a Staff) -> Vec<&'a Agent> {
        let wanted = self.filter.text().trim().to_lowercase();
        let said = |a: &&Agent| {
            let user = &a.user;
            let hay = format!("{} {} {}", user.name, user.email, user.user_type).to_lowercase();
            wanted.split(' ').all(|word| hay.contains(word))
        };
        let mut rows: Vec<&Agent> = staff.agents().iter().filter(said).collect();
        rows.sort_by_key(|a| {
            let gone = a.user.status != AccountStatus::Active;
            let (near, load) = match self.order {
                Order::Here => (nearness(a.user.agent_status), Reverse(0)),
                Order::Load => (0, Reverse(a.open_tickets)),
                Order::Name => (0, Reverse(0)),
            };
            (gone, near, load, Plain::line(&a.user.name).as_str().to_lowercase(), a.user.id)
        });
        rows
    }

    /// The row of the cursor: on the first until she moves it.
    fn place(&self, rows: &[&Agent]) -> usize {
        self.under.and_then(|id| rows.iter().position(|a| a.user.id == id)).unwrap_or(0)
    }
}
