//! `GET /api/search`: full text over messages, orders and people.

use super::lists;
use crate::answer::Answer;
use crate::auth::SignedIn;
use crate::error::ApiError;
use crate::extract::QueryOf;
use crate::search::Query;
use crate::state::App;
use crate::store::read::page::Position;
use crate::store::read::search;
use axum::extract::State;
use robindesk_protocol::{SearchPage, SearchQuery};

/// `GET /api/search`: the newest hits among what the caller may see.
///
/// # Errors
/// 400 for a query that says nothing, or asks as a party for what only staff know.
pub async fn search(
    State(app): State<App>,
    signed_in: SignedIn,
    QueryOf(asked): QueryOf<SearchQuery>,
) -> Result<Answer<SearchPage>, ApiError> {
    let limit = lists::limit(asked.limit.as_deref())?;
    let bad_cursor = || ApiError::field("cursor", "is not a next_cursor of a search");
    let after = match asked.cursor.as_deref() {
        Some(cursor) => Some(Position::parse(cursor, search::SORT).ok_or_else(bad_cursor)?),
        None => None,
    };
    let text = lists::text(Some(&asked.q))?;
    let text = text.ok_or_else(|| ApiError::field("q", "must say what to search for"))?;
    let query = Query::parse(&text).map_err(|bad| ApiError::field("q", bad.0))?;
    let reader = &signed_in.account;
    if query.asks_for_staff() && !reader.user_type.is_staff() {
        return Err(ApiError::field("q", "agent:, priority: and tag: are for support staff"));
    }
    let search = search::Search { query: &query, reader, limit, after };
    Ok(Answer::ok("Search", search::page(&app.store, &search).await?))
}
