//! Text from outside, made safe (`console.md`, promise 3): data to show, never orders to obey.
//!
//! [`Plain`] is the only text that widgets, the clipboard, notifications, the window title, logs and
//! the scripts' output take. It is made here and nowhere else.

use std::fmt;

/// How many marks may sit on one character; more is an attack on the eye ("zalgo"), not a language.
const MAX_MARKS: usize = 4;

/// Text without control characters, escape sequences, bidi overrides or invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Plain(String);

impl Plain {
    /// One line: line breaks and tabs become spaces.
    pub fn line(text: &str) -> Self {
        Self(clean(text, false))
    }

    /// Many lines: line breaks of every kind become `\n`, tabs become four spaces.
    pub fn block(text: &str) -> Self {
        Self(clean(text, true))
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The safe text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for Plain {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn clean(text: &str, keep_lines: bool) -> String {
    // Most texts, and each time they are drawn.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_csi(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut chars),
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push(if keep_lines { '\n' } else { ' ' });
                marks = 0;
            }
            '\t' => out.push_str(if keep_lines { "    " } else { " " }),
            '\u{200c}' | '\u{200d}' => {
                if joins(out.chars().next_back()) && joins(chars.peek().copied()) {
                    out.push(c);
                }
            }
            _ if c.is_control() || is_invisible(c) => {}
            _ if is_mark(c) => {
                marks += 1;
                if marks <= MAX_MARKS {
                    out.push(c);
                }
            }
            _ => {
                marks = 0;
                out.push(c);
            }
        }
    }
    out
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Skips what follows an ESC: a CSI or string sequence whole, anything else up to its final byte.
fn skip_escape(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_csi(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        Some(' '..='/') => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
        Some('0'..='~') => {
            chars.next();
        }
        _ => {}
    }
}

/// Skips parameter and intermediate bytes and the final byte of a CSI.
fn skip_csi(chars: &mut Chars<'_>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// Skips an OSC, DCS, SOS, PM or APC up to its end. One that never ends takes its line with it and
/// no more, so that a lone introducer cannot swallow a whole message.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(&c) = chars.peek() {
        match c {
            '\n' | '\r' => return,
            '\u{7}' | '\u{9c}' => {
                chars.next();
                return;
            }
            '\u{1b}' => {
                chars.next();
                chars.next_if(|c| *c == '\\');
                return;
            }
            _ => {
                chars.next();
            }
        }
    }
}

/// Whether a joiner beside this character belongs to its script or emoji and is no hidden mark.
fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        c >= '\u{600}' && !c.is_whitespace() && !('\u{1e00}'..='\u{218f}').contains(&c)
            || c == '\u{fe0f}'
    })
}

/// Characters that take no place, or that change how others are read.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are drawn on the character before them.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && c != '\u{fe0f}'
        && c != '\u{fe0e}'
        && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::Plain;
    use proptest::prelude::*;

    #[test]
    fn sequences_vanish_whole_and_leave_no_residue() {
        for (hostile, safe) in [
            ("a\u{1b}[31mred\u{1b}[0m", "ared"),
            ("\u{1b}]0;owned\u{7}title", "title"),
            ("\u{1b}]52;c;ZXZpbA==\u{1b}\\clip", "clip"),
            ("\u{9b}2Jcleared", "cleared"),
            ("\u{1b}(0line", "line"),
            ("\u{1b}c reset", " reset"),
            ("\u{1b}Pq#0\u{1b}\\sixel", "sixel"),
            ("bell\u{7}back\u{8}del\u{7f}", "bellbackdel"),
            ("admin\u{202e}txt.exe", "admintxt.exe"),
            ("pay\u{200b}pal\u{feff}", "paypal"),
            ("tag\u{e0041}\u{e0042}", "tag"),
            ("\u{1b}]8;;never ends\nnext", " next"),
            ("a\r\nb\rc", "a b c"),
        ] {
            assert_eq!(Plain::line(hostile).as_str(), safe, "{hostile:?}");
        }
    }

    #[test]
    fn languages_and_emoji_stay_whole() {
        for text in
            ["Zoë Ångström", "日本語 한국어", "مرحبا بالعالم", "👩‍👩‍👧 ❤️ 👍🏽", "क्षत्रिय", "e\u{301}"]
        {
            assert_eq!(Plain::line(text).as_str(), text);
        }
    }

    #[test]
    fn stacked_marks_are_cut_to_what_a_language_needs() {
        let zalgo = format!("e{}x", "\u{301}".repeat(50));
        assert_eq!(Plain::line(&zalgo).as_str(), format!("e{}x", "\u{301}".repeat(4)));
    }

    proptest! {
        #[test]
        fn what_is_safe_stays_as_it_is(text in "[ -~]*") {
            prop_assert_eq!(Plain::line(&text).into_string(), &*text);
            prop_assert_eq!(Plain::block(&text).into_string(), text);
        }

        #[test]
        fn no_control_or_override_ever_comes_out(text in "\\PC*|[\u{0}-\u{ff}\u{200b}-\u{206f}]*") {
            let safe = Plain::block(&text);
            for c in safe.as_str().chars() {
                prop_assert!(c == '\n' || !c.is_control());
                let overrides = ('\u{202a}'..='\u{202e}').contains(&c);
                prop_assert!(!overrides);
            }
            prop_assert_eq!(Plain::block(safe.as_str()), safe);
        }
    }
}
