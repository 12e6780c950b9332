//! Which characters there is something to see of: a name has one of them, an address no others.

use robindesk_protocol::{FORMATS, MARKS};

/// Whether it can be seen by itself.
pub fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || is_format(c) || within(&MARKS, c))
}

/// Whether nothing is drawn for it.
pub fn is_format(c: char) -> bool {
    within(&FORMATS, c)
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Whether it ends a line. The two that Unicode has for that are no control characters.
pub fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{is_format, is_visible};

    #[test]
    fn letters_of_every_script_and_signs_are_seen() {
        for text in ["a", "é", "Ж", "ש", "あ", "한", "ก", "7", "★", "🦊", "-", "\u{f8ff}"]
        {
            assert!(text.chars().any(is_visible) && !text.contains(is_format), "{text}");
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
