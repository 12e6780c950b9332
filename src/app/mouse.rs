//! The mouse, where the setting asks for it: a click selects, the wheel scrolls, a drag moves the
//! border between two panes. Everything it does, a key does too.

use super::action::Action;
use super::console::Console;
use super::desk::{Desk, Focus};
use super::effect::Effect;
use super::overlay::Overlay;
use super::screen::Screen;
use crate::ui::layout::Widths;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use robindesk_protocol::Audience;

/// Rows for a notch of the wheel.
pub(super) const NOTCH: usize = 3;

/// Where the panes were at the last drawing, and how wide she dragged them.
#[derive(Debug, Default)]
pub struct Pointer {
    pub widths: Widths,
    pub list: Rect,
    pub chat: Rect,
    pub composer: Rect,
    pub order: Rect,
    held: Option<Border>,
}

/// A border between two panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    List,
    Order,
}

impl Pointer {
    /// Forgets where the panes were: what is not drawn again is not there.
    pub fn forget(&mut self) {
        (self.list, self.chat) = (Rect::ZERO, Rect::ZERO);
        (self.composer, self.order) = (Rect::ZERO, Rect::ZERO);
    }

    /// The pane under a cell. What was drawn over the others comes first.
    fn pane(&self, at: Position) -> Option<Focus> {
        [
            (self.order, Focus::Order),
            (self.composer, Focus::Composer),
            (self.list, Focus::List),
            (self.chat, Focus::Chat),
        ]
        .into_iter()
        .find_map(|(area, pane)| area.contains(at).then_some(pane))
    }

    /// The border at a cell, which is two cells wide: each pane draws its own.
    fn border(&self, at: Position) -> Option<Border> {
        let touches = |x: u16| x > 0 && (at.x == x || at.x + 1 == x);
        if !self.chat.is_empty() && !self.list.is_empty() && touches(self.list.right()) {
            Some(Border::List)
        } else if !self.order.is_empty() && touches(self.order.x) && self.order.x > self.list.x {
            Some(Border::Order)
        } else {
            None
        }
    }

    fn drag(&mut self, at: Position) {
        match self.held {
            Some(Border::List) => self.widths.list = Some(at.x.saturating_sub(self.list.x)),
            Some(Border::Order) => {
                self.widths.order = Some(self.order.right().saturating_sub(at.x));
            }
            None => {}
        }
    }
}

impl Console {
    pub(super) fn mouse(&mut self, event: MouseEvent, out: &mut Vec<Effect>) {
        let at = Position::new(event.column, event.row);
        let clicked = event.kind == MouseEventKind::Down(MouseButton::Left);
        let covered = self.overlay.as_ref().is_some_and(|o| !matches!(o, Overlay::Search(_)));
        if self.login.is_some() {
            return;
        }
        if clicked
            && !covered
            && let Some(go) = self.names.at(at)
        {
            return self.go_to_named(go, out);
        }
        if self.overlay.is_some() {
            self.mouse_over(event.kind, at, out);
        } else if self.screen == Screen::Desk {
            self.mouse_on_desk(event.kind, at, out);
        } else {
            self.mouse_in_office(event.kind, at, out);
        }
    }

    /// Goes to a screen by its name in the top line. Search is one of them, and keeps what was typed.
    fn go_to_named(&mut self, go: Action, out: &mut Vec<Effect>) {
        let searching = self.overlay.is_some();
        if searching && go != Action::Search {
            self.act(Action::Back, out);
        }
        if !searching || go != Action::Search {
            self.act(go, out);
        }
    }

    /// What lies over the panes takes all of it: what is under it is not clicked by accident.
    fn mouse_over(&mut self, kind: MouseEventKind, at: Position, out: &mut Vec<Effect>) {
        let Some(overlay) = &mut self.overlay else { return };
        let rows = if overlay.is_page() { NOTCH } else { 1 };
        match kind {
            MouseEventKind::Down(MouseButton::Left) => {
                if let Some(action) = overlay.click(at) {
                    self.act(action, out);
                }
            }
            MouseEventKind::ScrollDown => {
                (0..rows).for_each(|_| self.act(Action::PopupDown, out));
            }
            MouseEventKind::ScrollUp => (0..rows).for_each(|_| self.act(Action::PopupUp, out)),
            _ => {}
        }
    }

    fn mouse_on_desk(&mut self, kind: MouseEventKind, at: Position, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        match kind {
            MouseEventKind::Down(MouseButton::Left) => {
                desk.pointer.held = desk.pointer.border(at);
                if desk.pointer.held.is_none() {
                    click(desk, at, out);
                }
            }
            MouseEventKind::Drag(MouseButton::Left) => desk.pointer.drag(at),
            MouseEventKind::Up(MouseButton::Left) => desk.pointer.held = None,
            MouseEventKind::ScrollDown => scroll(desk, at, true),
            MouseEventKind::ScrollUp => scroll(desk, at, false),
            _ => {}
        }
    }
}

/// A click on the ticket that is selected opens it.
fn click(desk: &mut Desk, at: Position, out: &mut Vec<Effect>) {
    match desk.pointer.pane(at) {
        Some(Focus::List) => {
            let again = desk.focus == Focus::List;
            desk.focus = Focus::List;
            if desk.queue_mut().click(at) && again {
                desk.open_selected(out);
            }
        }
        Some(Focus::Composer) if desk.open.is_some() => {
            if desk.focus != Focus::Composer {
                // A note that stands there is what she clicked on.
                let written = desk.composer.lane().filter(|_| !desk.composer.text().is_empty());
                desk.write(written == Some(Audience::Staff), out);
            }
            desk.composer.click(at);
        }
        Some(Focus::Composer) | None => {}
        Some(pane) => desk.focus = pane,
    }
}

/// The wheel scrolls what it is over, wherever the keys go.
fn scroll(desk: &mut Desk, at: Position, down: bool) {
    for _ in 0..NOTCH {
        match desk.pointer.pane(at) {
            Some(Focus::List) => {
                desk.queue_mut().act(if down { Action::Down } else { Action::Up });
            }
            Some(Focus::Chat | Focus::Composer) => {
                desk.chat.act(if down { Action::ScrollDown } else { Action::ScrollUp });
            }
            Some(Focus::Order) => {
                desk.order.act(if down { Action::OrderDown } else { Action::OrderUp });
            }
            None => {}
        }
    }
}
