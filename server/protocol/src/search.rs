//! Search: what was found, and where to highlight it.

use crate::{Audience, MessageId, Sender, Ticket, Timestamp, User, words};
use serde::{Deserialize, Serialize};

words! {
    /// What a hit is.
    HitKind {
        /// Something that somebody wrote.
        Message = "message",
        /// An order with its ticket: package, brand, creator, numbers, instructions.
        Order = "order",
        /// An account, for staff.
        Person = "person",
    }
}

/// A piece of a text with the places to highlight. It is text and never markup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snippet {
    /// One line.
    pub text: String,
    /// `[from, to)` of each match, in characters of `text`, in order.
    pub marks: Vec<(usize, usize)>,
    /// Whether the text goes on before it.
    pub more_before: bool,
    /// Whether the text goes on after it.
    pub more_after: bool,
}

/// The message that was found. Its text is in the snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundMessage {
    pub id: MessageId,
    pub audience: Audience,
    /// `null` for the system.
    pub sender: Option<Sender>,
    pub created_at: Timestamp,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hit {
    pub kind: HitKind,
    pub snippet: Snippet,
    /// Of a message or order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
    /// Of a message or order: where to open the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<FoundMessage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<User>,
}

/// `data` of `GET /api/search`: people first, at most five in all, then messages and orders, the newest
/// first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchPage {
    pub hits: Vec<Hit>,
    pub limit: u32,
    /// Opaque; asks for older hits. `null` when there are none.
    pub next_cursor: Option<String>,
}

/// Query of `GET /api/search`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// Words, `"exact words"`, `-not`, and `status:`, `agent:`, `brand:`, `creator:`, `priority:`,
    /// `tag:`, `before:`, `after:`, each with `-` in front for all others. With commas,
    /// `status:`, `agent:` and `priority:` take one of several, and `tag:a,b` has both; behind a `-` none
    /// holds: `-tag:a,b` has neither. At most 24 words.
    pub q: String,
    /// 1 to 200, default 50. People count as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl SearchQuery {
    /// The longest query, in characters.
    pub const MAX_CHARS: usize = 200;
}
