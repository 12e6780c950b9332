//! Full text, where the two engines have nothing in common: how words are written into the index and
//! how they are asked for. All else about searching is in `read::search`.

mod anew;
mod said;

pub use anew::fill;

use super::Conn;
use super::flush::{Cells, Table};
use crate::desk::changes::Changes;
use crate::desk::world::World;
use crate::search::Term;
use crate::search::words::words;
use robindesk_protocol::{Audience, BrandId, CreatorId, Message};
use said::Said;

/// Whom a message concerns, as a word of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Brand(BrandId),
    Creator(CreatorId),
    Lane(Audience),
    /// It is an order's first message.
    Order,
}

impl Scope {
    fn word(self) -> String {
        match self {
            Self::Brand(id) => format!("b{id}"),
            Self::Creator(id) => format!("c{id}"),
            Self::Lane(audience) => format!("a{audience}"),
            Self::Order => "order".to_owned(),
        }
    }
}

const SQLITE: Table = Table {
    name: "message_index",
    columns: &["rowid", "words", "scope"],
    key: 0,
    adds: false,
    select: None,
};
const POSTGRES: Table =
    Table { columns: &["rowid", "words"], select: Some("rowid, words::tsvector"), ..SQLITE };

/// A party that has another name now than some of its orders stand under in the index.
#[derive(Debug, Clone)]
pub struct Renamed {
    party: Scope,
    words: Vec<String>,
}

impl Renamed {
    /// The party, and the name that it has now.
    pub fn new(party: Scope, name: &str) -> Self {
        Self { party, words: words(name).map(|w| w.text).collect() }
    }

    /// Whether the name holds this term, by the rule of the index.
    fn holds(&self, term: &Term) -> bool {
        let last = term.words.len() - 1;
        let same = |(n, (word, wanted)): (usize, (&String, &String))| {
            word == wanted || n == last && term.prefix && word.starts_with(wanted.as_str())
        };
        let at = |window: &[String]| window.iter().zip(&term.words).enumerate().all(same);
        self.words.windows(term.words.len()).any(at)
    }
}

/// The words that stand for the parties whose new name holds a term.
fn called(term: &Term, renamed: &[Renamed]) -> Vec<String> {
    renamed.iter().filter(|r| r.holds(term)).map(|r| r.party.word()).collect()
}

/// The rows that put the messages of a batch into the index.
pub fn index(
    conn: &Conn,
    world: &World,
    changes: &Changes,
) -> (&'static Table, Vec<Cells<'static>>) {
    let sqlite = conn.is_sqlite();
    let row = |m: &Message| said(world, m, changes.first.contains(&m.id))?.cells(sqlite);
    let rows = changes.messages.iter().filter_map(row).collect();
    (if sqlite { &SQLITE } else { &POSTGRES }, rows)
}

fn said<'a>(world: &'a World, message: &'a Message, first: bool) -> Option<Said<'a>> {
    let ticket = world.tickets.get(&message.ticket_id)?;
    let order = world.orders.get(&ticket.order_id)?;
    let names = || world.summary(order.id).map(|s| [s.brand.name, s.creator.name]);
    Some(Said {
        id: message.id.0,
        ticket: ticket.id,
        kind: message.message_type,
        text: &message.message_text,
        file: message.file.as_ref().map(|file| &*file.name),
        audience: message.audience,
        brand: order.brand_id,
        creator: order.creator_id,
        parties: if first { names() } else { None },
        rejection: order.rejection_message.as_deref(),
    })
}

/// The condition that finds these terms among messages that concern one of each of `scopes`, as SQL.
/// An order is also found by the name that a party of it has got since. It is made of words alone,
/// which hold nothing but letters and digits.
pub fn condition(
    conn: &Conn,
    terms: &[Term],
    scopes: &[Vec<Scope>],
    renamed: &[Renamed],
) -> String {
    let terms = terms.iter().filter(|t| !t.words.is_empty());
    let (not, all): (Vec<&Term>, Vec<&Term>) = terms.partition(|t| t.not);
    if conn.is_sqlite() {
        fts5(&all, &not, scopes, renamed)
    } else {
        tsquery(&all, &not, scopes, renamed)
    }
}

fn fts5(all: &[&Term], not: &[&Term], scopes: &[Vec<Scope>], renamed: &[Renamed]) -> String {
    let any = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        format!("(scope : ({}))", words.join(" OR "))
    };
    let order = any(&[Scope::Order.word()]);
    let term = |t: &&Term| {
        let more = if t.prefix { " *" } else { "" };
        let found = format!("(words : (\"{}\"{more}))", t.words.join(" "));
        match &called(t, renamed)[..] {
            [] => found,
            parties => format!("({found} OR ({} AND {order}))", any(parties)),
        }
    };
    let scopes = scopes.iter().map(|some| any(&some.iter().map(|s| s.word()).collect::<Vec<_>>()));
    let parts: Vec<String> = all.iter().map(term).chain(scopes).collect();
    let mut text = parts.join(" AND ");
    if !not.is_empty() {
        let not: Vec<String> = not.iter().map(term).collect();
        text = format!("({text}) NOT ({})", not.join(" OR "));
    }
    format!("message_index MATCH '{text}'")
}

fn tsquery(all: &[&Term], not: &[&Term], scopes: &[Vec<Scope>], renamed: &[Renamed]) -> String {
    let any = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| format!("''~{word}''")).collect();
        format!("({})", words.join(" | "))
    };
    let order = any(&[Scope::Order.word()]);
    let term = |t: &&Term| {
        let last = t.words.len() - 1;
        let word = |(n, word): (usize, &String)| {
            format!("''{word}''{}", if t.prefix && n == last { ":*" } else { "" })
        };
        let words: Vec<String> = t.words.iter().enumerate().map(word).collect();
        let found = format!("({})", words.join(" <-> "));
        match &called(t, renamed)[..] {
            [] => found,
            parties => format!("({found} | ({} & {order}))", any(parties)),
        }
    };
    let mut parts: Vec<String> = all.iter().map(term).collect();
    parts.extend(not.iter().map(|t| format!("!{}", term(t))));
    parts.extend(scopes.iter().map(|some| any(&some.iter().map(|s| s.word()).collect::<Vec<_>>())));
    // A literal and not an argument: how rare the words are decides the plan.
    format!("i.words @@ '{}'::tsquery", parts.join(" & "))
}
