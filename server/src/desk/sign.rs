//! Which characters there is something to see of: a name has one of them, an address no others.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether it can be seen by itself: an accent without its letter cannot.
pub fn is_visible(c: char) -> bool {
    let mark = c.general_category_group() == GeneralCategoryGroup::Mark;
    !(mark || c.is_whitespace() || c.is_control() || is_hidden(c))
}

/// Whether nothing is drawn for it: what only formats, tags, and letters made to fill a gap.
pub fn is_hidden(c: char) -> bool {
    c.general_category() == GeneralCategory::Format
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether it ends a line. The two that Unicode has for that are no control characters.
pub fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, is_visible};

    #[test]
    fn letters_of_every_script_and_signs_are_seen() {
        for text in ["a", "é", "Ж", "ש", "あ", "한", "ก", "7", "★", "🦊", "-", "\u{f8ff}"]
        {
            assert!(text.chars().any(is_visible) && !text.contains(is_hidden), "{text}");
        }
    }

    #[test]
    fn what_draws_nothing_is_not_seen() {
        for text in [
            "",
            " \u{a0}\u{3000}",
            "\u{200b}\u{200d}\u{feff}",
            "\u{ad}\u{2060}",
            "\u{e0041}\u{e007f}",
            "\u{301}\u{fe0f}\u{20dd}",
            "\u{3164}\u{115f}\u{2800}",
            "\u{7}\u{85}\u{2028}",
            "\u{202e}\u{2066}",
        ] {
            assert!(!text.chars().any(is_visible), "{text:?}");
        }
    }
}
