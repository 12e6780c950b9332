//! Searching, the pure part: the query language, the words of a text, and snippets. What is asked of
//! the database is made from words alone, so no sign of a query ever reaches its syntax.

mod places;
pub mod query;
pub mod snippet;
pub mod words;

pub use query::{AgentWord, Bad, Excluded, Query, Term};
