//! Puts everything on the screen.

mod panes;

use super::action::Action;
use super::console::Console;
use super::desk::Desk;
use super::hints;
use super::overlay::Overlay;
use super::screen::{self, Screen};
use crate::config::keymap::Keymap;
use crate::model::link::Link;
use crate::model::tickets::View;
use crate::panes::{bars, login, search};
use crate::ui::layout;
use crate::ui::look::{Look, Signs};
use crate::ui::spots::Spots;
use crate::ui::{ascii, spans};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

impl Console {
    /// Draws everything. The cursor is shown where something is typed, and nowhere else.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let buf = frame.buffer_mut();
        if layout::too_small(area) {
            let words = format!("robindesk needs 40x10, this is {}x{}", area.width, area.height);
            spans::write(buf, area, 0, &Line::raw(words));
            return;
        }
        let jump = matches!(self.overlay, Some(Overlay::Jump));
        let mut cursor = match (&self.login, &mut self.desk) {
            (Some(login), _) => {
                let keys = hints::first_keys(&self.keymap);
                login::view::draw(buf, area, login, &self.look, &keys)
            }
            (None, Some(desk)) => {
                let [top, room, bottom] = layout::bands(area);
                // Search lies over every screen, as one of its own: nothing of them is in sight.
                let searching = matches!(self.overlay, Some(Overlay::Search(_)));
                let on = (!searching).then_some(self.screen);
                let state = (self.link, self.news.quiet);
                self.names = draw_top(buf, top, desk, &self.look, &self.keymap, state, on);
                let cursor = match (&mut self.overlay, self.screen) {
                    (Some(Overlay::Search(search)), _) => {
                        desk.out_of_sight();
                        search::view::draw(buf, room, search, &self.look)
                    }
                    (_, Screen::Desk) => {
                        panes::draw(buf, room, desk, &self.look, &self.keymap, jump)
                    }
                    (_, screen) => {
                        desk.out_of_sight();
                        self.office.draw(buf, room, screen, &self.look, &self.keymap)
                    }
                };
                let keys = match &self.overlay {
                    Some(overlay) => hints::over(overlay).to_vec(),
                    None if self.screen != Screen::Desk => {
                        self.office.keys_here(self.screen, &desk.who.user)
                    }
                    None => hints::here(desk, self.enter).to_vec(),
                };
                let who = desk.who.user.user_type;
                let keys: Vec<_> =
                    keys.into_iter().filter(|(go, _)| screen::offered(*go, who)).collect();
                let typing = self.takes_text();
                let helps = self.overlay.is_none();
                let toast = self.toast.as_ref().map_or(0, |t| t.draw(buf, bottom, &self.look));
                let bottom = Rect { width: bottom.width - toast, ..bottom };
                let keys = bars::Bottom { here: &keys, typing, helps: helps && toast == 0 };
                bars::bottom(buf, bottom, &self.look, &self.keymap, keys);
                cursor
            }
            (None, None) => None,
        };
        if let Some(overlay) = self.overlay.as_mut().filter(|o| !matches!(o, Overlay::Search(_))) {
            cursor = draw_over(buf, area, overlay, &self.look, &self.keymap);
        }
        if self.look.signs != Signs::Fine {
            ascii::flatten(frame.buffer_mut());
        }
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }
}

fn draw_over(
    buf: &mut Buffer,
    area: Rect,
    overlay: &mut Overlay,
    look: &Look,
    keymap: &Keymap,
) -> Option<(u16, u16)> {
    match overlay {
        Overlay::Help(help) => help.draw(buf, area, look, keymap),
        Overlay::Palette(palette) => return palette.draw(buf, area, look, keymap),
        Overlay::Menu(menu) => menu.draw(buf, area, look),
        Overlay::Attach(attach) => return attach.draw(buf, area, look),
        Overlay::Macros(macros) => return macros.draw(buf, area, look),
        Overlay::Record(record) => return record.draw(buf, area, look),
        Overlay::Links(links) => links.draw(buf, area, look),
        Overlay::Prompt(prompt) => return prompt.draw(buf, area, look),
        Overlay::Confirm(confirm) => confirm.draw(buf, area, look),
        Overlay::Picker(picker) => return picker.draw(buf, area, look),
        Overlay::Report(report) => report.draw(buf, area, look),
        Overlay::Sheet(sheet) => return sheet.form.draw(buf, area, look),
        Overlay::ToldOnce(told) => told.draw(buf, area, look),
        Overlay::Moving(moving) => moving.draw(buf, area, look),
        Overlay::Jump | Overlay::Search(_) => {}
    }
    None
}

fn draw_top(
    buf: &mut Buffer,
    area: Rect,
    desk: &Desk,
    look: &Look,
    keymap: &Keymap,
    (link, quiet): (Link, bool),
    on: Option<Screen>,
) -> Spots<Action> {
    let on_desk = on == Some(Screen::Desk);
    let view_of = |view: usize, go: Action| {
        let tickets = &desk.queues[view].tickets;
        let (name, count) = (tickets.view.name(), tickets.view_total());
        bars::Screen { go, name, count, here: on_desk && view == desk.view }
    };
    let mut screens = vec![view_of(View::INBOX, Action::Inbox), view_of(View::ALL, Action::All)];
    let here = on.is_none();
    screens.push(bars::Screen { go: Action::Search, name: "Search", count: None, here });
    let who = desk.who.user.user_type;
    for (screen, go) in Screen::NAMED.iter().copied().filter(|(_, go)| screen::offered(*go, who)) {
        screens.push(bars::Screen {
            go,
            name: screen.name(),
            count: None,
            here: on == Some(screen),
        });
    }
    if desk.view > View::ALL {
        screens.push(view_of(desk.view, Action::Views));
    }
    let (unsent, who) = (desk.waiting(), &desk.who);
    bars::top(buf, area, look, keymap, bars::Top { screens: &screens, link, quiet, unsent, who })
}
