//! The words that choose tickets: `status:open agent:me brand:acme priority:high tag:vip`, each with a
//! minus for all others, and everything else is looked for in names and numbers. One language for the filter, for the views
//! that come with the console and for her own.

mod excluded;

use super::Sort;
use excluded::Excluded;
use robindesk_protocol::{Priority, Ticket, TicketQuery, TicketStatus, UserId};

/// The words that take a value.
const NAMES: [&str; 7] = ["status", "agent", "priority", "tag", "brand", "snoozed", "sort"];

/// Whose tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Me,
    Nobody,
    Agent(UserId),
}

impl Holder {
    fn holds(self, t: &Ticket, me: UserId) -> bool {
        let agent = t.agent.as_ref().map(|a| a.id);
        match self {
            Self::Me => agent == Some(me),
            Self::Nobody => agent.is_none(),
            Self::Agent(id) => agent == Some(id),
        }
    }
}

/// What the words say. An empty list chooses everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    status: Vec<TicketStatus>,
    holders: Vec<Holder>,
    priority: Vec<Priority>,
    tags: Vec<String>,
    brand: String,
    snoozed: Option<bool>,
    text: String,
    not: Excluded,
    pub sort: Option<Sort>,
}

impl Query {
    /// Reads words while they are typed: a value that is not whole yet counts for all that begin
    /// like it, or not at all, and a word that means nothing is looked for as text.
    pub fn typed(words: &str) -> Self {
        let mut query = Self::default();
        for word in words.split_whitespace() {
            let bare = word.strip_prefix('-').unwrap_or(word);
            let named = bare.split_once(':').is_some_and(|(name, _)| NAMES.contains(&name));
            if query.take(word).is_err() && !named {
                query.add_text(word);
            }
        }
        query
    }

    /// Reads words that are meant to be right.
    ///
    /// # Errors
    /// Says which word means nothing, and what would.
    pub fn parse(words: &str) -> Result<Self, String> {
        let mut query = Self::default();
        words.split_whitespace().try_for_each(|word| query.take(word))?;
        Ok(query)
    }

    fn take(&mut self, word: &str) -> Result<(), String> {
        let Some((name, values)) = word.split_once(':') else {
            self.add_text(word);
            return Ok(());
        };
        let values = values.to_lowercase();
        let values = values.split(',').filter(|v| !v.is_empty());
        for value in values {
            let known = match name {
                "status" => status(value, &mut self.status),
                "agent" => holder(value).map(|h| self.holders.push(h)).is_some(),
                "priority" => begins(Priority::ALL, Priority::as_str, value, &mut self.priority),
                "tag" => {
                    self.tags.push(value.to_owned());
                    true
                }
                "brand" => {
                    value.clone_into(&mut self.brand);
                    true
                }
                "snoozed" => yes_or_no(value).map(|yes| self.snoozed = Some(yes)).is_some(),
                "sort" => {
                    self.sort = Sort::ALL.iter().copied().find(|s| s.word() == value);
                    self.sort.is_some()
                }
                "-snoozed" => yes_or_no(value).map(|yes| self.snoozed = Some(!yes)).is_some(),
                "-status" | "-agent" | "-priority" | "-tag" | "-brand" => {
                    self.not.take(&name[1..], value)
                }
                _ => {
                    let known = NAMES.join(":, ");
                    return Err(format!("there is no word `{name}:`; there are {known}:"));
                }
            };
            if !known {
                return Err(format!("`{name}:` can't be `{value}`"));
            }
        }
        Ok(())
    }

    fn add_text(&mut self, word: &str) {
        // Of what is not wanted nothing was typed yet.
        if word == "-" {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&word.to_lowercase());
    }

    /// Asks the server for what both of two queries choose. What the server has no parameter for is
    /// sifted here, from the rows that come ([`Query::holds`]).
    pub fn ask(&self, and: &Self) -> TicketQuery {
        let texts = [&and.text, &self.text, &and.brand, &self.brand];
        let text = texts.into_iter().find(|text| !text.is_empty()).cloned();
        // Before the text: a quote in it may still be open.
        let words = self.not.words().chain(and.not.words()).chain(text);
        let words = words.collect::<Vec<_>>().join(" ");
        TicketQuery {
            status: both(&self.status, &and.status, |s| s.as_str().to_owned()),
            agent_id: both(&self.holders, &and.holders, |h| match h {
                Holder::Me => "me".to_owned(),
                Holder::Nobody => "none".to_owned(),
                Holder::Agent(id) => id.to_string(),
            }),
            priority: both(&self.priority, &and.priority, |p| p.as_str().to_owned()),
            tag: both(&self.tags, &and.tags, Clone::clone),
            snoozed: and.snoozed.or(self.snoozed).map(|yes| yes.to_string()),
            q: (!words.is_empty()).then_some(words),
            ..TicketQuery::default()
        }
    }

