//! What in a text leads around the desk: e-mail addresses, phone numbers and links. Read by the guard
//! before something crosses to another lane, and where links are picked by key.

mod phone;

use std::ops::Range;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Phone,
    Link,
}

impl Kind {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Email => "the e-mail address",
            Self::Phone => "the phone number",
            Self::Link => "the link",
        }
    }
}

/// One thing found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    pub at: Range<usize>,
}

/// Endings of hosts that are written without `https://`. A name with another ending counts as a link
/// when it begins with `www.` or a path follows.
const ENDINGS: &[&str] = &[
    "app", "at", "au", "be", "biz", "br", "ca", "ch", "cn", "co", "com", "cz", "de", "dev", "dk",
    "edu", "es", "eu", "fi", "fr", "gg", "gov", "ie", "in", "info", "io", "it", "jp", "kr", "link",
    "ly", "me", "mx", "net", "nl", "no", "nz", "online", "org", "page", "pl", "pt", "ru", "se",
    "shop", "site", "store", "tv", "ua", "uk", "us", "xyz",
];

/// Everything of these kinds in a text, in its order.
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for word in words(text) {
        if let Some(at) = email(text, word.clone()) {
            found.push(Found { kind: Kind::Email, at });
        } else if let Some(at) = link(text, word) {
            found.push(Found { kind: Kind::Link, at });
        }
    }
    // A number inside of an address or a link is part of it.
    let free =
        |at: &Range<usize>| !found.iter().any(|f| f.at.start < at.end && at.start < f.at.end);
    let phones: Vec<Found> = phone::find(text)
        .into_iter()
        .filter(free)
        .map(|at| Found { kind: Kind::Phone, at })
        .collect();
    found.extend(phones);
    found.sort_by_key(|f| f.at.start);
    found
}

/// The runs between white space and brackets.
fn words(text: &str) -> Vec<Range<usize>> {
    let splits = |c: char| c.is_whitespace() || "<>()[]{}\"“”«»,;|`".contains(c);
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (splits(c), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

fn email(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let word = trimmed(text, word);
    let piece = &text[word.clone()];
    let from = piece.find("mailto:").map_or(0, |at| at + "mailto:".len());
    let (local, host) = piece[from..].split_once('@')?;
    let local_fits = |c: char| c.is_alphanumeric() || "._%+-'".contains(c);
    let host = host.split(['/', '?', ':']).next()?;
    (!local.is_empty() && local.chars().all(local_fits) && is_host(host)).then(|| {
        let start = word.start + from;
        start..start + local.len() + 1 + host.len()
    })
}

fn link(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let lower = text[word.clone()].to_lowercase();
    if lower.len() == word.len()
        && let Some(at) = ["https://", "http://", "ftp://"].iter().find_map(|s| lower.find(s))
    {
        return Some(trimmed(text, word.start + at..word.end)).filter(|at| at.len() > 8);
    }
    let word = trimmed(text, word);
    let piece = &text[word.clone()];
    let host = piece.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default().to_lowercase();
    let known = ENDINGS.contains(&ending.as_str());
    let leads =
        known || host.to_lowercase().starts_with("www.") || piece[host.len()..].starts_with('/');
    (is_host(host) && leads).then_some(word)
}

/// Labels with dots between, the last one of letters.
fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let fits = |l: &&str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = labels.last().copied().unwrap_or_default();
    labels.len() > 1
        && labels.iter().all(fits)
        && last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
}

/// Without the sentence's own signs around it.
fn trimmed(text: &str, word: Range<usize>) -> Range<usize> {
    let signs = |c: char| ".:!?'*_~".contains(c);
    let piece = &text[word.clone()];
    let start = word.start + (piece.len() - piece.trim_start_matches(signs).len());
    start..start.max(word.start + piece.trim_end_matches(signs).len())
}

#[cfg(test)]
mod tests;
