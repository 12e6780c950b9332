//! The query language of search and lists:
//! `status:open agent:me brand:acme creator:lena priority:high tag:vip before:2026-11-01
//! after:2026-10-01 "exact words" -not word`. Anything else is words, whatever signs it holds.

use super::words::words;
use robindesk_protocol::{Priority, TicketStatus, Timestamp, UserId};

/// What is searched for, and among what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All of them must be there; those that are `not` must not.
    pub terms: Vec<Term>,
    /// Empty lists filter nothing; several values of one filter are alternatives.
    pub status: Vec<TicketStatus>,
    pub priority: Vec<Priority>,
    pub agents: Vec<AgentWord>,
    pub tags: Vec<String>,
    pub brands: Vec<String>,
    pub creators: Vec<String>,
    /// Earlier than this.
    pub before: Option<Timestamp>,
    /// At this time or later.
    pub after: Option<Timestamp>,
}

/// Words that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As it was written, in lower case.
    pub text: String,
    /// Its words; more than one must follow each other. None when it has only signs.
    pub words: Vec<String>,
    /// The last word may go on: it is still being typed.
    pub prefix: bool,
    pub not: bool,
}

/// Whom `agent:` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentWord {
    Me,
    Nobody,
    Id(UserId),
    /// Part of a name, in lower case.
    Name(String),
}

/// A filter with a value that it does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad(pub String);

/// The shortest word that may go on: shorter ones would find nearly everything. One syllable of Korean
/// says as much as these letters do.
const SHORTEST_PREFIX: usize = 3;
/// The most terms of a query. Queries are at most 200 characters, so this is not in anybody's way.
const MOST_TERMS: usize = 24;

impl Query {
    /// Reads a query. Any text is one, but for a known filter with an unknown value.
    ///
    /// # Errors
    /// [`Bad`] naming the filter and what it takes.
    pub fn parse(text: &str) -> Result<Self, Bad> {
        let mut query = Self::default();
        for piece in pieces(text) {
            if piece.quoted || !query.filter(&piece)? {
                query.terms.push(term(&piece));
            }
        }
        query.terms.truncate(MOST_TERMS);
        let typing = text.chars().last().is_some_and(char::is_alphanumeric);
        if let Some(last) = query.terms.last_mut().filter(|t| typing && !t.not) {
            let syllable = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
            let long = |w: &String| w.starts_with(syllable) || w.chars().count() >= SHORTEST_PREFIX;
            last.prefix =
                text.to_lowercase().ends_with(&last.text) && last.words.last().is_some_and(long);
        }
        Ok(query)
    }

    /// Whether anything but words was asked for that only staff may ask for.
    pub fn asks_for_staff(&self) -> bool {
        !(self.agents.is_empty() && self.tags.is_empty() && self.priority.is_empty())
    }

    /// Whether it has a word that must be there.
    pub fn has_words(&self) -> bool {
        self.terms.iter().any(|t| !t.not && !t.words.is_empty())
    }

    /// Whether it names nothing that could be found: nothing at all, or signs and no word.
    pub fn names_nothing(&self) -> bool {
        *self == Self::default() || !self.has_words() && self.terms.iter().any(|t| !t.not)
    }

    /// Whether it names tickets by something else than words and time.
    pub fn has_filters(&self) -> bool {
        let names = self.brands.is_empty() && self.creators.is_empty();
        let times = self.before.is_none() && self.after.is_none();
        self.asks_for_staff() || !(names && times && self.status.is_empty())
    }

    /// Takes a piece that is a filter; `false` when it is words.
    fn filter(&mut self, piece: &Piece) -> Result<bool, Bad> {
        let Some((key, value)) = piece.text.split_once(':').filter(|(_, v)| !v.is_empty()) else {
            return Ok(false);
        };
        if piece.not {
            return Ok(false);
        }
        let value = value.to_lowercase();
        match key.to_lowercase().as_str() {
            "status" => self.status.extend(known("status", &value, TicketStatus::parse)?),
            "priority" => self.priority.extend(known("priority", &value, Priority::parse)?),
            "agent" => self.agents.extend(value.split(',').map(agent)),
            "tag" => self.tags.extend(value.split(',').map(str::to_owned)),
            "brand" => self.brands.push(value),
            "creator" => self.creators.push(value),
            "before" => self.before = Some(time("before", &value)?),
            "after" => self.after = Some(time("after", &value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A piece of a query between spaces; quotes hold one together.
struct Piece {
    text: String,
    quoted: bool,
    not: bool,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (not, body) = match rest.strip_prefix('-') {
            Some(body) if body.starts_with(|c: char| !c.is_whitespace() && c != '-') => {
                (true, body)
            }
            _ => (false, rest),
        };
        let (piece, quoted, after) = match body.strip_prefix('"') {
            // An open quote holds until the end: it is still being typed.
            Some(body) => match body.split_once('"') {
                Some((piece, after)) => (piece.to_owned(), true, after),
                None => (body.to_owned(), true, ""),
            },
            None => until_space(body),
        };
        pieces.push(Piece { text: piece, quoted, not });
        rest = after.trim_start();
    }
    // A dash alone is a `-word` whose word is still being typed.
    let says = |piece: &Piece| {
        let text = piece.text.trim();
        !text.is_empty() && (piece.quoted || text.chars().any(|c| c != '-'))
    };
    pieces.retain(says);
    pieces
}

/// Up to the next space outside of quotes: `brand:"acme co"` is one piece.
fn until_space(text: &str) -> (String, bool, &str) {
    let mut piece = String::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => inside = !inside,
            c if c.is_whitespace() && !inside => return (piece, false, &text[at..]),
            c => piece.push(c),
        }
    }
    (piece, false, "")
}

fn term(piece: &Piece) -> Term {
    let text = piece.text.to_lowercase();
    let words = words(&text).into_iter().map(|w| w.text).collect();
    Term { text, words, prefix: false, not: piece.not }
}

fn known<T>(key: &str, value: &str, parse: fn(&str) -> Option<T>) -> Result<Vec<T>, Bad> {
    let one = |word: &str| {
        let shown: String = word.chars().take(40).collect();
        parse(word).ok_or_else(|| Bad(format!("{key}: does not know {shown:?}")))
    };
    value.split(',').map(one).collect()
}

fn agent(word: &str) -> AgentWord {
    match word {
        "me" => AgentWord::Me,
        "none" => AgentWord::Nobody,
        word => word.parse().map_or_else(|_| AgentWord::Name(word.to_owned()), AgentWord::Id),
    }
}

/// A day, from its beginning in UTC, or a whole time.
fn time(key: &str, value: &str) -> Result<Timestamp, Bad> {
    let value = value.to_uppercase();
    let day = || Timestamp::parse(&format!("{value}T00:00:00Z"));
    let bad = || Bad(format!("{key}: must be a day such as 2026-11-01, or an RFC 3339 time"));
    Timestamp::parse(&value).or_else(day).ok_or_else(bad)
}

#[cfg(test)]
mod tests;