    /// Whether it chooses this ticket: the server's rule, for what events bring.
    pub fn holds(&self, t: &Ticket, me: UserId) -> bool {
        (self.status.is_empty() || self.status.contains(&t.status))
            && (self.holders.is_empty() || self.holders.iter().any(|h| h.holds(t, me)))
            && (self.priority.is_empty() || self.priority.contains(&t.priority))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| is_tagged(t, tag)))
            && self.snoozed.is_none_or(|yes| yes == t.snoozed_until.is_some())
            && (self.brand.is_empty() || is_of(t, &self.brand))
            && (self.text.is_empty() || self.mentions(t))
            && !self.not.names(t, me)
    }

    /// Whether each of its words is the ticket's number, or in the brand's, creator's or package's name,
    /// and none of those with a minus is.
    fn mentions(&self, t: &Ticket) -> bool {
        let has = |name: &str, word: &str| name.to_lowercase().contains(word);
        let said = |word: &str| {
            t.id.to_string() == word.trim_start_matches('#')
                || t.order.as_ref().is_some_and(|o| {
                    has(&o.brand.name, word)
                        || has(&o.creator.name, word)
                        || has(&o.package_title, word)
                })
        };
        terms(&self.text).into_iter().all(|(not, word)| said(word) != not)
    }
}

/// The words of a text, and whether each has a minus; those between quotes stand together.
fn terms(text: &str) -> Vec<(bool, &str)> {
    let (mut terms, mut not) = (Vec::new(), false);
    for (at, part) in text.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push((std::mem::take(&mut not), part));
            continue;
        }
        for word in part.split_whitespace() {
            let bare = word.strip_prefix('-');
            // A minus alone belongs to the quote behind it.
            not = bare == Some("");
            if !not {
                terms.push((bare.is_some(), bare.unwrap_or(word)));
            }
        }
    }
    terms
}

fn is_tagged(t: &Ticket, tag: &String) -> bool {
    t.tags.as_ref().is_some_and(|tags| tags.contains(tag))
}

/// Whether the ticket is of a brand of this name, or part of a name.
fn is_of(t: &Ticket, brand: &str) -> bool {
    t.order.as_ref().is_some_and(|o| o.brand.name.to_lowercase().contains(brand))
}

fn status(value: &str, into: &mut Vec<TicketStatus>) -> bool {
    if value == "unresolved" {
        into.extend([TicketStatus::Open, TicketStatus::InProgress]);
        return true;
    }
    begins(TicketStatus::ALL, TicketStatus::as_str, value, into)
}

fn holder(value: &str) -> Option<Holder> {
    match value {
        "me" => Some(Holder::Me),
        "none" => Some(Holder::Nobody),
        id => id.parse().ok().map(Holder::Agent),
    }
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// Takes every value whose word begins so; false when there is none.
fn begins<T: Copy>(all: &[T], word: fn(T) -> &'static str, value: &str, into: &mut Vec<T>) -> bool {
    let before = into.len();
    into.extend(all.iter().copied().filter(|one| word(*one).starts_with(value)));
    into.len() > before
}

/// The values that two lists have in common, as the wire wants them; an empty list has them all. When
/// they have none in common the second is asked for, and nothing of it passes the first.
fn both<T: PartialEq>(one: &[T], two: &[T], word: impl Fn(&T) -> String) -> Option<String> {
    let common: Vec<&T> = match (one.is_empty(), two.is_empty()) {
        (_, true) => one.iter().collect(),
        (true, false) => two.iter().collect(),
        (false, false) => {
            let common: Vec<&T> = two.iter().filter(|v| one.contains(v)).collect();
            if common.is_empty() { two.iter().collect() } else { common }
        }
    };
    let words: Vec<String> = common.into_iter().map(word).collect();
    (!words.is_empty()).then(|| words.join(","))
}

#[cfg(test)]
mod tests;
