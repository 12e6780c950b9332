//! The audit trail.

use super::page::{Position, Total, Where, Window, contains, in_name};
use crate::store::cells::{Cell, Row};
use crate::store::{Store, StoreError};
use robindesk_protocol::{
    Action, Actor, AuditEntry, AuditId, AuditPage, Subject, SubjectKind, Timestamp, UserId,
    UserType,
};
use sqlx::AssertSqlSafe;

/// The word in cursors of this list: the newest first.
pub const SORT: &str = "-audit";

/// Which lines. Empty lists filter nothing.
#[derive(Debug, Clone)]
pub struct Filter {
    pub actors: Vec<UserId>,
    pub actions: Vec<Action>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Text in the actor's or the subject's name, or an address.
    pub q: Option<String>,
    pub window: Window,
}

/// A page of the trail, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, filter: &Filter) -> Result<AuditPage, StoreError> {
    let mut conn = store.lease().await?;
    let mut conditions = conditions(filter);
    let total = Total::counted(&mut conn, "audit", &conditions).await?;
    let window = &filter.window;
    let mut offset = window.offset;
    if let Some(after) = window.after {
        offset = 0;
        conditions.and("id < ?", [Cell::from(after.id)]);
    }
    let limit = window.limit as usize;
    let sql = format!(
        "SELECT id, at, actor_id, actor_name, actor_type, action, subject_kind, subject_id, \
         subject_name, changes, address FROM audit{} ORDER BY id DESC LIMIT {} OFFSET {offset}",
        conditions.sql(),
        limit + 1
    );
    let mut entries = conn.rows(AssertSqlSafe(sql), conditions.args(), entry).await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().filter(|_| more).map(|e| Position { key: 0, id: e.id.0 });
    let paging = window.paging(total, last.map(|p| p.cursor(SORT)));
    Ok(AuditPage { entries, paging })
}

fn conditions(filter: &Filter) -> Where<'_> {
    let mut conditions = Where::default();
    conditions.any_of("actor_id", filter.actors.iter().map(|a| Cell::from(a.0)).collect());
    conditions.any_of("action", filter.actions.iter().map(|a| Cell::from(a.as_str())).collect());
    if let Some(since) = filter.since {
        conditions.and("at >= ?", [Cell::from(since)]);
    }
    if let Some(until) = filter.until {
        conditions.and("at < ?", [Cell::from(until)]);
    }
    if let Some(q) = &filter.q {
        conditions.and(
            "(folded LIKE ? ESCAPE '\\' OR address LIKE ? ESCAPE '\\')",
            [in_name(q), contains(q)].map(Cell::from),
        );
    }
    conditions
}

fn entry(r: &Row<'_>) -> Result<AuditEntry, StoreError> {
    let actor = match r.opt_int(2)? {
        None => None,
        Some(id) => {
            Some(Actor { id: UserId(id), name: r.text(3)?, user_type: r.word(4, UserType::parse)? })
        }
    };
    let changes = r.text(9)?;
    Ok(AuditEntry {
        id: AuditId(r.int(0)?),
        at: r.time(1)?,
        actor,
        action: r.word(5, Action::parse)?,
        subject: Subject {
            kind: r.word(6, SubjectKind::parse)?,
            id: r.opt_int(7)?.map(|id| id.to_string()),
            name: r.text(8)?,
        },
        changes: serde_json::from_str(&changes)
            .map_err(|e| StoreError::Internal(format!("changes {changes:?}: {e}")))?,
        address: r.opt_text(10)?,
    })
}
