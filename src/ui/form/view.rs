//! How a form looks:
//!
//! ```text
//! ▌ Limit      8                     5 → 8
//!              a number from 1 to 10000, or nothing
//! ```

use super::{Field, Form, Input, Spot, Text};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

/// The widest form, and the cells from its left to the fields.
const WIDTH: u16 = 76;
const LABEL: usize = 16;
/// Graphemes before a difference that are shown with it.
const BEFORE: usize = 3;
/// Rows of a field of several lines.
const LINES: u16 = 5;

impl Form {
    /// Draws it. Gives the cursor's cell.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let foot = self.foot();
        let width = WIDTH.min(area.width);
        let foot_rows =
            cells(wrap::rows(foot.0.as_str(), usize::from(width).saturating_sub(4)).len());
        let tall: u16 = self.fields.iter().map(rows_of).sum::<u16>() + foot_rows + 3;
        let size = (width, tall.min(area.height));
        let title = Line::styled(format!(" {} ", self.title), theme.title);
        let inner = popup::draw(buf, area, look, size, title);
        let room = inner.height.saturating_sub(foot_rows + 1).max(1);
        self.keep_in_sight(room);
        self.width = usize::from(inner.width).saturating_sub(LABEL).max(2);
        let mut row = 0;
        let mut cursor = None;
        self.spots.clear();
        self.texts.clear();
        for (at, field) in self.fields.iter().enumerate().skip(self.top) {
            let rows = rows_of(field);
            if row + rows > room && row > 0 {
                break;
            }
            let here = Rect { y: inner.y + row, height: rows.min(inner.height - row), ..inner };
            let (place, from) = draw_field(buf, here, field, at == self.at, look);
            self.spots.put(here, Spot::Field(at));
            if let Some((area, from)) = from {
                let origin = Position::new(area.x, area.y);
                self.texts.put(area, Text { field: at, origin, from });
            }
            cursor = if at == self.at { Some(place) } else { cursor };
            row += rows;
        }
        let below =
            Rect { y: inner.bottom().saturating_sub(foot_rows), height: foot_rows, ..inner };
        let style = if foot.1 { theme.warn } else { theme.dim };
        spans::write_wrapped(buf, below, 0, foot.0.as_str(), style);
        if self.said.is_none() && !foot.1 && foot_rows == 1 {
            self.spots.put_keys(below, foot.0.as_str(), spot_of);
        }
        cursor.map(|(x, y)| (x.min(inner.right().saturating_sub(1)), y))
    }

    /// The words at the foot, and whether they want attention.
    fn foot(&self) -> (Plain, bool) {
        let keys = if self.takes_lines() {
            "alt+enter new line · enter next · ctrl+s save · esc leave"
        } else if self.at_last() {
            "enter save · esc leave"
        } else {
            "enter next · ctrl+s save · esc leave"
        };
        match &self.said {
            _ if self.busy => (Plain::line("Saving…"), false),
            _ if self.leaving && self.is_changed() => {
                let words = "Not saved. esc again leaves it so; any other key goes on.";
                (Plain::line(words), true)
            }
            Some(said) => (said.clone(), true),
            None => (Plain::line(keys), false),
        }
    }

    /// Scrolls so that the field with the cursor is whole in sight.
    fn keep_in_sight(&mut self, room: u16) {
        self.top = self.top.min(self.at);
        while self.top < self.at
            && self.fields[self.top..=self.at].iter().map(rows_of).sum::<u16>() > room
        {
            self.top += 1;
        }
    }
}

/// What a key that the foot names is for.
fn spot_of(words: &str) -> Option<Spot> {
    match words {
        "esc leave" => Some(Spot::Leave),
        words => words.ends_with("save").then_some(Spot::Save),
    }
}

fn rows_of(field: &Field) -> u16 {
    let below = u16::from(field.error.is_some()) + u16::from(field.theirs.is_some());
    let own = if matches!(field.input, Input::Lines(_)) { LINES } else { 1 };
    own + below
}

/// Where the cursor is, and where a text is, with the row and column that it begins at there.
type Drawn = ((u16, u16), Option<(Rect, (usize, usize))>);

