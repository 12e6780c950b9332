//! Who may know whom: the import rules of `ARCHITECTURE.md`, read from the code, since within a crate
//! the compiler does not check them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A room and what it may know. A room is a path of modules below its crate; the longest that fits a
/// file is the file's. What it may know are such paths too, with all that lies below them; its own is
/// among them without being named.
struct Room {
    of: &'static str,
    may: &'static [&'static str],
    /// Crates that it must not know.
    never: &'static [&'static str],
}

const CONSOLE: &[Room] = &[
    Room {
        of: "model",
        may: &["app::effect", "app::message"],
        never: &["ratatui", "crossterm", "reqwest", "tokio"],
    },
    Room { of: "ui", may: &["config::theme"], never: &["reqwest", "tokio", "robindesk_server"] },
    Room {
        of: "panes",
        may: &["model", "ui", "config", "app::action", "app::effect", "app::message"],
        never: &["reqwest", "tokio", "robindesk_server"],
    },
    Room { of: "config", may: &["app::action", "disk", "ui::plain"], never: &["reqwest", "tokio"] },
    Room {
        of: "net",
        may: &["app::message", "app::effect", "disk", "model::link"],
        never: &["ratatui", "crossterm"],
    },
    Room { of: "disk", may: &["app::effect"], never: &["ratatui", "crossterm", "reqwest"] },
    Room { of: "app::runner", may: &["app", "net", "disk", "model"], never: &["ratatui"] },
    Room { of: "app", may: &["model", "panes", "ui", "config", "terminal"], never: &["reqwest"] },
];

const SERVER: &[Room] = &[
    Room { of: "desk", may: &[], never: &["tokio", "sqlx", "axum"] },
    Room { of: "store", may: &["desk", "search"], never: &["axum"] },
    // Pure: what a query says, and which words a text holds.
    Room { of: "search", may: &[], never: &["tokio", "sqlx", "axum"] },
    Room {
        of: "tally",
        may: &["desk::changes", "feed", "store", "clock"],
        never: &["sqlx", "axum::extract"],
    },
    Room { of: "writer", may: &["desk", "store"], never: &["sqlx", "axum"] },
    Room {
        of: "feed",
        may: &["desk::changes", "desk::command", "desk::visibility", "store"],
        never: &["sqlx"],
    },
    Room { of: "extract", may: &["desk::command", "error", "auth", "shelf"], never: &["sqlx"] },
    Room {
        of: "error",
        may: &["desk::rejection", "request_id", "store", "writer"],
        never: &["sqlx"],
    },
    Room {
        of: "auth",
        may: &[
            "limits",
            "desk::command",
            "desk::rejection",
            "desk::reply",
            "store",
            "writer",
            "state",
            "error",
            "clock",
        ],
        never: &["sqlx"],
    },
    Room { of: "nodes", may: &["presence", "store"], never: &["sqlx", "axum"] },
    Room { of: "openapi", may: &["answer", "auth", "extract", "state"], never: &["sqlx"] },
    Room {
        of: "routes",
        may: &[
            "answer",
            "presence",
            "shelf",
            "health",
            "search",
            "tally",
            "request_id",
            "auth",
            "error",
            "extract",
            "feed",
            "state",
            "store::read",
            "desk::command",
            "desk::rejection",
            "desk::reply",
            "desk::visibility",
        ],
        never: &["sqlx"],
    },
];

#[test]
fn the_console_keeps_its_rooms_apart() {
    check("src", CONSOLE);
}

#[test]
fn the_server_keeps_its_rooms_apart() {
    check("server/src", SERVER);
}

#[test]
fn a_pane_never_knows_another_pane() {
    for (file, modules) in files("src/panes") {
        let own = modules.first().cloned().unwrap_or_default();
        for path in known(&read(&file), "crate") {
            let other = path.strip_prefix("panes::").map(|p| p.split("::").next().unwrap_or(p));
            let other = other.filter(|other| *other != own);
            assert_eq!(other, None, "{} knows another pane", file.display());
        }
    }
}

