//! What a member of staff has read of a ticket: a position of its own on each, which a ticket's other
//! readers neither see nor move.

use crate::desk::decide::Case;
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use robindesk_protocol::{Message, MessageId, TicketId};

/// Moves the caller's read position forward; it never goes back.
pub fn mark_read(
    case: &mut Case<'_>,
    id: TicketId,
    up_to: Option<MessageId>,
) -> Result<Reply, Rejection> {
    let fact = case.world.tickets.get(&id).ok_or_else(|| Rejection::not_found("ticket"))?;
    if !case.sees(fact.order_id) {
        return Err(Rejection::not_found("ticket"));
    }
    case.staff_only("mark a ticket as read")?;
    let newest = fact.last.as_ref().map(|l| l.id);
    let account = case.account()?.id;
    let Some(up_to) = up_to.min(newest).or(newest) else { return Ok(Reply::Done) };
    let read = case.world.reads.entry((account, id)).or_insert(MessageId(0));
    if *read < up_to {
        *read = up_to;
        case.changes.reads.insert((account, id));
    }
    Ok(Reply::Done)
}

/// Moves the caller's read position back before the newest message of somebody else, so that it is
/// unread again. What is unread already stays so.
pub fn mark_unread(case: &mut Case<'_>, id: TicketId) -> Result<Reply, Rejection> {
    let fact = case.world.tickets.get(&id).ok_or_else(|| Rejection::not_found("ticket"))?;
    if !case.sees(fact.order_id) {
        return Err(Rejection::not_found("ticket"));
    }
    case.staff_only("mark a ticket as unread")?;
    let account = case.account()?.id;
    let of_others = |m: &&Message| m.sender.as_ref().is_some_and(|s| s.id != account);
    let mut written = case.changes.messages.iter().rev().filter(|m| m.ticket_id == id);
    let newest = written.find(of_others).map(|m| m.id);
    let newest = newest.or_else(|| case.world.heard.get(&(account, id)).copied());
    let (Some(newest), Some(read)) = (newest, case.world.reads.get_mut(&(account, id))) else {
        return Ok(Reply::Done);
    };
    if *read >= newest {
        *read = MessageId(newest.0 - 1);
        case.changes.reads.insert((account, id));
    }
    Ok(Reply::Done)
}
