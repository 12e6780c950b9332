//! One field of a form: what it held, what it holds, and what is wrong with that.

use crate::ui::edit::{Edit, Stroke};
use crate::ui::plain::Plain;

/// A value and how it is said.
pub type Pair = (&'static str, &'static str);

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Input {
    Line(Edit),
    /// Several lines.
    Lines(Edit),
    /// A number from the first to the last, or nothing where that is allowed.
    Number {
        text: Edit,
        least: u32,
        most: u32,
        may_be_empty: bool,
    },
    /// One of a few, each as it is on the wire and as it is said.
    Choice {
        of: &'static [Pair],
        at: usize,
    },
}

/// A labelled field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The field's name on the wire, by which errors find it.
    pub name: &'static str,
    pub label: &'static str,
    /// What an empty field means, or could hold.
    pub hint: &'static str,
    pub input: Input,
    /// What it held; `None` in a form for something new.
    pub was: Option<String>,
    pub error: Option<Plain>,
    /// What somebody else set while she typed something else.
    pub theirs: Option<Plain>,
}

impl Field {
    fn new(name: &'static str, label: &'static str, hint: &'static str, input: Input) -> Self {
        let mut field = Self { name, label, hint, input, was: None, error: None, theirs: None };
        field.was = Some(field.value());
        field
    }

    pub fn line(name: &'static str, label: &'static str, hint: &'static str, text: &str) -> Self {
        Self::new(name, label, hint, Input::Line(Edit::new(Plain::line(text).as_str())))
    }

    pub fn lines(name: &'static str, label: &'static str, hint: &'static str, text: &str) -> Self {
        Self::new(name, label, hint, Input::Lines(Edit::new(text)))
    }

    /// A number within bounds, in whatever unit the hint says; nothing for `None`.
    pub fn number(
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        number: Option<u32>,
        (least, most, may_be_empty): (u32, u32, bool),
    ) -> Self {
        let text = Edit::new(&number.map(|n| n.to_string()).unwrap_or_default());
        Self::new(name, label, hint, Input::Number { text, least, most, may_be_empty })
    }

    pub fn choice(name: &'static str, label: &'static str, of: &'static [Pair], now: &str) -> Self {
        let at = of.iter().position(|(value, _)| *value == now).unwrap_or(0);
        Self::new(name, label, "", Input::Choice { of, at })
    }

    pub fn yes_no(name: &'static str, label: &'static str, now: bool) -> Self {
        Self::choice(name, label, YES_NO, if now { "true" } else { "false" })
    }

    /// Of something new: there is nothing that it was before.
    #[must_use]
    pub fn fresh(self) -> Self {
        Self { was: None, ..self }
    }

    /// What it holds, as on the wire; a line without the spaces around it.
    pub fn value(&self) -> String {
        match &self.input {
            Input::Line(edit) | Input::Number { text: edit, .. } => edit.text().trim().to_owned(),
            Input::Lines(edit) => edit.text().to_owned(),
            Input::Choice { of, at } => of.get(*at).map_or("", |(value, _)| value).to_owned(),
        }
    }

    /// Whether it holds something else than it did; of something new, anything at all that was typed.
    pub fn is_changed(&self) -> bool {
        match &self.was {
            Some(was) => *was != self.value(),
            None => !matches!(self.input, Input::Choice { .. }) && !self.value().is_empty(),
        }
    }

    /// A value of this field as it is said.
    pub fn said(&self, value: &str) -> String {
        match &self.input {
            Input::Choice { of, .. } => {
                of.iter().find(|(v, _)| *v == value).map_or(value, |(_, said)| said).to_owned()
            }
            Input::Number { .. } if value.is_empty() => "none".to_owned(),
            _ if value.is_empty() => "nothing".to_owned(),
            _ => Plain::line(value).into_string(),
        }
    }

    /// Edits it; rows are as drawn at this width. False when up or down led out of it, or there is nothing to edit.
    pub fn stroke(&mut self, stroke: Stroke, width: usize) -> bool {
        self.error = None;
        match &mut self.input {
            Input::Lines(edit) => {
                let before = edit.place(width).0;
                edit.stroke(stroke, width);
                let moves = matches!(stroke, Stroke::RowUp | Stroke::RowDown);
                !moves || edit.place(width).0 != before
            }
            Input::Line(edit) | Input::Number { text: edit, .. } => {
                if matches!(stroke, Stroke::RowUp | Stroke::RowDown) {
                    return false;
                }
                edit.stroke(stroke, usize::MAX / 2);
                true
            }
            Input::Choice { of, at } => {
                let count = of.len().max(1);
                match stroke {
                    Stroke::Right | Stroke::WordRight => *at = (*at + 1) % count,
                    Stroke::Left | Stroke::WordLeft => *at = (*at + count - 1) % count,
                    _ => return false,
                }
                true
            }
        }
    }

    /// Puts the cursor of a text at a cell of it, as drawn at this width.
    pub fn go_to(&mut self, width: usize, row: usize, column: usize) {
        match &mut self.input {
            Input::Lines(edit) => edit.go_to(width, row, column),
            Input::Line(edit) | Input::Number { text: edit, .. } => {
                edit.go_to(usize::MAX / 2, 0, column);
            }
            Input::Choice { .. } => {}
        }
    }

    /// Types or pastes; a choice goes on with a space, or to what begins with the letter.
    pub fn put(&mut self, text: &str) {
        self.error = None;
        match &mut self.input {
            Input::Lines(edit) => {
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) if c != '\n' => edit.type_char(c),
                    _ => edit.insert(text),
                }
            }
            Input::Line(edit) | Input::Number { text: edit, .. } => edit.put_line(text),
            Input::Choice { of, at } => {
                let next = (1..=of.len()).map(|n| (*at + n) % of.len().max(1));
                let begins = |i: &usize| of[*i].1.starts_with(text.trim_start());
                *at = next.clone().find(begins).unwrap_or(*at);
            }
        }
    }

    /// Says what is wrong with a number; the rest is for the server to judge.
    pub fn check(&mut self) {
        self.error = None;
        let value = self.value();
        if let Input::Number { least, most, may_be_empty, .. } = self.input {
            let fits = value.parse().is_ok_and(|n: u32| (least..=most).contains(&n));
            let empty = may_be_empty && value.is_empty();
            if !fits && !empty {
                let or = if may_be_empty { ", or nothing" } else { "" };
                self.error = Some(Plain::line(&format!("a number from {least} to {most}{or}")));
            }
        }
    }

    /// Somebody else set it to this. Says whether that was news.
    pub fn rebase(&mut self, now: String) -> bool {
        if self.was.as_ref() == Some(&now) {
            return false;
        }
        self.theirs = Some(Plain::line(&self.said(&now)));
        if !self.is_changed() {
            self.set(&now);
        }
        self.was = Some(now);
        true
    }

    fn set(&mut self, value: &str) {
        match &mut self.input {
            Input::Line(edit) | Input::Lines(edit) | Input::Number { text: edit, .. } => {
                edit.replace(value);
            }
            Input::Choice { of, at } => {
                *at = of.iter().position(|(v, _)| *v == value).unwrap_or(*at);
            }
        }
    }
}

const YES_NO: &[Pair] = &[("true", "yes"), ("false", "no")];
