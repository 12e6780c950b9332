//! Reads a keymap file, and says what is wrong with it line by line.

use super::{Key, KeymapError};
use crate::app::action::{Action, Place};
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

type Table = BTreeMap<Spanned<String>, OneOrMany>;

/// The actions that the file names, with their keys.
pub(super) fn read(text: &str) -> Result<Vec<(Action, Vec<Key>)>, KeymapError> {
    let wrong = |at: usize, what: String| {
        let line = text[..at.min(text.len())].matches('\n').count() + 1;
        KeymapError { line, what }
    };
    let file: BTreeMap<Spanned<String>, Table> = toml::from_str(text)
        .map_err(|e| wrong(e.span().map_or(0, |s| s.start), in_words(e.message())))?;
    let mut read = Vec::new();
    for (name, lines) in &file {
        let place = place(name.get_ref()).map_err(|what| wrong(name.span().start, what))?;
        let mut taken = HashMap::new();
        for (name, keys) in lines {
            let line = binding(place, name.get_ref(), keys, &mut taken);
            read.push(line.map_err(|what| wrong(name.span().start, what))?);
        }
    }
    Ok(read)
}

/// What the parser says of a line that is TOML and no keymap names types, not what to write.
fn in_words(parser: &str) -> String {
    if parser.ends_with("expected a map") {
        "this stands below no place, such as [ticket]".to_owned()
    } else if parser.contains("OneOrMany") {
        "keys are written in quotes: \"x\", or [\"x\", \"ctrl-x\"]".to_owned()
    } else {
        parser.replace('\n', " ")
    }
}

fn place(name: &str) -> Result<Place, String> {
    Place::ALL.iter().copied().find(|p| p.name() == name).ok_or_else(|| {
        let known: Vec<&str> = Place::ALL.iter().map(|p| p.name()).collect();
        format!("there is no place `{name}`; there are {}", known.join(", "))
    })
}

fn binding(
    place: Place,
    name: &str,
    keys: &OneOrMany,
    taken: &mut HashMap<Key, &'static str>,
) -> Result<(Action, Vec<Key>), String> {
    let action = Action::parse(name)
        .filter(|a| a.place() == place)
        .ok_or_else(|| format!("[{}] has no action `{name}`", place.name()))?;
    let names = match keys {
        OneOrMany::One(key) => std::slice::from_ref(key),
        OneOrMany::Many(keys) => keys,
    };
    let mut keys = Vec::with_capacity(names.len());
    for key_name in names {
        let key = Key::parse(key_name)
            .ok_or_else(|| format!("`{name}`: there is no key `{key_name}`"))?;
        if place == Place::Composer && key.typed().is_some() {
            return Err(format!("`{name}`: {key} is typed here; hold ctrl or alt with it"));
        }
        if let Some(other) = taken.insert(key, action.name()) {
            return Err(format!("`{name}`: {key} already means `{other}`"));
        }
        keys.push(key);
    }
    Ok((action, keys))
}
