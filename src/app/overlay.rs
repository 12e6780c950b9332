//! What lies over the panes: one thing at a time, and it has the keys.

use super::action::Action;
use crate::panes::confirm::{Confirm, Then};
use crate::panes::help::Help;
use crate::panes::menu::picker::Picker;
use crate::panes::menu::{Choice, Menu};
use crate::panes::palette::Palette;
use crate::panes::prompt::{For, Prompt};
use crate::panes::report::Report;

/// The thing that lies there.
#[derive(Debug)]
pub enum Overlay {
    Help(Help),
    Palette(Palette),
    Menu(Menu),
    Prompt(Prompt),
    Confirm(Confirm),
    Picker(Picker),
    Report(Report),
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
    Confirmed(Then),
}

impl Overlay {
    pub(super) fn act(&mut self, action: Action) -> Outcome {
        use Action::{Back, Choose, Help as HelpKey, Leave, No, Yes};
        match (self, action) {
            (_, Back | Leave)
            | (Self::Help(_), HelpKey | Choose)
            // Enter is the safe answer.
            | (Self::Confirm(_), No | Choose)
            | (Self::Report(_) | Self::Jump, Choose) => return Outcome::Closes,
            (Self::Confirm(confirm), Yes) => return Outcome::Confirmed(confirm.then.clone()),
            (Self::Confirm(_) | Self::Jump, _) => {}
            (Self::Palette(palette), Choose) => {
                return palette.chosen().map_or(Outcome::Closes, Outcome::Does);
            }
            (Self::Menu(menu), Choose) => {
                return menu.chosen().cloned().map_or(Outcome::Closes, Outcome::Chosen);
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
            (Self::Prompt(prompt), _) => prompt.act(action),
        }
        Outcome::Stays
    }

    /// Whether a letter is typed into it rather than looked up.
    pub(super) fn takes_text(&self) -> bool {
        matches!(self, Self::Palette(_) | Self::Prompt(_) | Self::Picker(_) | Self::Jump)
    }
}
