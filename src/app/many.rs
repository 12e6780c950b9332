//! What is done over the panes to the ticket at hand or to the marked ones: agents and tags are
//! picked, letters jump, many are changed.

use super::console::Console;
use super::desk::people::tags_of;
use super::effect::{Change, Effect};
use super::overlay::Overlay;
use crate::panes::menu::Choice;
use crate::panes::prompt::For;
use crate::ui::toast::Tone;
use robindesk_protocol::{BulkSet, OrderStatus};

impl Console {
    /// Takes a choice for the marked tickets; a change to them is asked about first.
    pub(super) fn choose_for_marked(&mut self, choice: Choice, out: &mut Vec<Effect>) {
        match choice {
            Choice::Set(set) => self.confirm_bulk(set),
            Choice::GiveMarked => self.pick_agent(true, out),
            Choice::TagMarked { add } => {
                let prompt = self.desk.as_ref().map(|desk| desk.marked_tags_prompt(add));
                self.overlay = prompt.map(Overlay::Prompt);
            }
            Choice::Deed(deed) => self.manage(*deed, out),
            Choice::Change(_) | Choice::View(_) => {}
        }
    }

    fn confirm_bulk(&mut self, set: BulkSet) {
        let confirm = self.desk.as_ref().and_then(|desk| desk.confirm_bulk(set));
        self.overlay = confirm.map(Overlay::Confirm);
    }

    /// Takes the words that a prompt asked for.
    pub(super) fn take_words(&mut self, what: For, words: &str, out: &mut Vec<Effect>) {
        match what {
            For::Rejection(order) => {
                let (status, why) = (OrderStatus::Rejected, Some(words.to_owned()));
                self.change(Change::OrderStatus { order, status, rejection_message: why }, out);
            }
            For::Tags(ticket) => self.change(Change::Tags { ticket, tags: tags_of(words) }, out),
            For::AddTags(_) => {
                self.confirm_bulk(BulkSet { add_tags: tags_of(words), ..BulkSet::default() });
            }
            For::RemoveTags(_) => {
                self.confirm_bulk(BulkSet { remove_tags: tags_of(words), ..BulkSet::default() });
            }
        }
    }

    /// Opens the list of colleagues, for the ticket at hand or the marked ones.
    pub(super) fn pick_agent(&mut self, marked: bool, out: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        match desk.agent_picker(&self.look, marked, out) {
            Some(picker) => self.overlay = Some(Overlay::Picker(picker)),
            None => self.toast("no ticket is here", Tone::News),
        }
    }

    /// Goes to the row beside a letter; any other key takes the letters away.
    pub(super) fn jump(&mut self, typed: &str, out: &mut Vec<Effect>) {
        self.overlay = None;
        let Some(desk) = &mut self.desk else { return };
        let found = typed.chars().next().and_then(|letter| desk.queue().beside_letter(letter));
        desk.visit(found, "no row has that letter", out);
    }
}
