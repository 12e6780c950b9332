//! What lies over the panes takes the keys, and what came of it is done.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::{Change, Effect};
use crate::app::overlay::{Outcome, Overlay};
use crate::model::contact::Kind;
use crate::panes::confirm::Then;
use crate::panes::links::Entry;
use crate::panes::menu::Choice;
use crate::panes::prompt::Prompt;
use crate::ui::toast::Tone;
use robindesk_protocol::OrderStatus;

impl Console {
    /// What lies over the panes takes the keys.
    pub(super) fn act_over(&mut self, action: Action, out: &mut Vec<Effect>) {
        if self.act_on_deeds(action, out) {
            return;
        }
        let Some(overlay) = &mut self.overlay else { return };
        let before = match overlay {
            Overlay::Search(search) => search.text().to_owned(),
            Overlay::Attach(attach) => attach.text().to_owned(),
            _ => String::new(),
        };
        let outcome = overlay.act(action);
        self.search_on(&before, out);
        self.attach_on(&before, out);
        if !matches!(outcome, Outcome::Stays)
            && let (Some(Overlay::Search(search)), Some(desk)) =
                (self.overlay.take(), &mut self.desk)
        {
            desk.search = search;
        }
        match outcome {
            Outcome::Stays | Outcome::Closes => {}
            Outcome::Writes(chosen) => self.write_macro(chosen, out),
            Outcome::Visits(hit) => self.visit_hit(*hit, out),
            Outcome::Does(action) => self.act(action, out),
            Outcome::Chosen(Choice::Change(change)) => self.choose(change, out),
            Outcome::Chosen(Choice::View(view)) => {
                if let Some(desk) = &mut self.desk {
                    desk.go(view, out);
                }
            }
            Outcome::Chosen(choice) => self.choose_for_marked(choice, out),
            Outcome::Words(what, words) => self.take_words(what, &words, out),
            Outcome::Confirmed(Then::Change(change)) => {
                self.change(change, out);
                if let Some(desk) = &mut self.desk {
                    desk.queue_mut().unmark();
                }
            }
            Outcome::Confirmed(Then::Quit) => self.quit(out),
            Outcome::Confirmed(Then::SignOut) => out.push(Effect::SignOut),
            Outcome::Confirmed(Then::Send) => self.send(out),
            Outcome::Confirmed(Then::Deed(deed)) => self.manage(*deed, out),
            Outcome::Sends(path, lane) => {
                if let Some(desk) = &mut self.desk {
                    desk.send_file(path, lane, out);
                }
            }
            Outcome::Picks(entry) => self.pick(&entry, out),
        }
    }

    /// Takes a menu's choice; a rejection needs words first.
    fn choose(&mut self, change: Change, out: &mut Vec<Effect>) {
        if let Change::OrderStatus { order, status: OrderStatus::Rejected, .. } = change {
            self.overlay = Some(Overlay::Prompt(Prompt::rejection(order)));
            return;
        }
        self.change(change, out);
    }

    /// Opens a link with the program that is set for it; copies it where there is none.
    fn pick(&mut self, entry: &Entry, out: &mut Vec<Effect>) {
        if let (Some(file), Some(desk)) = (&entry.file, &mut self.desk) {
            return desk.save_file(file, out);
        }
        let link = match entry.kind {
            Kind::Email => format!("mailto:{}", entry.text),
            Kind::Link if !entry.text.contains("://") => format!("https://{}", entry.text),
            _ => entry.text.clone(),
        };
        let opener = self.opener.clone().filter(|_| entry.kind != Kind::Phone);
        if let Some(program) = opener {
            self.toast(&format!("opening {}", entry.text), Tone::News);
            out.push(Effect::OpenLink { program, link });
        } else {
            self.toast(&format!("copied {}", entry.text), Tone::Good);
            out.push(Effect::Copy(entry.text.clone()));
        }
    }
}
