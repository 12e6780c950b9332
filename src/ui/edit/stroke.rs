//! What a key does to a text being typed, as a value.

use super::Edit;

/// One edit or move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Undo,
    Redo,
    Left,
    Right,
    RowUp,
    RowDown,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    EraseBack,
    EraseForward,
    EraseWordBack,
    EraseWordForward,
    EraseToStart,
    EraseToEnd,
}

impl Edit {
    /// Does it; up and down go by the rows as drawn at this width.
    pub fn stroke(&mut self, stroke: Stroke, width: usize) {
        match stroke {
            Stroke::Undo => {
                self.undo();
            }
            Stroke::Redo => {
                self.redo();
            }
            Stroke::Left => self.left(),
            Stroke::Right => self.right(),
            Stroke::RowUp => self.row_up(width),
            Stroke::RowDown => self.row_down(width),
            Stroke::WordLeft => self.word_left(),
            Stroke::WordRight => self.word_right(),
            Stroke::LineStart => self.line_start(),
            Stroke::LineEnd => self.line_end(),
            Stroke::EraseBack => self.erase_back(),
            Stroke::EraseForward => self.erase_forward(),
            Stroke::EraseWordBack => self.erase_word_back(),
            Stroke::EraseWordForward => self.erase_word_forward(),
            Stroke::EraseToStart => self.erase_to_start(),
            Stroke::EraseToEnd => self.erase_to_end(),
        }
    }
}
