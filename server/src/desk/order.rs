//! Orders: placing one with everything that belongs to it, and the road of its status.

mod place;

pub(super) use place::place;

use super::account::check_long;
use super::command::Caller;
use super::decide::{Case, change};
use super::message;
use super::rejection::Rejection;
use super::reply::Reply;
use robindesk_protocol::{
    Action, Audience, Change, EventData, EventKind, OrderId, OrderStatus, SetOrderStatus, Subject,
    SubjectKind, UserType,
};

/// Where an order may go from `from`, whoever asks (`product.md`, Orders).
pub const fn successors(from: OrderStatus) -> &'static [OrderStatus] {
    use OrderStatus::{Cancelled, Completed, Confirmed, InProgress, Pending, Refunded, Rejected};
    match from {
        Pending => &[Confirmed, Rejected, Cancelled],
        Confirmed => &[InProgress, Cancelled],
        InProgress => &[Completed, Cancelled],
        Completed | Cancelled => &[Refunded],
        Rejected | Refunded => &[],
    }
}

/// Whether somebody of this type may ever set `to` (`product.md`, People).
pub const fn may_set(user_type: UserType, to: OrderStatus) -> bool {
    use OrderStatus::{Cancelled, Completed, Confirmed, InProgress, Pending, Refunded, Rejected};
    match (user_type, to) {
        (_, Pending) => false,
        (UserType::Brand, Cancelled)
        | (UserType::Creator, Confirmed | Rejected | InProgress | Completed)
        | (UserType::Admin | UserType::SuperAdmin, _) => true,
        (UserType::Agent, to) => !matches!(to, Refunded),
        (UserType::Brand | UserType::Creator, _) => false,
    }
}

/// Where somebody of this type may take an order from `from`. A brand may cancel only until work
/// has begun.
pub fn next_for(user_type: UserType, from: OrderStatus) -> Vec<OrderStatus> {
    let begun = matches!((user_type, from), (UserType::Brand, OrderStatus::InProgress));
    let open = |to: &&OrderStatus| may_set(user_type, **to) && !begun;
    successors(from).iter().filter(open).copied().collect()
}

/// Moves an order along its road, with its history entry, its system message and its events.
pub(super) fn set_status(
    case: &mut Case<'_>,
    id: OrderId,
    to: OrderStatus,
    reason: Option<&str>,
) -> Result<Reply, Rejection> {
    if !case.sees(id) {
        return Err(Rejection::not_found("order"));
    }
    // `sees` has found it.
    let Some(fact) = case.world.orders.get(&id) else { return Err(Rejection::not_found("order")) };
    let (from, ticket) = (fact.status, fact.ticket_id);
    let reason = reason_for(to, reason)?;
    check_step(case.by, from, to)?;
    if let Some(fact) = case.world.orders.get_mut(&id) {
        fact.status = to;
        fact.rejection_message.clone_from(&reason);
        if to == OrderStatus::Completed {
            fact.completed_at = Some(case.at);
        }
    }
    case.changes.orders.insert(id);
    let mut step = change("status", Some(from.as_str()), Some(to.as_str()));
    step.reason.clone_from(&reason);
    if to == OrderStatus::Refunded {
        refunded(case, id, step.clone());
    }
    let data =
        EventData { order: case.world.summary(id), change: Some(step), ..EventData::default() };
    case.log(EventKind::OrderUpdated, ticket, Audience::Everyone, data);
    let because = reason.map(|r| format!(": {r}")).unwrap_or_default();
    message::post_system(case, ticket, format!("Order {id} is now {}{because}", spoken(to)));
    case.world
        .order(id)
        .map(|o| Reply::Order(Box::new(o)))
        .ok_or_else(|| Rejection::not_found("order"))
}

/// Money goes back, which only admins may decide: the trail says who did.
fn refunded(case: &mut Case<'_>, id: OrderId, step: Change) {
    let summary = case.world.summary(id);
    let parties = summary.map(|o| format!(" {} \u{21c4} {}", o.brand.name, o.creator.name));
    let name = format!("Order {id}{}", parties.unwrap_or_default());
    let subject = Subject { kind: SubjectKind::Order, id: Some(id.to_string()), name };
    case.audit(Action::OrderRefunded, subject, vec![step]);
}

/// Refuses a step that the caller may never take (403), or that cannot be taken from here (409).
fn check_step(by: &Caller, from: OrderStatus, to: OrderStatus) -> Result<(), Rejection> {
    // The system acts for the owner of the installation.
    let user_type = by.account().map_or(UserType::SuperAdmin, |a| a.user_type);
    if !may_set(user_type, to) && to != OrderStatus::Pending {
        let detail = format!("Accounts of type {user_type} may not set an order to {to}.");
        return Err(Rejection::forbidden(detail));
    }
    let (ways, own) = (successors(from), next_for(user_type, from));
    if own.contains(&to) {
        return Ok(());
    }
    let mut detail = format!("The order is {from}; from there it may go to: {}.", listed(ways));
    if own.len() < ways.len() {
        let own = listed(&own);
        detail = format!("{detail} Accounts of type {user_type} may take it to: {own}.");
    }
    Err(Rejection::illegal_transition(detail))
}

fn listed(ways: &[OrderStatus]) -> String {
    let words: Vec<&str> = ways.iter().map(|way| way.as_str()).collect();
    if words.is_empty() { "nowhere".to_owned() } else { words.join(", ") }
}

/// The reason for a rejection, which must have one, and nothing else may.
fn reason_for(to: OrderStatus, reason: Option<&str>) -> Result<Option<String>, Rejection> {
    const FIELD: &str = "rejection_message";
    let reason = reason.map(|r| check_long(FIELD, r, SetOrderStatus::MAX_REASON)).transpose()?;
    let reason = reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
    match (to, reason) {
        (OrderStatus::Rejected, None) => {
            Err(Rejection::field(FIELD, "is needed to reject an order"))
        }
        (OrderStatus::Rejected, Some(r)) => Ok(Some(r.to_owned())),
        (_, Some(_)) => Err(Rejection::field(FIELD, "goes with the status rejected alone")),
        (_, None) => Ok(None),
    }
}

/// A status as a person says it.
fn spoken(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::InProgress => "in progress",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests;
