//! Conversations, read from `assets/seed/talks.txt`. Its head says how it is written.

use robindesk_protocol::{Audience, OrderStatus, Priority};
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../../../assets/seed/talks.txt");

/// Who says a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Brand,
    Creator,
    Agent,
}

/// One message of a conversation, with its blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub voice: Voice,
    pub lane: Audience,
    pub text: String,
}

/// A conversation, and the status of the order during which it takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    pub during: OrderStatus,
    pub priority: Priority,
    pub tags: Vec<String>,
    pub lines: Vec<Line>,
}

/// Every conversation.
pub static TALKS: LazyLock<Vec<Talk>> = LazyLock::new(|| parse(parts().0));

/// What an agent says to whoever spoke last in a lane.
pub static CLOSINGS: LazyLock<Vec<Line>> =
    LazyLock::new(|| parts().1.lines().map(spoken).collect());

fn parts() -> (&'static str, &'static str) {
    TEXT.split_once("== closing\n").expect("the closings come last")
}

impl Talk {
    /// The lanes in which a party has spoken since an agent last did.
    pub fn unanswered(lines: &[Line]) -> Vec<Audience> {
        let waits = |lane: &Audience| {
            let last = lines.iter().rfind(|line| line.lane == *lane);
            last.is_some_and(|line| line.voice != Voice::Agent)
        };
        [Audience::Brand, Audience::Creator].into_iter().filter(waits).collect()
    }
}

/// Panics on a text that is not written as its head says: it is part of this program, and a test
/// reads all of it.
fn parse(text: &str) -> Vec<Talk> {
    let mut talks: Vec<Talk> = Vec::new();
    for row in text.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        if let Some(head) = row.strip_prefix("== ") {
            talks.push(opened(head));
            continue;
        }
        let lines = &mut talks.last_mut().expect("a line comes after a head").lines;
        if let Some(more) = row.strip_prefix("  ") {
            let last = lines.last_mut().expect("more of a line comes after it");
            last.text.push('\n');
            last.text.push_str(more);
            continue;
        }
        lines.push(spoken(row));
    }
    talks
}

fn opened(head: &str) -> Talk {
    let mut parts = head.split(" | ");
    let mut next = || parts.next().expect("a head has three parts");
    Talk {
        during: OrderStatus::parse(next()).expect("a head begins with an order's status"),
        priority: Priority::parse(next()).expect("a head goes on with a priority"),
        tags: next().split(", ").map(str::to_owned).collect(),
        lines: Vec::new(),
    }
}

fn spoken(row: &str) -> Line {
    let (who, text) = row.split_once(": ").expect("a line says who speaks");
    let (voice, lane) = match who {
        "brand" => (Voice::Brand, Audience::Brand),
        "creator" => (Voice::Creator, Audience::Creator),
        "agent>brand" => (Voice::Agent, Audience::Brand),
        "agent>creator" => (Voice::Agent, Audience::Creator),
        "agent>everyone" => (Voice::Agent, Audience::Everyone),
        "note" => (Voice::Agent, Audience::Staff),
        other => panic!("nobody is called {other}"),
    };
    Line { voice, lane, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{TALKS, Voice};
    use robindesk_protocol::OrderStatus;

    #[test]
    fn there_is_something_to_say_in_every_status() {
        for status in OrderStatus::ALL {
            assert!(TALKS.iter().any(|talk| talk.during == *status), "{status}");
        }
    }

    #[test]
    fn a_party_opens_every_conversation_and_is_answered() {
        for talk in TALKS.iter() {
            assert_ne!(talk.lines[0].voice, Voice::Agent, "{talk:?}");
            assert!(talk.lines.iter().any(|line| line.voice == Voice::Agent), "{talk:?}");
            assert!(!talk.tags.is_empty());
        }
    }

    #[test]
    fn only_known_blanks_are_left_to_fill() {
        for line in TALKS.iter().flat_map(|talk| &talk.lines) {
            let mut text = line.text.clone();
            for blank in ["brand", "contact", "creator", "agent", "package", "order"] {
                text = text.replace(&format!("{{{blank}}}"), "");
            }
            assert!(!text.contains(['{', '}']), "{}", line.text);
        }
    }
}
