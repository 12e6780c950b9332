//! A text being typed: one buffer for the composer, the login's fields, the filter and the palette.
//! The ready-made text area holds the text; edits by grapheme, undo by word and rows as drawn are our
//! own, because the area edits by scalar, undoes by character and draws joined emoji too wide.

mod buffer;
mod moves;
mod stroke;

pub use stroke::Stroke;

use super::plain::Plain;
use buffer::Buffer;
use unicode_segmentation::UnicodeSegmentation;

/// How many steps can be undone.
const STEPS: usize = 200;

/// What the last edit was: edits of one kind in a row are one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Space,
    Erase,
    Whole,
}

/// A text and the cursor in it.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Its cursor is always between graphemes.
    buffer: Buffer,
    /// The column that up and down try to keep.
    goal: Option<usize>,
    last: Option<Kind>,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
}

impl Edit {
    /// A buffer that holds a text, with the cursor after it.
    pub fn new(text: &str) -> Self {
        let text = Plain::block(text).into_string();
        Self { buffer: Buffer::new(&text, text.len()), ..Self::default() }
    }

    pub fn text(&self) -> &str {
        self.buffer.text()
    }

    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Whether anything was ever typed here, even if it was erased again.
    pub fn touched(&self) -> bool {
        !self.undo.is_empty() || !self.redo.is_empty()
    }

    /// Where the cursor is, in bytes.
    pub fn cursor(&self) -> usize {
        self.buffer.cursor()
    }

    /// Types one character. Control characters and invisible ones are not typed.
    pub fn type_char(&mut self, c: char) {
        // A joiner alone looks like junk, but emoji arrive one scalar at a time.
        let joiner = matches!(c, '\u{200d}' | '\u{200c}' | '\u{fe0f}');
        let safe = if joiner { c.to_string() } else { Plain::block(&c.to_string()).into_string() };
        if safe.is_empty() {
            return;
        }
        let kind = if c.is_whitespace() { Kind::Space } else { Kind::Word };
        // A step begins with each word and takes the space after it along.
        if self.last != Some(kind) && (kind == Kind::Word || self.last != Some(Kind::Word)) {
            self.step();
        }
        self.put(&safe, kind);
    }

    /// Puts in a whole text as one step: a paste, a new line.
    pub fn insert(&mut self, text: &str) {
        let safe = Plain::block(text).into_string();
        if !safe.is_empty() {
            self.step();
            self.put(&safe, Kind::Whole);
        }
    }

    /// Types or pastes where only one line is wanted: line breaks become spaces.
    pub fn put_line(&mut self, text: &str) {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => self.type_char(if c == '\n' { ' ' } else { c }),
            _ => self.insert(Plain::line(text).as_str()),
        }
    }

    /// Empties the buffer as one step.
    pub fn clear(&mut self) {
        if !self.text().is_empty() {
            self.step();
            self.buffer = Buffer::default();
            self.last = Some(Kind::Whole);
        }
    }

    /// Puts another text in the place of this one, as one step, with the cursor after it.
    pub fn replace(&mut self, text: &str) {
        let text = Plain::block(text).into_string();
        if self.text() != text {
            self.step();
            self.buffer = Buffer::new(&text, text.len());
            self.last = Some(Kind::Whole);
        }
    }

    /// Takes back the last step.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.undo.pop() else { return false };
        self.redo.push((self.text().to_owned(), self.cursor()));
        self.restore(before);
        true
    }

    /// Takes back the last undo.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.redo.pop() else { return false };
        self.undo.push((self.text().to_owned(), self.cursor()));
        self.restore(after);
        true
    }

    /// Erases the grapheme before the cursor.
    pub fn erase_back(&mut self) {
        let to = self.before(self.cursor());
        self.erase(to, self.cursor(), Kind::Erase);
    }

    /// Erases the grapheme after the cursor.
    pub fn erase_forward(&mut self) {
        let to = self.after(self.cursor());
        self.erase(self.cursor(), to, Kind::Erase);
    }

    pub fn erase_word_back(&mut self) {
        let to = self.word_before();
        self.erase(to, self.cursor(), Kind::Whole);
    }

    pub fn erase_word_forward(&mut self) {
        let to = self.word_after();
        self.erase(self.cursor(), to, Kind::Whole);
    }

    /// Erases to the start of the line; there already, the line break before it.
    pub fn erase_to_start(&mut self) {
        let start = self.line_range().start;
        let to = if start == self.cursor() { self.before(self.cursor()) } else { start };
        self.erase(to, self.cursor(), Kind::Whole);
    }

    /// Erases to the end of the line; there already, the line break after it.
    pub fn erase_to_end(&mut self) {
        let end = self.line_range().end;
        let to = if end == self.cursor() { self.after(self.cursor()) } else { end };
        self.erase(self.cursor(), to, Kind::Whole);
    }

    fn put(&mut self, text: &str, kind: Kind) {
        self.buffer.insert(text);
        self.last = Some(kind);
        self.goal = None;
        self.settle();
    }

    fn erase(&mut self, from: usize, to: usize, kind: Kind) {
        if from < to {
            if kind == Kind::Whole || self.last != Some(kind) {
                self.step();
            }
            self.buffer.erase(from, to);
            self.last = Some(kind);
            self.goal = None;
            self.settle();
        }
    }

    fn step(&mut self) {
        self.redo.clear();
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push((self.text().to_owned(), self.cursor()));
    }

    fn restore(&mut self, (text, cursor): (String, usize)) {
        self.buffer = Buffer::new(&text, cursor);
        self.last = None;
        self.goal = None;
    }

    /// An edit may join its neighbours into one grapheme: the cursor then goes after it.
    fn settle(&mut self) {
        let (text, cursor) = (self.text(), self.cursor());
        let mut ends = text.grapheme_indices(true).map(|(at, g)| at + g.len());
        let end = ends.find(|end| *end >= cursor).unwrap_or(text.len());
        if cursor > 0 && end != cursor {
            self.buffer.go(end);
        }
    }
}

#[cfg(test)]
mod tests;
