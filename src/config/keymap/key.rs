//! One key with what is held down beside it: read from the keymap file, read from the terminal, and
//! written on screen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// A key as it is compared: `shift` is part of the letter, as in `G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    held: KeyModifiers,
}

const NAMED: &[(&str, KeyCode, &str)] = &[
    ("enter", KeyCode::Enter, "enter"),
    ("esc", KeyCode::Esc, "esc"),
    ("tab", KeyCode::Tab, "tab"),
    ("backspace", KeyCode::Backspace, "backspace"),
    ("delete", KeyCode::Delete, "delete"),
    ("space", KeyCode::Char(' '), "space"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("home", KeyCode::Home, "home"),
    ("end", KeyCode::End, "end"),
    ("pageup", KeyCode::PageUp, "pgup"),
    ("pagedown", KeyCode::PageDown, "pgdn"),
];

impl Key {
    /// Reads a key's name in the keymap file, such as `ctrl-p`, `G` or `f1`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut held = KeyModifiers::NONE;
        let mut rest = name;
        loop {
            let (modifier, after) = match rest.split_once(['-', '+']) {
                Some(("ctrl", after)) => (KeyModifiers::CONTROL, after),
                Some(("alt", after)) => (KeyModifiers::ALT, after),
                Some(("shift", after)) => (KeyModifiers::SHIFT, after),
                _ => break,
            };
            held |= modifier;
            rest = after;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => KeyCode::Char(c),
            _ => match NAMED.iter().find(|(named, ..)| *named == rest) {
                Some((_, code, _)) => *code,
                None => KeyCode::F(
                    rest.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n))?,
                ),
            },
        };
        Some(Self::new(code, held))
    }

    fn new(code: KeyCode, held: KeyModifiers) -> Self {
        let mut held = held & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            KeyCode::BackTab => {
                held |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            // The byte of ctrl-_ is told as ctrl-7 by terminals without the newer protocol.
            KeyCode::Char('7' | '/') if held == KeyModifiers::CONTROL => KeyCode::Char('_'),
            // With ctrl, letters have no case: caps lock must not change what a key does.
            KeyCode::Char(c) if held.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) if held.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(c.to_uppercase().next().unwrap_or(c))
            }
            other => other,
        };
        if matches!(code, KeyCode::Char(_)) {
            held -= KeyModifiers::SHIFT;
        }
        Self { code, held }
    }

    /// The character that this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.held.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Whether this is the bare enter key.
    pub fn is_enter(self) -> bool {
        self.code == KeyCode::Enter && self.held.is_empty()
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "ctrl+"),
            (KeyModifiers::ALT, "alt+"),
            (KeyModifiers::SHIFT, "shift+"),
        ] {
            if self.held.contains(modifier) {
                f.write_str(name)?;
            }
        }
        if let Some((.., shown)) = NAMED.iter().find(|(_, code, _)| *code == self.code) {
            return f.write_str(shown);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn event(code: KeyCode, held: KeyModifiers) -> Key {
        KeyEvent::new(code, held).into()
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_tells_it() {
        let (none, shift, ctrl) = (KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::CONTROL);
        for (name, code, held) in [
            ("G", KeyCode::Char('G'), none),
            ("G", KeyCode::Char('G'), shift),
            ("G", KeyCode::Char('g'), shift),
            ("?", KeyCode::Char('?'), shift),
            ("ctrl-_", KeyCode::Char('7'), ctrl),
            ("shift-tab", KeyCode::BackTab, none),
            ("shift-tab", KeyCode::BackTab, shift),
            ("alt-enter", KeyCode::Enter, KeyModifiers::ALT),
            ("ctrl-c", KeyCode::Char('C'), ctrl | shift),
            ("-", KeyCode::Char('-'), none),
        ] {
            assert_eq!(Key::parse(name), Some(event(code, held)), "{name}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for name in ["", "ctrl-", "hyper-x", "f0", "f13", "entr", "\u{1b}"] {
            assert_eq!(Key::parse(name), None, "{name:?}");
        }
    }
}
