//! Keys: which place they are looked up in, what is typed rather than asked, and what is a paste
//! that was not told as one.

use super::action::{Action, Place};
use super::console::Console;
use super::desk::Focus;
use super::effect::Effect;
use super::overlay::Overlay;
use super::screen::Screen;
use crate::config::keymap::Key;
use crossterm::event::{Event, KeyEventKind};

impl Console {
    pub(super) fn input(&mut self, event: Event, out: &mut Vec<Effect>) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key.into(), out),
            Event::Paste(text) => self.paste(&text, out),
            Event::FocusGained => self.watched = true,
            Event::FocusLost => self.watched = false,
            Event::Mouse(event) => self.mouse(event, out),
            _ => {}
        }
    }

    /// Keys of one read. Where a text is written, enter beside another typed key is part of a paste
    /// and a new line: nobody types and sends within one read (`console.md`, Keys).
    pub(super) fn burst(&mut self, events: &[Event], close: bool, out: &mut Vec<Effect>) {
        let typed: Vec<Option<char>> = events.iter().map(typed).collect();
        let mut at = 0;
        while at < events.len() {
            let run = typed[at..].iter().take_while(|t| t.is_some()).count();
            let text: String = typed[at..at + run].iter().flatten().collect();
            if (run > 1 || close) && text.contains('\n') && self.is_writing() {
                self.paste(&text, out);
                at += run;
            } else {
                self.input(events[at].clone(), out);
                at += 1;
            }
        }
    }

    fn is_writing(&self) -> bool {
        let composing = self.desk.as_ref().is_some_and(|d| d.focus == Focus::Composer);
        if let Some(Overlay::Sheet(sheet)) = &self.overlay {
            return sheet.form.takes_lines();
        }
        let on_desk = self.overlay.is_none() && self.screen == Screen::Desk;
        self.login.is_none() && on_desk && composing
    }

    fn key(&mut self, key: Key, out: &mut Vec<Effect>) {
        let places = self.places();
        if self.takes_text()
            && let Some(c) = key.typed()
        {
            return self.paste(c.encode_utf8(&mut [0; 4]), out);
        }
        let bound = self.keymap.find(&places, key);
        if let (Some(Overlay::Menu(menu)), None) = (&mut self.overlay, bound) {
            if let Some(letter) = key.typed() {
                menu.letter(letter);
            }
        } else if let Some(action) = bound {
            self.act(action, out);
        }
    }

    /// Where keys are looked up now.
    pub(super) fn places(&self) -> Vec<Place> {
        use Place::{Chat, Composer, Everywhere, List, Order, Popup, Ticket};
        match (&self.overlay, &self.login, &self.desk) {
            (Some(Overlay::Record(_)), ..) => vec![Popup, List, Composer, Everywhere],
            (Some(Overlay::Moving(_)), ..) => vec![Popup, List, Everywhere],
            (Some(overlay), ..) if overlay.takes_text() => vec![Popup, Composer, Everywhere],
            (Some(Overlay::Help(_)), ..) => vec![Popup, List, Everywhere],
            (Some(_), ..) => vec![Popup, Everywhere],
            (None, Some(_), _) => vec![Composer, Everywhere],
            (None, None, Some(_)) if self.office.is_typing(self.screen) => {
                vec![Popup, Composer, Everywhere]
            }
            (None, None, Some(_)) if self.screen != Screen::Desk => {
                self.screen.place().into_iter().chain([List, Everywhere]).collect()
            }
            (None, None, Some(desk)) => match desk.focus {
                Focus::List if desk.queue().filter.is_some() => vec![Popup, Composer, Everywhere],
                Focus::List => vec![List, Ticket, Everywhere],
                Focus::Chat => vec![Chat, Ticket, Everywhere],
                Focus::Order => vec![Order, Ticket, Everywhere],
                Focus::Composer => vec![Composer, Everywhere],
            },
            (None, None, None) => vec![Everywhere],
        }
    }

    /// Whether a letter is typed rather than looked up.
    pub(super) fn takes_text(&self) -> bool {
        if let Some(overlay) = &self.overlay {
            return overlay.takes_text();
        }
        self.login.is_some()
            || self.office.is_typing(self.screen)
            || self.screen == Screen::Desk
                && self.desk.as_ref().is_some_and(|desk| {
                    desk.focus == Focus::Composer
                        || (desk.focus == Focus::List && desk.queue().filter.is_some())
                })
    }

    /// Puts a text where one is written; elsewhere a paste does nothing.
    fn paste(&mut self, text: &str, out: &mut Vec<Effect>) {
        match &mut self.overlay {
            Some(Overlay::Palette(palette)) => return palette.put(text),
            Some(Overlay::Prompt(prompt)) => return prompt.put(text),
            Some(Overlay::Picker(picker)) => return picker.put(text),
            Some(Overlay::Sheet(sheet)) => return sheet.form.put(text),
            Some(Overlay::Jump) => return self.jump(text, out),
            Some(Overlay::Attach(attach)) => {
                let before = attach.text().to_owned();
                attach.put(text);
                return self.attach_on(&before, out);
            }
            Some(Overlay::Macros(macros)) => return macros.put(text),
            Some(Overlay::Record(record)) => return record.put(text),
            Some(Overlay::Search(search)) => {
                let before = search.text().to_owned();
                search.put(text);
                return self.search_on(&before, out);
            }
            Some(_) => return,
            None => {}
        }
        if let Some(login) = &mut self.login {
            return login.put(text);
        }
        if self.screen != Screen::Desk {
            return self.office.put(self.screen, text);
        }
        let Some(desk) = &mut self.desk else { return };
        if desk.focus == Focus::Composer {
            out.extend(desk.composer.put(text));
        } else if let Some(filter) = &mut desk.queue_mut().filter {
            filter.put_line(text);
            let text = filter.text().to_owned();
            desk.filter(&text, out);
        }
    }

    /// An action that edits the line where one is typed.
    pub(super) fn edit_filter(&mut self, action: Action, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        if let (Some(filter), Some(stroke)) = (&mut desk.queue_mut().filter, action.stroke()) {
            filter.stroke(stroke, usize::MAX / 2);
            let text = filter.text().to_owned();
            desk.filter(&text, out);
        }
    }
}

/// What a key press types, enter being a line break.
fn typed(event: &Event) -> Option<char> {
    let Event::Key(press) = event else { return None };
    let key = Key::from(*press);
    if press.kind == KeyEventKind::Release {
        return None;
    }
    key.typed().or_else(|| key.is_enter().then_some('\n'))
}
