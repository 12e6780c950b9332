//! Which scans a list is read by, and what all forms of them say alike.

use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::tickets::narrow::Narrow;
use crate::store::read::tickets::{Filter, Sort};
use robindesk_protocol::{Priority, TicketStatus, UserId};

/// More scans than these are not worth merging: then the list is read as it comes.
const MOST_SCANS: usize = 64;

/// Whose tickets a scan reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Anybodys,
    Nobodys,
    One(UserId),
}

/// What a list is read by: a scan for each combination of these.
pub struct Scans {
    pub whose: Vec<Whose>,
    pub status: Vec<TicketStatus>,
    pub priority: Vec<Priority>,
    /// They are so many agents' that each row's is looked at instead.
    pub of_anybody: bool,
}

/// The scans of a filter; `None` where there are better ways, as for what is rare in the order of the
/// list.
pub fn scans(filter: &Filter, narrow: &Narrow<'_>, rare: bool) -> Option<Scans> {
    // Those that sleep have an index of their own, and are few.
    if narrow.few || rare || filter.snoozed == Some(true) {
        return None;
    }
    let scans = all(filter);
    Some(if scans.are_too_many() {
        Scans { whose: vec![Whose::Anybodys], of_anybody: true, ..scans }
    } else {
        scans
    })
}

/// A scan for each combination that a filter asks for, however many.
pub fn all(filter: &Filter) -> Scans {
    let mut whose: Vec<Whose> = unique(&filter.agents).into_iter().map(Whose::One).collect();
    if filter.unassigned {
        whose.push(Whose::Nobodys);
    }
    if whose.is_empty() {
        whose.push(Whose::Anybodys);
    }
    let status = or_all(&filter.status, TicketStatus::ALL);
    let priority = or_all(&filter.priority, Priority::ALL);
    Scans { whose, status, priority, of_anybody: false }
}

impl Scans {
    /// Whether they are too many to be merged.
    pub const fn are_too_many(&self) -> bool {
        self.whose.len() * self.status.len() * self.priority.len() > MOST_SCANS
    }
}

fn unique<T: Ord + Copy>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

fn or_all<T: Ord + Copy>(asked: &[T], all: &[T]) -> Vec<T> {
    unique(if asked.is_empty() { all } else { asked })
}

pub const fn direction(filter: &Filter) -> &'static str {
    if filter.descending { "DESC" } else { "ASC" }
}

/// The order of a scan. The whole index is named, also what is the same in every row: only so does
/// PostgreSQL see that a scan of it is sorted already when the agent is nobody.
pub fn order(filter: &Filter, whose: Whose) -> String {
    let agent = (whose != Whose::Anybodys).then_some("agent_id");
    let key = match filter.sort {
        Sort::Priority | Sort::Created => None,
        sort => Some(sort.column()),
    };
    let columns = agent.into_iter().chain(["status", "priority"]).chain(key).chain(["id"]);
    let columns: Vec<String> =
        columns.map(|column| format!("{column} {}", direction(filter))).collect();
    columns.join(", ")
}

/// Adds an argument; gives its place.
pub fn put(args: &mut Vec<Cell<'_>>, value: i64) -> String {
    args.push(Cell::from(value));
    format!("${}", args.len())
}

/// What of a scan lies beyond the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Rows with its key and a further id.
    Ids,
    /// Rows with a further key.
    Keys,
    Both,
}

/// Where a page begins: the cursor, with its arguments put once for all scans.
pub struct Begin<'a> {
    filter: &'a Filter,
    /// The priority that the cursor stands at.
    at: i64,
    key: String,
    id: String,
}

impl<'a> Begin<'a> {
    /// `None` at the beginning of the list.
    pub fn of(filter: &'a Filter, args: &mut Vec<Cell<'_>>) -> Option<Self> {
        let after = filter.window.after?;
        let key = match filter.sort {
            Sort::Priority | Sort::Created => String::new(),
            Sort::Updated | Sort::Waiting => put(args, after.key),
        };
        Some(Self { filter, at: after.key, key, id: put(args, after.id) })
    }

    /// The condition that a row of this priority lies beyond the cursor; `None` when none does.
    pub fn further(&self, priority: Priority, what: Beyond) -> Option<String> {
        let Self { filter, at, key, id } = self;
        let priority = rank(priority);
        let beyond = if filter.descending { "<" } else { ">" };
        match filter.sort {
            // All rows of a scan have one priority: they lie beyond the cursor, or all were seen.
            Sort::Priority if priority != *at => {
                ((priority < *at) == filter.descending).then(String::new)
            }
            Sort::Priority | Sort::Created => Some(format!(" AND id {beyond} {id}")),
            Sort::Updated | Sort::Waiting => {
                let column = filter.sort.column();
                Some(match what {
                    Beyond::Ids => format!(" AND {column} = {key} AND id {beyond} {id}"),
                    Beyond::Keys => format!(" AND {column} {beyond} {key}"),
                    Beyond::Both => format!(" AND ({column}, id) {beyond} ({key}, {id})"),
                })
            }
        }
    }
}

/// The condition on those that sleep, where there is one.
pub const fn awake(filter: &Filter) -> &'static str {
    match filter.snoozed {
        Some(false) => " AND snoozed_until IS NULL",
        _ => "",
    }
}