/// Draws a field with what stands under it.
fn draw_field(buf: &mut Buffer, area: Rect, field: &Field, here: bool, look: &Look) -> Drawn {
    let theme = &look.theme;
    let mark = if here { look.glyph("▌", ">") } else { " " };
    let label = if here { theme.strong } else { theme.dim };
    let head = Line::from(vec![
        Span::styled(mark, theme.border_focus),
        Span::styled(format!(" {:<width$}", field.label, width = LABEL - 2), label),
    ]);
    spans::write(buf, area, 0, &head);
    let left = cells(LABEL).min(area.width);
    let value = Rect { x: area.x + left, width: area.width - left, ..area };
    let (place, from, mut row) = match &field.input {
        Input::Lines(edit) => {
            let (place, top) = draw_lines(buf, value, edit, field.hint, look);
            (place, Some((top, 0)), LINES)
        }
        Input::Line(edit) | Input::Number { text: edit, .. } => {
            let room = usize::from(value.width)
                - draw_change(buf, value, field, look).min(value.width.into());
            let (_, column) = edit.place(usize::MAX / 2);
            // A long line shows the end that is typed at.
            let from = if here { column.saturating_sub(room.saturating_sub(2)) } else { 0 };
            let (text, style) = match edit.text() {
                "" => (field.hint.to_owned(), theme.dim),
                text => (after(text, from), theme.text),
            };
            spans::write(buf, value, 0, &Line::styled(wrap::cut(&text, room), style));
            ((value.x + cells(column - from), value.y), Some((0, from)), 1)
        }
        Input::Choice { of, at } => {
            draw_change(buf, value, field, look);
            let said = of.get(*at).map_or("", |(_, said)| said);
            let (open, close) = (look.glyph("‹ ", "< "), look.glyph(" ›", " >"));
            let key = if here { theme.key } else { theme.dim };
            let line = Line::from(vec![
                Span::styled(open, key),
                Span::styled(said, theme.text),
                Span::styled(close, key),
            ]);
            spans::write(buf, value, 0, &line);
            ((value.x + 2, value.y), None, 1)
        }
    };
    let text = Rect { height: row.min(value.height), ..value };
    if let Some(theirs) = &field.theirs {
        let words = format!("{} now {theirs}", look.glyph("⇄", "<>"));
        let words = wrap::cut(&words, value.width.into());
        spans::write(buf, value, row, &Line::styled(words, theme.warn));
        row += 1;
    }
    if let Some(error) = &field.error {
        let words = format!("{} {error}", look.glyph("✗", "!"));
        let words = wrap::cut(words.trim_start(), value.width.into());
        spans::write(buf, value, row, &Line::styled(words, theme.bad));
    }
    (place, from.map(|from| (text, from)))
}

/// Writes at the right what was and what will be; gives the cells that it took.
fn draw_change(buf: &mut Buffer, area: Rect, field: &Field, look: &Look) -> usize {
    let Some(was) = field.was.as_ref().filter(|_| field.is_changed()) else { return 0 };
    let half = usize::from(area.width) / 5;
    let (from, to) = (field.said(was), field.said(&field.value()));
    let arrow = look.glyph("→", "->");
    let (from, to) = apart(&from, &to, half);
    let words = format!("  {} {arrow} {}", wrap::cut(&from, half), wrap::cut(&to, half));
    let line = Line::styled(words, look.theme.accent);
    spans::write_right(buf, area, 0, &line);
    line.width() + 1
}

/// The byte from which on two texts differ.
fn apart_at(from: &str, to: &str) -> usize {
    let same = from.grapheme_indices(true).zip(to.graphemes(true)).find(|((_, a), b)| a != b);
    same.map_or(from.len().min(to.len()), |((at, _), _)| at)
}

/// Two texts that would be cut alike, each from shortly before where they differ.
fn apart(from: &str, to: &str, cells: usize) -> (String, String) {
    if wrap::cut(from, cells) != wrap::cut(to, cells) {
        return (from.to_owned(), to.to_owned());
    }
    let before = from[..apart_at(from, to)].grapheme_indices(true);
    let start = before.rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    (format!("…{}", &from[start..]), format!("…{}", &to[start..]))
}

/// Draws a text of several lines. Gives the cursor's cell, and the first row in sight.
fn draw_lines(
    buf: &mut Buffer,
    area: Rect,
    edit: &crate::ui::edit::Edit,
    hint: &str,
    look: &Look,
) -> ((u16, u16), usize) {
    let width = usize::from(area.width).max(2);
    let (row, column) = edit.place(width);
    let top = (row + 1).saturating_sub(LINES.into());
    if edit.is_empty() {
        spans::write(buf, area, 0, &Line::styled(hint, look.theme.dim));
    }
    let rows = wrap::rows(edit.text(), width);
    for (at, range) in (0..LINES).zip(rows.into_iter().skip(top)) {
        spans::write(buf, area, at, &Line::styled(&edit.text()[range], look.theme.text));
    }
    ((area.x + cells(column), area.y + cells(row - top)), top)
}

/// A text from so many cells on.
fn after(text: &str, from: usize) -> String {
    let mut cut = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if cut >= from {
            return text[at..].to_owned();
        }
        cut += wrap::width(grapheme);
    }
    if from == 0 { text.to_owned() } else { String::new() }
}

fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn what_changed_of_a_long_text_is_in_sight() {
        let (from, to) = apart("Zoë Lindqvist-Achterberg 16", "Zoë Lindqvist-Achterberg 17", 12);
        assert_eq!((from.as_str(), to.as_str()), ("…g 16", "…g 17"));
        let (from, to) = apart("Zoë Lindqvist-Achterberg", "Zoë Lindqvist-Achterberg II", 12);
        assert_eq!((from.as_str(), to.as_str()), ("…erg", "…erg II"));
        assert_eq!(apart("5", "10", 12), ("5".to_owned(), "10".to_owned()));
    }
}
