//! The orders of a list, each as one pair of numbers: rows, pages and the unloaded middle all compare
//! by it, from either end.

use robindesk_protocol::Ticket;

/// Where a row stands in its list; smaller is nearer to the front. No two tickets share one.
pub type Key = (i64, i64);

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    Waiting,
    Updated,
    Created,
    Priority,
}

impl Sort {
    /// In the order that the sort key goes through them.
    pub const ALL: &'static [Self] = &[Self::Waiting, Self::Priority, Self::Updated, Self::Created];

    /// In words, for the list's title.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Waiting => "longest waiting first",
            Self::Updated => "last changed first",
            Self::Created => "newest first",
            Self::Priority => "most urgent first",
        }
    }

    /// Its word in a query.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Updated => "updated",
            Self::Created => "created",
            Self::Priority => "priority",
        }
    }

    /// How the server is asked for it, from the front or from the end.
    pub(super) fn wire(self, from_end: bool) -> String {
        let descending = (self != Self::Waiting) != from_end;
        format!("{}{}", if descending { "-" } else { "" }, self.word())
    }

    /// The sort after this one.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|s| *s == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// As the server orders them: nobody waiting comes last, ties go by number.
    pub fn key(self, t: &Ticket) -> Key {
        let id = t.id.0;
        match self {
            Self::Waiting => (t.waiting_since.map_or(i64::MAX, |at| at.0), id),
            Self::Updated => (-t.updated_at.0, -id),
            Self::Created => (-id, 0),
            Self::Priority => (-(t.priority as i64), -id),
        }
    }
}
