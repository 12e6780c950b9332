//! `POST /api/crm/tickets/bulk`: one change to many tickets.

use crate::answer::Answer;
use crate::auth::Staff;
use crate::desk::command::Command;
use crate::desk::reply::{BulkOutcome, Reply};
use crate::error::ApiError;
use crate::extract::Body;
use crate::request_id;
use crate::routes::{tags, write};
use crate::state::App;
use axum::extract::State;
use robindesk_protocol::{BulkAnswer, BulkResult, BulkSet, BulkUpdate, TicketId};
use std::collections::HashSet;

/// `POST /api/crm/tickets/bulk`: each ticket's own result, in the order that was asked.
///
/// # Errors
/// 400 naming the field when nothing could be done to any ticket.
pub async fn bulk(
    State(app): State<App>,
    Staff(signed_in): Staff,
    Body(BulkUpdate { ticket_ids, set }): Body<BulkUpdate>,
) -> Result<Answer<BulkAnswer>, ApiError> {
    let tickets = once_each(ticket_ids)?;
    let set = BulkSet {
        add_tags: tags::words("set.add_tags", set.add_tags)?,
        remove_tags: tags::words("set.remove_tags", set.remove_tags)?,
        ..set
    };
    if set.is_empty() {
        return Err(ApiError::field("set", "must change something"));
    }
    let command = Command::BulkUpdate { tickets, set };
    let written = write::submit(&app, &signed_in, None, command).await?;
    let Reply::Bulk(outcomes) = written.reply else { return Err(write::unexpected()) };
    let results: Vec<BulkResult> = outcomes.into_iter().map(result).collect();
    let done = results.iter().filter(|r| r.ok).count();
    let message = format!("{done} of {} tickets updated", results.len());
    Ok(Answer::ok(message, BulkAnswer { results }))
}

/// The tickets, each once.
fn once_each(mut ids: Vec<TicketId>) -> Result<Vec<TicketId>, ApiError> {
    if !(1..=BulkUpdate::MAX).contains(&ids.len()) {
        let message = format!("must be 1 to {} tickets", BulkUpdate::MAX);
        return Err(ApiError::field("ticket_ids", message));
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    Ok(ids)
}

fn result(BulkOutcome { ticket, result }: BulkOutcome) -> BulkResult {
    let problem = |refused| ApiError::from(refused).problem(request_id::current());
    let (done, problem) = match result {
        Ok(done) => (Some(*done), None),
        Err(refused) => (None, Some(problem(refused))),
    };
    BulkResult { ticket_id: ticket, ok: done.is_some(), ticket: done, problem }
}
