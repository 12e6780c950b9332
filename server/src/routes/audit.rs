//! `/api/admin/audit`: who did what to whom, when and from where.

use super::lists::{self, Asked};
use crate::answer::Answer;
use crate::auth::Admin;
use crate::error::ApiError;
use crate::extract::QueryOf;
use crate::state::App;
use crate::store::read::audit;
use crate::store::read::page::Position;
use axum::extract::State;
use robindesk_protocol::{Action, AuditPage, AuditQuery};

/// `GET /api/admin/audit`, the newest first.
///
/// # Errors
/// 400 naming the parameter.
pub async fn list(
    State(app): State<App>,
    _: Admin,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Answer<AuditPage>, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    let filter = audit::Filter {
        actors: lists::values("actor", query.actor.as_deref(), |id| id.parse().ok())?,
        actions: lists::values("action", query.action.as_deref(), Action::parse)?,
        since: query.since,
        until: query.until,
        q: lists::text(query.q.as_deref())?,
        window: asked.window(|cursor| Position::parse(cursor, audit::SORT))?,
    };
    Ok(Answer::ok("Audit trail", audit::page(&app.store, &filter).await?))
}
