//! The text itself with its cursor, held by the ready-made text area. Told in bytes, as the rest of
//! the screen counts; the area counts rows and scalars.

use tui_textarea::{CursorMove, TextArea};

/// A text and the cursor in it.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    area: TextArea<'static>,
    /// The area's lines as one text, for whoever wraps, saves or sends it.
    text: String,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new("", 0)
    }
}

impl Buffer {
    /// A text with the cursor before this byte.
    pub fn new(text: &str, cursor: usize) -> Self {
        let (before, after) = text.split_at(cursor);
        let mut area = TextArea::new(after.split('\n').map(str::to_owned).collect());
        // Its own history goes by character; ours, by word, is in `Edit`.
        area.set_max_histories(0);
        // What is put in before the cursor moves it along: exact in texts of any length.
        area.insert_str(before);
        Self { area, text: text.to_owned() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is, in bytes.
    pub fn cursor(&self) -> usize {
        let (row, column) = (self.area.cursor().0, self.area.cursor().1);
        let lines = self.area.lines();
        let above: usize = lines[..row].iter().map(|line| line.len() + 1).sum();
        let line = &lines[row];
        above + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    }

    /// Puts a text in at the cursor, which goes behind it.
    pub fn insert(&mut self, text: &str) {
        let at = self.cursor();
        self.area.insert_str(text);
        self.text.insert_str(at, text);
    }

    /// Erases from a byte to another; the cursor is there then.
    pub fn erase(&mut self, from: usize, to: usize) {
        self.go(from);
        self.area.delete_str(self.text[from..to].chars().count());
        self.text.replace_range(from..to, "");
    }

    /// Moves the cursor before this byte.
    pub fn go(&mut self, to: usize) {
        let row = self.text[..to].matches('\n').count();
        let start = self.text[..to].rfind('\n').map_or(0, |at| at + 1);
        let column = self.text[start..to].chars().count();
        match (u16::try_from(row), u16::try_from(column)) {
            (Ok(row), Ok(column)) => self.area.move_cursor(CursorMove::Jump(row, column)),
            // Farther than the area can be told to jump: a huge paste.
            _ => *self = Self::new(&self.text, to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_huge_line_keeps_its_cursor() {
        let text = "x".repeat(200_000);
        let mut buffer = Buffer::new(&text, 0);
        buffer.go(150_000);
        assert_eq!(buffer.cursor(), 150_000);
        buffer.insert("é");
        assert_eq!(buffer.cursor(), 150_002);
        buffer.erase(149_999, 150_002);
        assert_eq!((buffer.cursor(), buffer.text().len()), (149_999, 199_999));
    }

    proptest! {
        /// The area and the text never say different things, whatever is joined or zero cells wide.
        #[test]
        fn the_area_holds_the_same_text(
            start in "[a \n👩\u{200d}\u{301}日]{0,12}",
            steps in proptest::collection::vec((0_u8..3, 0_usize..20, "[x\n\u{301}👩]{0,3}"), 0..20),
        ) {
            let mut buffer = Buffer::new(&start, start.len());
            for (kind, at, piece) in steps {
                let ends: Vec<usize> = buffer.text().char_indices().map(|(i, _)| i)
                    .chain([buffer.text().len()]).collect();
                let at = ends[at % ends.len()];
                match kind {
                    0 => buffer.insert(&piece),
                    1 => buffer.erase(at.min(buffer.cursor()), at.max(buffer.cursor())),
                    _ => {
                        buffer.go(at);
                        prop_assert_eq!(buffer.cursor(), at);
                    }
                }
                prop_assert_eq!(buffer.area.lines().join("\n"), buffer.text());
            }
        }
    }
}
