//! The mouse on the office's screens: a click selects, a second one opens as enter does, the wheel
//! scrolls, and a drag moves the border of the card beside the team.

use super::Office;
use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::Effect;
use crate::app::mouse::NOTCH;
use crate::app::screen::Screen;
use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

impl Office {
    /// Puts the screen's cursor where a click is. Says whether it was there already.
    fn click(&mut self, screen: Screen, at: Position) -> bool {
        match screen {
            Screen::Stats => self.numbers.click(at),
            Screen::Team => self.staff.team.click(at, &self.staff.known),
            Screen::Audit => self.audit.click(at),
            Screen::Settings => self.rules.click(at),
            Screen::Health | Screen::Desk => false,
        }
    }
}

impl Console {
    pub(in crate::app) fn mouse_in_office(
        &mut self,
        kind: MouseEventKind,
        at: Position,
        out: &mut Vec<Effect>,
    ) {
        let office = &mut self.office;
        match kind {
            MouseEventKind::Down(MouseButton::Left) => {
                office.held = self.screen == Screen::Team && office.staff.team.border_at(at);
                if !office.held && office.click(self.screen, at) {
                    if office.is_typing(self.screen) {
                        self.act(Action::Choose, out);
                    }
                    self.act(Action::Open, out);
                }
            }
            MouseEventKind::Drag(MouseButton::Left) if office.held => office.staff.team.drag(at),
            MouseEventKind::Up(MouseButton::Left) => office.held = false,
            MouseEventKind::ScrollDown => self.wheel_in_office(true, out),
            MouseEventKind::ScrollUp => self.wheel_in_office(false, out),
            _ => {}
        }
    }

    fn wheel_in_office(&mut self, down: bool, out: &mut Vec<Effect>) {
        let step = match (self.office.is_typing(self.screen), down) {
            // The line that is typed keeps the keys of lists for itself.
            (true, true) => Action::PopupDown,
            (true, false) => Action::PopupUp,
            (false, true) => Action::Down,
            (false, false) => Action::Up,
        };
        (0..NOTCH).for_each(|_| self.act(step, out));
    }
}
