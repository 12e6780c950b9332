//! A view: a saved filter with a name.

use super::query::Query;
use super::sort::Sort;

/// A list of tickets with a name. The first five come with the console (`console.md`, Panes); her own
/// follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    name: String,
    query: Query,
    sort: Sort,
}

/// The places of the views that come with the console.
impl View {
    pub const INBOX: usize = 0;
    pub const ALL: usize = 1;
    pub const UNASSIGNED: usize = 2;
    pub const SNOOZED: usize = 3;
    pub const RESOLVED: usize = 4;

    /// The views that come with the console, each at its place.
    pub fn built_in() -> Vec<Self> {
        [
            ("Inbox", "agent:me status:unresolved snoozed:no sort:waiting"),
            ("All", "sort:updated"),
            ("Unassigned", "agent:none status:unresolved sort:waiting"),
            ("Snoozed", "status:unresolved snoozed:yes sort:updated"),
            ("Resolved", "status:resolved,closed sort:updated"),
        ]
        .map(|(name, words)| Self::own(name, words).expect("built-in views are tested"))
        .into()
    }

    /// A view of her own, from a name and query words.
    ///
    /// # Errors
    /// Says which word means nothing.
    pub fn own(name: &str, words: &str) -> Result<Self, String> {
        let query = Query::parse(words)?;
        let sort = query.sort.unwrap_or(Sort::Updated);
        Ok(Self { name: name.to_owned(), query, sort })
    }

    /// Its name. Her own may hold anything: it goes through `ui::plain` before it reaches a cell.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// How it is sorted until she says otherwise.
    pub const fn sort(&self) -> Sort {
        self.sort
    }
}
