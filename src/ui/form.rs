//! A small form: labelled fields, what was and what will be, errors beside the fields they are about,
//! and what somebody else set meanwhile. It knows nothing of what it is for: values go in and come out
//! as text.

mod field;
mod view;

pub use field::{Field, Input};

use super::edit::Stroke;
use super::plain::Plain;
use super::spots::Spots;
use ratatui::layout::Position;
use std::fmt::Write as _;

/// The form's state.
#[derive(Debug)]
pub struct Form {
    title: String,
    fields: Vec<Field>,
    at: usize,
    /// What concerns the form as a whole: why it was refused, who changed it meanwhile.
    said: Option<Plain>,
    /// Somebody changed it meanwhile, and it is not known who.
    unnamed: bool,
    /// An answer is on its way: keys are taken, saving again is not.
    pub busy: bool,
    /// She was asked whether to leave what is changed.
    leaving: bool,
    /// The first field in sight, when not all fit.
    top: usize,
    /// How wide a field of several lines was at the last drawing.
    width: usize,
    spots: Spots<Spot>,
    texts: Spots<Text>,
}

/// A text on screen: whose it is, where its first cell is, and the row and column that it shows there.
#[derive(Debug, Clone, Copy)]
struct Text {
    field: usize,
    origin: Position,
    from: (usize, usize),
}

/// What of a form can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Field(usize),
    Save,
    Leave,
}

impl Form {
    /// A form with the cursor in its first field. The title is safe already.
    pub fn new(title: String, fields: Vec<Field>) -> Self {
        Self {
            title,
            fields,
            at: 0,
            said: None,
            unnamed: false,
            busy: false,
            leaving: false,
            top: 0,
            width: 60,
            spots: Spots::default(),
            texts: Spots::default(),
        }
    }

    /// Goes to the field at a cell: in a text to the letter there, and a choice that it is at already goes
    /// on to the next. What else is there is given back.
    pub fn click(&mut self, cell: Position) -> Option<Spot> {
        let spot = self.spots.at(cell)?;
        let Spot::Field(at) = spot else { return Some(spot) };
        self.leaving = false;
        if at == self.at && matches!(self.fields[at].input, Input::Choice { .. }) {
            self.stroke(Stroke::Right);
        }
        self.at = at;
        if let Some(text) = self.texts.at(cell) {
            let row = usize::from(cell.y - text.origin.y) + text.from.0;
            let column = usize::from(cell.x - text.origin.x) + text.from.1;
            self.fields[text.field].go_to(self.width, row, column);
        }
        None
    }

    /// Goes to a field, if it is here.
    pub fn go_to(&mut self, name: &str) {
        self.at = self.fields.iter().position(|f| f.name == name).unwrap_or(self.at);
    }

    /// What a field holds now; nothing for a field that is not here.
    pub fn value(&self, name: &str) -> String {
        self.fields.iter().find(|f| f.name == name).map(Field::value).unwrap_or_default()
    }

    /// What a field holds, when that is not what it held.
    pub fn changed(&self, name: &str) -> Option<String> {
        let field = self.fields.iter().find(|f| f.name == name)?;
        field.is_changed().then(|| field.value())
    }

    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(Field::is_changed)
    }

    /// Whether a line break can be typed where the cursor is.
    pub fn takes_lines(&self) -> bool {
        self.fields.get(self.at).is_some_and(|f| matches!(f.input, Input::Lines(_)))
    }

    pub fn next(&mut self) {
        self.step(1);
    }

    pub fn previous(&mut self) {
        self.step(self.fields.len().saturating_sub(1));
    }

    /// Whether enter saves here instead of going on.
    pub fn at_last(&self) -> bool {
        self.at + 1 == self.fields.len()
    }

    fn step(&mut self, by: usize) {
        self.leaving = false;
        self.at = (self.at + by) % self.fields.len().max(1);
    }

    /// Edits the field that the cursor is in. Up and down leave it at its first and last row.
    pub fn stroke(&mut self, stroke: Stroke) {
        self.leaving = false;
        let moved =
            self.fields.get_mut(self.at).is_some_and(|field| field.stroke(stroke, self.width));
        match stroke {
            Stroke::RowDown if !moved => self.next(),
            Stroke::RowUp if !moved => self.previous(),
            _ => {}
        }
    }

    /// Types or pastes into the field that the cursor is in.
    pub fn put(&mut self, text: &str) {
        self.leaving = false;
        if let Some(field) = self.fields.get_mut(self.at) {
            field.put(text);
        }
    }

    /// Checks what can be checked here. False when something is wrong, which is then said beside it.
    pub fn check(&mut self) -> bool {
        self.said = None;
        self.fields.iter_mut().for_each(Field::check);
        let wrong = self.fields.iter().position(|f| f.error.is_some());
        self.at = wrong.unwrap_or(self.at);
        wrong.is_none()
    }

    /// Whether it may be left now: asks once when something is changed.
    pub fn leave(&mut self) -> bool {
        let may = !self.is_changed() || self.leaving;
        self.leaving = true;
        may
    }

    /// The server refused it. What it says of a field stands beside the field; the rest below. A name
    /// with dots is the field of its last part.
    pub fn refused<'a>(
        &mut self,
        words: &str,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) {
        self.busy = false;
        let (mut rest, mut first) = (String::new(), None);
        for (name, why) in fields {
            let last = |f: &Field| name == f.name || name.split('.').any(|part| part == f.name);
            match self.fields.iter().position(last) {
                Some(at) => {
                    self.fields[at].error = Some(Plain::line(why));
                    first = first.or(Some(at));
                }
                None => _ = write!(rest, " {name}: {why}"),
            }
        }
        self.at = first.unwrap_or(self.at);
        self.said = match first {
            Some(_) if rest.is_empty() => None,
            Some(_) => Some(Plain::line(rest.trim())),
            None => Some(Plain::line(words)),
        };
    }

    /// Says what concerns the form as a whole.
    pub fn say(&mut self, words: &str) {
        self.busy = false;
        self.said = Some(Plain::line(words));
    }

    /// Somebody else changed it meanwhile: what she left alone follows, and beside what she changed
    /// stands what it is now. Nothing that she typed is lost. Who it was may be known only later.
    pub fn rebase<'a>(
        &mut self,
        who: Option<&str>,
        now: impl IntoIterator<Item = (&'a str, String)>,
    ) {
        self.busy = false;
        let mut any = false;
        for (name, value) in now {
            if let Some(field) = self.fields.iter_mut().find(|f| f.name == name) {
                any |= field.rebase(value);
            }
        }
        let named = self.unnamed && who.is_some();
        if any || named {
            self.unnamed = who.is_none();
            let who = who.unwrap_or("Somebody else");
            self.said = Some(Plain::line(&format!(
                "{who} changed it meanwhile. Look at what is marked, then save again or leave."
            )));
        }
    }
}

#[cfg(test)]
mod tests;
