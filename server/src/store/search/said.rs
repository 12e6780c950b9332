//! What a message is found by, and whom it concerns.

use super::Scope;
use crate::search::words::words;
use crate::store::flush::Cells;
use robindesk_protocol::{Audience, BrandId, CreatorId, MessageType, TicketId};

/// How much of a message is indexed, in bytes: words, and what PostgreSQL keeps beside each. It refuses
/// a whole text that makes more than a MiB. No message that may be posted makes as much.
const MOST: usize = 1_000_000;
/// What it keeps beside a word, at most: two bytes of filling, of counting and of place.
const BESIDE: usize = 6;

/// A message as far as the index of words takes note of it.
#[derive(Debug)]
pub struct Said<'a> {
    pub id: i64,
    pub ticket: TicketId,
    pub kind: MessageType,
    pub text: &'a str,
    /// The name of the file that it brings.
    pub file: Option<&'a str>,
    pub audience: Audience,
    pub brand: BrandId,
    pub creator: CreatorId,
    /// It is its ticket's first and tells of the order, which is found by the names of its brand and
    /// its creator too.
    pub parties: Option<[String; 2]>,
    /// Why its order was rejected.
    pub rejection: Option<&'a str>,
}

impl Said<'_> {
    /// Its row of the index; `None` when it is not worth finding, as most that the system says.
    pub fn cells(&self, sqlite: bool) -> Option<Cells<'static>> {
        let text = self.text();
        if text.is_empty() {
            return None;
        }
        let mut room = MOST;
        let words = words(&text).map_while(|word| {
            room = room.checked_sub(word.text.len() + BESIDE)?;
            Some(word.text)
        });
        let scope = self.scope().into_iter().map(Scope::word);
        if sqlite {
            let (words, scope) = (words.collect::<Vec<_>>(), scope.collect::<Vec<_>>());
            return Some(vec![self.id.into(), words.join(" ").into(), scope.join(" ").into()]);
        }
        // A text form of its own: `'word':place` of each, so that no parser of theirs is asked.
        let placed = words.enumerate().map(|(n, word)| format!("'{word}':{}", n + 1));
        let scope = scope.map(|word| format!("'~{word}'"));
        Some(vec![self.id.into(), placed.chain(scope).collect::<Vec<_>>().join(" ").into()])
    }

    fn text(&self) -> String {
        let text = self.text;
        match (self.kind, &self.parties) {
            (MessageType::System, Some([brand, creator])) => {
                format!("{text}\n{brand}\n{creator}\n{}", self.ticket)
            }
            // Of what else the system says only what somebody wrote: why an order was rejected.
            (MessageType::System, None) => {
                self.rejection.filter(|why| text.ends_with(why)).unwrap_or_default().to_owned()
            }
            _ => match self.file {
                Some(name) if name != text => format!("{text}\n{name}"),
                _ => text.to_owned(),
            },
        }
    }

    fn scope(&self) -> Vec<Scope> {
        let (brand, creator) = (Scope::Brand(self.brand), Scope::Creator(self.creator));
        let mut scope = vec![brand, creator, Scope::Lane(self.audience)];
        if self.parties.is_some() && self.kind == MessageType::System {
            scope.push(Scope::Order);
        }
        scope
    }
}

#[cfg(test)]
mod tests {
    use super::{BESIDE, MOST, Said};
    use crate::store::cells::Cell;
    use robindesk_protocol::{Audience, BrandId, CreatorId, MessageType, TicketId};

    /// The words of a text's row.
    fn words(text: &str, sqlite: bool) -> Vec<String> {
        let said = Said {
            id: 1,
            ticket: TicketId(1),
            kind: MessageType::Text,
            text,
            file: None,
            audience: Audience::Brand,
            brand: BrandId(1),
            creator: CreatorId(1),
            parties: None,
            rejection: None,
        };
        let cells = said.cells(sqlite).unwrap();
        let Cell::Text(Some(row)) = &cells[1] else { panic!("no text: {cells:?}") };
        let words = row.split(' ').filter(|word| !word.starts_with("'~"));
        words.map(|word| word.split('\'').nth(usize::from(!sqlite)).unwrap().to_owned()).collect()
    }

    #[test]
    fn no_text_is_more_than_an_index_takes() {
        // Of what may be posted, all of it: these grow most when they are folded.
        for text in ["ﷺ ", "ﷺﷺ ", "北", "a "] {
            let count = 65_536 / text.len();
            assert_eq!(words(&text.repeat(count), false).len(), count, "{text}");
        }
        let text = "word ".repeat(200_000);
        let (kept, same) = (words(&text, false), words(&text, true));
        assert_eq!(kept, same, "on either engine");
        assert_eq!(kept.len(), MOST / (4 + BESIDE));
    }
}