#[test]
fn only_the_store_spells_sql() {
    let outside: Vec<_> = files("server/src")
        .into_iter()
        .filter(|(_, modules)| modules.first().map(String::as_str) != Some("store"))
        .filter(|(file, _)| code(&read(file)).contains("sqlx"))
        .map(|(file, _)| file)
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn the_protocol_knows_nobody_here() {
    for (file, _) in files("server/protocol/src") {
        let text = read(&file);
        for stranger in ["robindesk_server", "robindesk::", "axum", "sqlx", "ratatui", "tokio"] {
            assert!(!code(&text).contains(stranger), "{} knows {stranger}", file.display());
        }
    }
}

#[test]
fn no_rooms_know_each_other_in_a_circle() {
    for (root, rooms) in [("src", CONSOLE), ("server/src", SERVER)] {
        let mut knows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (file, modules) in files(root) {
            let Some(room) = room_of(&modules.join("::"), rooms) else { continue };
            // Vocabulary is what rooms talk in, not a room that does something.
            let words = ["app::action", "app::effect", "app::message"];
            for path in known(&read(&file), "crate") {
                let word = words.iter().any(|w| within(&path, w));
                if let Some(other) = room_of(&path, rooms).filter(|o| o.of != room.of && !word) {
                    knows.entry(room.of).or_default().insert(other.of);
                }
            }
        }
        for (room, others) in &knows {
            for other in others {
                let back = knows.get(other).is_some_and(|o| o.contains(room));
                assert!(!back, "{root}: {room} and {other} know each other");
            }
        }
    }
}

fn check(source: &str, table: &[Room]) {
    let mut wrong = Vec::new();
    for (file, modules) in files(source) {
        let Some(room) = room_of(&modules.join("::"), table) else { continue };
        let text = read(&file);
        for path in known(&text, "crate") {
            let allowed = within(&path, room.of) || room.may.iter().any(|may| within(&path, may));
            if !allowed {
                wrong.push(format!("{} ({}) knows {path}", file.display(), room.of));
            }
        }
        for stranger in room.never {
            if code(&text).contains(&format!("{stranger}::")) {
                wrong.push(format!("{} ({}) knows {stranger}", file.display(), room.of));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The room with the longest path that holds this path.
fn room_of<'a>(path: &str, rooms: &'a [Room]) -> Option<&'a Room> {
    rooms.iter().filter(|room| within(path, room.of)).max_by_key(|room| room.of.len())
}

/// Whether `path` is `room` or lies below it.
fn within(path: &str, room: &str) -> bool {
    path == room || path.strip_prefix(room).is_some_and(|rest| rest.starts_with("::"))
}

/// The files below a folder that are not tests, each with its path of modules.
fn files(root: &str) -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let (mut found, mut open) = (Vec::new(), vec![root.clone()]);
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).expect("a folder of the source") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && name != "tests" {
                let below = path.strip_prefix(&root).expect("below the root").with_extension("");
                let modules = below.iter().map(|m| m.to_string_lossy().into_owned()).collect();
                found.push((path, modules));
            }
        }
    }
    assert!(!found.is_empty(), "{} holds no code", root.display());
    found.sort();
    found
}

fn read(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a source file");
    // What stands behind it is for tests, which may know anything.
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// The text without its comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every path that the text names below `krate::`, braces spelled out one level deep.
fn known(text: &str, krate: &str) -> BTreeSet<String> {
    let text = code(text);
    let mut paths = BTreeSet::new();
    for (at, found) in text.match_indices(&format!("{krate}::")) {
        let inside_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if inside_word {
            continue;
        }
        expand(&text[at + found.len()..], "", &mut paths);
    }
    paths
}

/// Reads one path, or a group of paths in braces, behind `prefix`.
fn expand(text: &str, prefix: &str, paths: &mut BTreeSet<String>) {
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let end = group.find(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth < 0
        });
        let mut start = 0;
        let group = &group[..end.unwrap_or(group.len())];
        let mut depth = 0;
        for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(group[start..at].trim(), prefix, paths);
                    start = (at + 1).min(group.len());
                }
                _ => {}
            }
        }
        return;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return;
    }
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
    match rest.strip_prefix("::") {
        Some(rest) => expand(rest, &path, paths),
        None => {
            paths.insert(path);
        }
    }
}
