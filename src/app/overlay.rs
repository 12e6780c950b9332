//! What lies over the panes: one thing at a time, and it has the keys.

use super::action::Action;
use super::effect::Ask;
use crate::panes::attach::Attach;
use crate::panes::confirm::{Confirm, Then};
use crate::panes::help::Help;
use crate::panes::links::{Entry, Links};
use crate::panes::macros::{Chosen, Macros};
use crate::panes::menu::picker::Picker;
use crate::panes::menu::{Choice, Menu};
use crate::panes::moving::Moving;
use crate::panes::palette::Palette;
use crate::panes::prompt::{For, Prompt};
use crate::panes::record::Record;
use crate::panes::report::Report;
use crate::panes::search::Search;
use crate::panes::sheet::Sheet;
use crate::panes::told_once::ToldOnce;
use ratatui::layout::Position;
use robindesk_protocol::{Audience, Hit};

/// The thing that lies there.
#[derive(Debug)]
pub enum Overlay {
    Help(Help),
    Palette(Palette),
    Menu(Menu),
    Attach(Attach),
    Links(Links),
    Macros(Macros),
    Record(Record),
    /// Lies over all panes: a screen of its own.
    Search(Search),
    Prompt(Prompt),
    Confirm(Confirm),
    Picker(Picker),
    Report(Report),
    /// A form that an admin fills in.
    Sheet(Sheet),
    /// A password that is shown this once.
    ToldOnce(ToldOnce),
    /// Somebody's tickets, to be moved.
    Moving(Moving),
    /// Letters stand beside the rows of the list; the next one typed goes there.
    Jump,
}

/// What an action made of it.
#[derive(Debug)]
pub(super) enum Outcome {
    Stays,
    Closes,
    /// The palette's choice.
    Does(Action),
    /// A menu's choice.
    Chosen(Choice),
    /// The words that a prompt asked for.
    Words(For, String),
    /// A link or an address.
    Picks(Entry),
    /// The path of a file to send, and its lane.
    Sends(String, Audience),
    /// A macro.
    Writes(Chosen),
    /// A hit of a search.
    Visits(Box<Hit>),
    Confirmed(Then),
}

impl Overlay {
    pub(super) fn act(&mut self, action: Action) -> Outcome {
        use Action::{Back, Choose, Help as HelpKey, Leave, No, SaveFile, Yes};
        match (self, action) {
            // The office takes the keys of these before.
            (Self::Sheet(_) | Self::ToldOnce(_) | Self::Moving(_), _) => {}
            (_, Back | Leave)
            | (Self::Help(_), HelpKey | Choose)
            | (Self::Record(_) | Self::Report(_) | Self::Jump, Choose)
            | (Self::Confirm(_), No | Choose) => return Outcome::Closes,
            (Self::Confirm(confirm), Yes) => return Outcome::Confirmed(confirm.then.clone()),
            (Self::Confirm(_) | Self::Jump, _) => {}
            (Self::Palette(palette), Choose) => {
                return palette.chosen().map_or(Outcome::Closes, Outcome::Does);
            }
            (Self::Menu(menu), Choose) => {
                return menu.chosen().cloned().map_or(Outcome::Closes, Outcome::Chosen);
            }
            (Self::Attach(attach), Choose) => {
                let lane = attach.lane;
                return attach.chosen().map_or(Outcome::Stays, |path| Outcome::Sends(path, lane));
            }
            (Self::Links(links), SaveFile) => {
                let file = links.chosen().filter(|entry| entry.file.is_some());
                return file.cloned().map_or(Outcome::Stays, Outcome::Picks);
            }
            (Self::Links(links), Choose) => {
                return links.chosen().cloned().map_or(Outcome::Closes, Outcome::Picks);
            }
            (Self::Macros(macros), Choose) => {
                return macros.chosen().map_or(Outcome::Stays, Outcome::Writes);
            }
            (Self::Search(search), Choose) => {
                let visits = |hit: &Hit| Outcome::Visits(Box::new(hit.clone()));
                let hit = search.chosen().filter(|hit| hit.ticket.is_some());
                return hit.map_or(Outcome::Stays, visits);
            }
            (Self::Prompt(prompt), Choose) => {
                let what = prompt.what;
                return prompt.words().map_or(Outcome::Stays, |w| Outcome::Words(what, w));
            }
            (Self::Picker(picker), Choose) => {
                return picker.chosen().cloned().map_or(Outcome::Closes, Outcome::Chosen);
            }
            (Self::Picker(picker), _) => picker.act(action),
            (Self::Report(report), _) => report.act(action),
            (Self::Help(help), _) => help.act(action),
            (Self::Palette(palette), _) => palette.act(action),
            (Self::Menu(menu), _) => menu.act(action),
            (Self::Attach(attach), _) => attach.act(action),
            (Self::Links(links), _) => links.act(action),
            (Self::Macros(macros), _) => macros.act(action),
            (Self::Record(record), _) => record.act(action),
            (Self::Search(search), _) => search.act(action),
            (Self::Prompt(prompt), _) => prompt.act(action),
        }
        Outcome::Stays
    }

    /// A click selects what is at a cell. Gives what else it asks for: what is selected already is taken.
    pub(super) fn click(&mut self, at: Position) -> Option<Action> {
        let again = match self {
            Self::Confirm(confirm) => return confirm.click(at),
            Self::Sheet(sheet) => return sheet.click(at),
            Self::ToldOnce(told) => return told.click(at),
            Self::Moving(moving) => return moving.click(at),
            Self::Menu(menu) => menu.click(at),
            Self::Attach(attach) => attach.click(at),
            Self::Picker(picker) => picker.click(at),
            Self::Palette(palette) => palette.click(at),
            Self::Macros(macros) => macros.click(at),
            Self::Links(links) => links.click(at),
            Self::Search(search) => search.click(at),
            // Nothing of these is picked.
            _ => false,
        };
        again.then_some(Action::Choose)
    }

    /// Whether it is a page to read: the wheel goes further there than in a list of a few.
    pub(super) const fn is_page(&self) -> bool {
        matches!(self, Self::Help(_) | Self::Report(_) | Self::Record(_) | Self::Search(_))
    }

    /// Whether a letter is typed into it rather than looked up.
    pub(super) fn takes_text(&self) -> bool {
        matches!(
            self,
            Self::Attach(_)
                | Self::Palette(_)
                | Self::Prompt(_)
                | Self::Macros(_)
                | Self::Record(_)
                | Self::Search(_)
                | Self::Picker(_)
                | Self::Sheet(_)
                | Self::Jump
        )
    }

    /// Whether it waits for the answer to this question.
    pub(super) fn awaits(&self, ask: Ask) -> bool {
        match self {
            Self::Macros(macros) => macros.ask == ask,
            Self::Record(record) => record.ask == ask,
            _ => false,
        }
    }
}
