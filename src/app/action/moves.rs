//! What an action does wherever a text is typed, letters are looked for, or a list has a cursor.

use super::Action;
use crate::ui::edit::Stroke;
use crate::ui::finder::Step;

impl Action {
    /// What it does to a text being typed, wherever one is typed.
    pub const fn stroke(self) -> Option<Stroke> {
        Some(match self {
            Self::UndoTyping => Stroke::Undo,
            Self::RedoTyping => Stroke::Redo,
            Self::Left => Stroke::Left,
            Self::Right => Stroke::Right,
            Self::LineUp => Stroke::RowUp,
            Self::LineDown => Stroke::RowDown,
            Self::WordLeft => Stroke::WordLeft,
            Self::WordRight => Stroke::WordRight,
            Self::LineStart => Stroke::LineStart,
            Self::LineEnd => Stroke::LineEnd,
            Self::EraseBack => Stroke::EraseBack,
            Self::EraseForward => Stroke::EraseForward,
            Self::EraseWordBack => Stroke::EraseWordBack,
            Self::EraseWordForward => Stroke::EraseWordForward,
            Self::EraseToStart => Stroke::EraseToStart,
            Self::EraseToEnd => Stroke::EraseToEnd,
            _ => return None,
        })
    }

    /// What it does to a finder.
    pub fn step(self) -> Option<Step> {
        match self {
            Self::PopupDown => Some(Step::Down),
            Self::PopupUp => Some(Step::Up),
            _ => self.stroke().map(Step::Edit),
        }
    }

    /// The row that it goes to from row `at` of a list that ends with row `last`, where so many fit on
    /// the screen.
    pub fn row(self, at: usize, last: usize, fits: usize) -> Option<usize> {
        let page = fits.max(2) - 1;
        let to = match self {
            Self::Down => at + 1,
            Self::Up => at.saturating_sub(1),
            Self::First => 0,
            Self::Last => last,
            Self::PageDown => at + page,
            Self::PageUp => at.saturating_sub(page),
            _ => return None,
        };
        Some(to.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn a_row_is_never_beyond_the_list() {
        let at_five_of_nine = |action: Action| action.row(5, 8, 4);
        assert_eq!(at_five_of_nine(Action::Down), Some(6));
        assert_eq!(at_five_of_nine(Action::PageUp), Some(2), "one row of before stays in sight");
        assert_eq!(at_five_of_nine(Action::PageDown), Some(8));
        assert_eq!(at_five_of_nine(Action::First), Some(0));
        assert_eq!(at_five_of_nine(Action::Open), None);
        assert_eq!(Action::Down.row(0, 0, 4), Some(0), "an empty list, or a list of one");
    }
}
