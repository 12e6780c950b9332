//! Placing an order: order, ticket, assignment, first message and events, all or nothing.

use crate::desk::account::check_long;
use crate::desk::command::Caller;
use crate::desk::decide::Case;
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::desk::world::{OrderFact, PackageFact, TicketFact};
use crate::desk::{message, rotation};
use robindesk_protocol::{
    Amount, AmountError, Audience, Currency, EventData, EventKind, NewOrder, OrderId, OrderStatus,
    PlacedOrder, Priority, TicketId, TicketStatus, UserType,
};

/// What was asked for, checked against the package and the caller's rights.
struct Checked {
    quantity: u32,
    currency: Currency,
    total_minor: i64,
    instructions: Option<String>,
}

/// Places an order (`product.md`, Orders).
pub(in crate::desk) fn place(case: &mut Case<'_>, new: &NewOrder) -> Result<Reply, Rejection> {
    let checked = check(case, new)?;
    rotation::hand_out(case);
    case.world.head.orders += 1;
    case.world.head.tickets += 1;
    let order_id = OrderId(case.world.head.orders);
    let ticket_id = TicketId(case.world.head.tickets);
    insert_order(case, new, checked, order_id, ticket_id);
    insert_ticket(case, order_id, ticket_id);
    let data = EventData { order: case.world.summary(order_id), ..EventData::default() };
    case.log(EventKind::OrderCreated, ticket_id, Audience::Everyone, data);

    // Whoever waits longer comes first; the new ticket is the youngest of all.
    let in_line = case.world.head.waiting > 0;
    if in_line || rotation::assign(case, ticket_id).is_none() {
        rotation::enqueue(case, ticket_id);
    }
    let first = message::first_of(case, order_id, ticket_id);
    let data = EventData { ticket: case.world.ticket(ticket_id), ..EventData::default() };
    case.log(EventKind::TicketCreated, ticket_id, Audience::Everyone, data);
    message::log_first(case, ticket_id, first);

    let order = case.world.order(order_id);
    let ticket = case.world.ticket(ticket_id);
    let (Some(order), Some(ticket)) = (order, ticket) else {
        return Err(Rejection::not_found("order"));
    };
    Ok(Reply::Placed(Box::new(PlacedOrder { order, ticket })))
}

fn insert_order(case: &mut Case<'_>, new: &NewOrder, c: Checked, id: OrderId, ticket: TicketId) {
    case.world.orders.insert(
        id,
        OrderFact {
            id,
            ticket_id: ticket,
            package_id: new.package_id,
            brand_id: new.brand_id,
            creator_id: new.creator_id,
            quantity: c.quantity,
            total_minor: c.total_minor,
            currency: c.currency,
            status: OrderStatus::Pending,
            instructions: c.instructions,
            order_date: case.at,
            completed_at: None,
            rejection_message: None,
        },
    );
    case.changes.orders.insert(id);
}

fn insert_ticket(case: &mut Case<'_>, order_id: OrderId, id: TicketId) {
    case.world.tickets.insert(
        id,
        TicketFact {
            id,
            order_id,
            agent_id: None,
            status: TicketStatus::Open,
            priority: Priority::Medium,
            tags: Vec::new(),
            snoozed_until: None,
            brand_waiting: None,
            creator_waiting: None,
            answered_at: None,
            last: None,
            created_at: case.at,
            updated_at: case.at,
        },
    );
    case.changes.tickets.insert(id);
}

fn check(case: &Case<'_>, new: &NewOrder) -> Result<Checked, Rejection> {
    may_order(case, new)?;
    let package = case
        .world
        .packages
        .get(&new.package_id)
        .ok_or_else(|| Rejection::field("package_id", "there is no such package"))?;
    if !case.world.brands.contains_key(&new.brand_id) {
        return Err(Rejection::field("brand_id", "there is no such brand"));
    }
    if !case.world.creators.contains_key(&new.creator_id) {
        return Err(Rejection::field("creator_id", "there is no such creator"));
    }
    if package.creator_id != new.creator_id {
        return Err(Rejection::field("creator_id", "the package is another creator's"));
    }
    let quantity = new.quantity.unwrap_or(1);
    let most = NewOrder::MAX_QUANTITY;
    if !(1..=most).contains(&quantity) {
        return Err(Rejection::field("quantity", format!("must be from 1 to {most}")));
    }
    let instructions = new.additional_instructions.as_deref();
    if let Some(instructions) = instructions {
        check_long("additional_instructions", instructions, NewOrder::MAX_INSTRUCTIONS)?;
    }
    let (currency, total_minor) = total(case, new, package, quantity)?;
    let instructions = instructions.map(str::trim).filter(|i| !i.is_empty()).map(str::to_owned);
    Ok(Checked { quantity, currency, total_minor, instructions })
}

/// A brand orders for itself; staff for any brand; nobody else (`product.md`, People).
fn may_order(case: &Case<'_>, new: &NewOrder) -> Result<(), Rejection> {
    let Caller::Account(account) = case.by else { return Ok(()) };
    match account.user_type {
        UserType::Creator => Err(Rejection::forbidden("A creator may not place orders.")),
        UserType::Brand if account.brand_id != Some(new.brand_id) => {
            Err(Rejection::forbidden("A brand may place orders for itself alone."))
        }
        _ => Ok(()),
    }
}

/// A brand's total must be the package's price times the quantity; staff may set another.
fn total(
    case: &Case<'_>,
    new: &NewOrder,
    package: &PackageFact,
    quantity: u32,
) -> Result<(Currency, i64), Rejection> {
    let currency = new.currency.unwrap_or(package.currency);
    let asked = new
        .total_amount
        .minor(currency)
        .map_err(|e: AmountError| Rejection::field("total_amount", e.to_string()))?;
    if case.by.is_staff() {
        return Ok((currency, asked));
    }
    if currency != package.currency {
        return Err(Rejection::field(
            "currency",
            format!("the package costs {}", package.currency),
        ));
    }
    let due = package.price_minor.checked_mul(i64::from(quantity));
    let due = due.filter(|due| *due <= Amount::MAX_MINOR).ok_or_else(|| {
        let most = Amount::from_minor(Amount::MAX_MINOR, currency);
        Rejection::field("quantity", format!("makes more than {most} {currency}"))
    })?;
    if asked == due {
        return Ok((currency, due));
    }
    let due = Amount::from_minor(due, currency);
    Err(Rejection::field("total_amount", format!("price times quantity is {due} {currency}")))
}
