//! Which key asks for what: `config/keymap.toml` compiled in, overlaid by the user's file.

mod file;
mod key;

pub use key::Key;

use crate::app::action::{Action, Place};
use std::collections::HashMap;

const DEFAULTS: &str = include_str!("../../config/keymap.toml");

/// The keys in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    keys: HashMap<Action, Vec<Key>>,
}

/// What is wrong with a keymap file, in words that name the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("keymap, line {line}: {what}")]
pub struct KeymapError {
    /// From 1.
    pub line: usize,
    pub what: String,
}

impl Keymap {
    /// The compiled-in keys.
    pub fn defaults() -> Self {
        let mut map = Self { keys: HashMap::new() };
        map.overlay(DEFAULTS).expect("config/keymap.toml is checked by a test");
        map
    }

    /// The compiled-in keys with a user's file over them.
    ///
    /// # Errors
    /// When a line is no TOML, names no place, action or key, or takes a key twice.
    pub fn with(file: &str) -> Result<Self, KeymapError> {
        let mut map = Self::defaults();
        map.overlay(file)?;
        Ok(map)
    }

    fn overlay(&mut self, text: &str) -> Result<(), KeymapError> {
        for (action, keys) in file::read(text)? {
            self.bind(action, keys);
        }
        Ok(())
    }

    /// Gives keys to an action and takes them from whoever had them in the same place.
    fn bind(&mut self, action: Action, keys: Vec<Key>) {
        for (other, theirs) in &mut self.keys {
            if other.place() == action.place() {
                theirs.retain(|k| !keys.contains(k));
            }
        }
        self.keys.insert(action, keys);
    }

    /// What a key asks for in these places; the first place that knows the key wins.
    pub fn find(&self, places: &[Place], key: Key) -> Option<Action> {
        places.iter().find_map(|place| {
            self.keys
                .iter()
                .find(|(action, keys)| action.place() == *place && keys.contains(&key))
                .map(|(action, _)| *action)
        })
    }

    /// The keys of an action, the first being the one to show.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }

    /// The one key to show for an action, empty when it has none.
    pub fn shown(&self, action: Action) -> String {
        self.keys(action).first().map(Key::to_string).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_name_every_action() {
        let named = file::read(DEFAULTS).unwrap();
        for action in Action::ALL {
            assert!(named.iter().any(|(n, _)| n == action), "{} is not in the file", action.name());
        }
        assert_eq!(named.len(), Action::ALL.len());
    }

    #[test]
    fn the_users_file_goes_over_the_defaults() {
        let map = Keymap::with("[list]\nrefresh = [\"j\", \"f5\"]\n").unwrap();
        let key = |name| Key::parse(name).unwrap();
        assert_eq!(map.find(&[Place::List], key("j")), Some(Action::Refresh));
        assert_eq!(map.find(&[Place::List], key("down")), Some(Action::Down));
        assert_eq!(map.find(&[Place::List], key("R")), None);
        assert_eq!(map.find(&[Place::List, Place::Everywhere], key("q")), Some(Action::Quit));
    }

    #[test]
    fn a_bad_line_is_named() {
        for (file, line, words) in [
            ("[list]\n\ndown = \"entr\"\n", 3, "`down`: there is no key `entr`"),
            ("[list]\nsing = \"x\"\n", 2, "[list] has no action `sing`"),
            ("[list]\nsend = \"x\"\n", 2, "[list] has no action `send`"),
            ("# hm\n[lists]\ndown = \"x\"\n", 2, "there is no place `lists`"),
            ("[list]\ndown = \"x\"\nup = \"x\"\n", 3, "`up`: x already means `down`"),
            ("[composer]\nsend = \"x\"\n", 2, "`send`: x is typed here"),
            ("[list]\ndown = \n", 2, ""),
            ("[list]\ndown = 5\n", 2, "keys are written in quotes"),
            ("\ndown = \"x\"\n", 2, "this stands below no place, such as [ticket]"),
        ] {
            let error = Keymap::with(file).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.what.contains(words), "{error}");
        }
    }
}
