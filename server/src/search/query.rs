//! The query language of search and lists:
//! `status:open agent:me brand:acme creator:lena priority:high tag:vip before:2026-11-01
//! after:2026-10-01 "exact words" -not word`, each of them with a dash in front for all others. Anything
//! else is words, whatever signs it holds.

mod pieces;

use super::words::{is_mark, words};
use pieces::{Piece, pieces};
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
    pub not: Excluded,
}

/// What must not be. Of status, priority and times all others are asked for instead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excluded {
    pub agents: Vec<AgentWord>,
    pub tags: Vec<String>,
    pub brands: Vec<String>,
    pub creators: Vec<String>,
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

/// What cannot be asked for, in words for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad(pub String);

/// The shortest word that may go on: shorter ones would find nearly everything. One syllable of Korean
/// says as much as these letters do.
const SHORTEST_PREFIX: usize = 3;
/// The most terms of a query.
const MOST_TERMS: usize = 24;

impl Query {
    /// Reads a query. Any text is one, but for a known filter with an unknown value, filters that leave
    /// nothing to ask for, and too many words.
    ///
    /// # Errors
    /// [`Bad`] naming the filter and what it takes, or the most words.
    pub fn parse(text: &str) -> Result<Self, Bad> {
        let mut query = Self::default();
        let (mut statuses, mut priorities) = (Vec::new(), Vec::new());
        for piece in pieces(text) {
            let Some((key, value)) = filter(&piece) else {
                query.terms.push(term(&piece));
                continue;
            };
            match (key, piece.not) {
                ("status", true) => statuses.extend(known(key, &value, TicketStatus::parse)?),
                ("priority", true) => priorities.extend(known(key, &value, Priority::parse)?),
                (key, not) => query.take(key, value, not)?,
            }
        }
        others("status", &mut query.status, TicketStatus::ALL, &statuses)?;
        others("priority", &mut query.priority, Priority::ALL, &priorities)?;
        if query.terms.len() > MOST_TERMS {
            return Err(Bad(format!("must have at most {MOST_TERMS} words and \"exact words\"")));
        }
        // With its last letter's marks, which may be typed after it.
        let typing = text.chars().last().is_some_and(|c| c.is_alphanumeric() || is_mark(c));
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
        let agents = self.agents.is_empty() && self.not.agents.is_empty();
        let tags = self.tags.is_empty() && self.not.tags.is_empty();
        !(agents && tags && self.priority.is_empty())
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
        let not = self.not.brands.is_empty() && self.not.creators.is_empty();
        let names = not && self.brands.is_empty() && self.creators.is_empty();
        let times = self.before.is_none() && self.after.is_none();
        self.asks_for_staff() || !(names && times && self.status.is_empty())
    }

    /// Takes a filter that is no list of words to choose from, or asks for none of them.
    fn take(&mut self, key: &str, value: String, not: bool) -> Result<(), Bad> {
        let (agents, tags, brands, creators) = if not {
            let not = &mut self.not;
            (&mut not.agents, &mut not.tags, &mut not.brands, &mut not.creators)
        } else {
            (&mut self.agents, &mut self.tags, &mut self.brands, &mut self.creators)
        };
        match key {
            "status" => self.status.extend(known(key, &value, TicketStatus::parse)?),
            "priority" => self.priority.extend(known(key, &value, Priority::parse)?),
            "agent" => agents.extend(value.split(',').map(agent)),
            "tag" => tags.extend(value.split(',').map(str::to_owned)),
            "brand" => brands.push(value),
            "creator" => creators.push(value),
            // What is not before a time is at this time or later. Of several times all hold.
            _ => {
                let time = time(key, &value)?;
                if (key == "before") == not {
                    self.after = Some(self.after.map_or(time, |after| after.max(time)));
                } else {
                    self.before = Some(self.before.map_or(time, |before| before.min(time)));
                }
            }
        }
        Ok(())
    }
}

/// The words that take a value.
const FILTERS: [&str; 8] =
    ["status", "priority", "agent", "tag", "brand", "creator", "before", "after"];

/// The filter that a piece is, and its value in lower case; `None` when it is words.
fn filter(piece: &Piece) -> Option<(&'static str, String)> {
    let (key, value) =
        piece.text.split_once(':').filter(|(_, v)| !v.is_empty() && !piece.quoted)?;
    let key = FILTERS.into_iter().find(|filter| key.eq_ignore_ascii_case(filter))?;
    Some((key, value.to_lowercase()))
}

/// Leaves of those that are `asked` for, or of all, the ones that are not excluded.
fn others<T: Copy + PartialEq>(
    key: &str,
    asked: &mut Vec<T>,
    all: &[T],
    not: &[T],
) -> Result<(), Bad> {
    if not.is_empty() {
        return Ok(());
    }
    if asked.is_empty() {
        asked.extend(all);
    }
    asked.retain(|one| !not.contains(one));
    let none = || Bad(format!("-{key}: leaves no {key} to ask for"));
    if asked.is_empty() { Err(none()) } else { Ok(()) }
}

fn term(piece: &Piece) -> Term {
    let text = piece.text.to_lowercase();
    let words = words(&text).map(|w| w.text).collect();
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
