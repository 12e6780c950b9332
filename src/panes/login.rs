//! Signing in: server, e-mail, password. What went wrong is said in plain words.

pub mod view;

use crate::app::action::Action;
use crate::app::effect::{Effect, Secret};
use crate::app::message::{Failure, FailureKind};
use crate::ui::edit::Edit;

/// The three fields, in their order.
const FIELDS: usize = 3;
const SERVER: usize = 0;
const PASSWORD: usize = 2;

/// The login's state.
pub struct Login {
    fields: [Edit; FIELDS],
    at: usize,
    /// An answer is on its way.
    pub asked: bool,
    /// Why the last try failed, or why she is here again.
    pub said: Option<String>,
}

// Written by hand so that no password can reach a log through `{:?}`.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Login {
    pub fn new(server: &str, email: &str, said: Option<String>) -> Self {
        let fields = [Edit::new(server), Edit::new(email), Edit::default()];
        let at = fields.iter().position(Edit::is_empty).unwrap_or(PASSWORD);
        Self { fields, at, asked: false, said }
    }

    /// Types into the field; a paste is one line.
    pub fn put(&mut self, text: &str) {
        self.fields[self.at].put_line(text.trim_end_matches(['\r', '\n']));
    }

    /// Moves and edits, for the actions that do; sends on the last field.
    pub fn act(&mut self, action: Action) -> Option<Effect> {
        match action {
            Action::NextPane | Action::LineDown => self.at = (self.at + 1) % FIELDS,
            Action::PreviousPane | Action::LineUp => self.at = (self.at + FIELDS - 1) % FIELDS,
            Action::Send | Action::SendAlways => return self.enter(),
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.fields[self.at].stroke(stroke, usize::MAX / 2);
                }
            }
        }
        None
    }

    /// She is not in. Only what was refused is typed again: where no server was found the cursor goes
    /// to its address, and the password stays.
    pub fn failed(&mut self, why: Failure) {
        self.asked = false;
        self.said = Some(why.text);
        match why.kind {
            FailureKind::NotFound => self.at = SERVER,
            FailureKind::Offline => {}
            FailureKind::Refused | FailureKind::SignedOut => {
                self.fields[PASSWORD] = Edit::default();
                self.at = PASSWORD;
            }
        }
    }

    fn enter(&mut self) -> Option<Effect> {
        if self.asked {
            return None;
        }
        if let Some(empty) = self.fields.iter().position(Edit::is_empty) {
            self.at = empty;
            return None;
        }
        self.asked = true;
        self.said = None;
        let text = |at: usize| self.fields[at].text().trim().to_owned();
        let password = Secret(self.fields[PASSWORD].text().to_owned());
        Some(Effect::SignIn { server: text(0), email: text(1), password })
    }
}
