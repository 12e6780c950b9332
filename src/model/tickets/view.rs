//! Which tickets a view holds, and in which order it shows them.

use robindesk_protocol::{Ticket, UserId};
use std::cmp::Ordering;

/// A list that comes with the console (`console.md`, Panes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Mine, unresolved.
    Inbox,
    All,
}

impl View {
    /// In the order of their numbers.
    pub const ALL: &'static [Self] = &[Self::Inbox, Self::All];

    /// Its name on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inbox => "Inbox",
            Self::All => "All",
        }
    }

    /// How it is sorted until she says otherwise.
    pub const fn sort(self) -> Sort {
        match self {
            Self::Inbox => Sort::Waiting,
            Self::All => Sort::Updated,
        }
    }

    pub(super) const fn status(self) -> Option<&'static str> {
        match self {
            Self::Inbox => Some("open,in_progress"),
            Self::All => None,
        }
    }

    pub(super) const fn agent(self) -> Option<&'static str> {
        match self {
            Self::Inbox => Some("me"),
            Self::All => None,
        }
    }

    /// Whether the view shows this ticket: the server's rule, for what events bring.
    pub fn holds(self, ticket: &Ticket, me: UserId) -> bool {
        match self {
            Self::Inbox => {
                ticket.status.is_unresolved() && ticket.agent.as_ref().is_some_and(|a| a.id == me)
            }
            Self::All => true,
        }
    }
}

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

    pub(super) const fn wire(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Updated => "-updated",
            Self::Created => "-created",
            Self::Priority => "-priority",
        }
    }

    /// The sort after this one.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|s| *s == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// As the server orders them; nobody waiting comes last, ties go by number.
    pub fn compare(self, a: &Ticket, b: &Ticket) -> Ordering {
        let waiting = |t: &Ticket| (t.waiting_since.is_none(), t.waiting_since);
        match self {
            Self::Waiting => waiting(a).cmp(&waiting(b)).then(a.id.cmp(&b.id)),
            Self::Updated => b.updated_at.cmp(&a.updated_at).then(b.id.cmp(&a.id)),
            Self::Created => b.created_at.cmp(&a.created_at).then(b.id.cmp(&a.id)),
            Self::Priority => b.priority.cmp(&a.priority).then(b.id.cmp(&a.id)),
        }
    }
}

/// Whether a ticket has what the filter says in its number, or in the brand's, creator's or package's name.
pub(super) fn mentions(ticket: &Ticket, filter: &str) -> bool {
    if filter.is_empty() {
        return true;
    }
    let needle = filter.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&needle);
    ticket.id.to_string() == needle.trim_start_matches('#')
        || ticket
            .order
            .as_ref()
            .is_some_and(|o| has(&o.brand.name) || has(&o.creator.name) || has(&o.package_title))
}
