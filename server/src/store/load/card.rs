//! Tickets with their orders: the card that lists, threads and the desk all work from. The rows hold
//! what is the ticket's own; whom and what they name is loaded beside them, once for all of them.

use super::people;
use super::rows_of;
use crate::desk::world::{LastFact, OrderFact, TicketFact, World};
use crate::store::cells::Row;
use crate::store::flush::priority;
use crate::store::{Conn, StoreError};
use robindesk_protocol::{
    Audience, BrandId, CreatorId, Currency, MessageId, OrderId, OrderStatus, PackageId, Sender,
    TicketId, TicketStatus, UserId,
};

/// A card's columns, of `tickets t` and its `orders o`.
macro_rules! columns {
    () => {
        "t.id, t.order_id, t.agent_id, t.status, t.priority, t.tags, t.snoozed_until, \
         t.brand_waiting, t.creator_waiting, t.last_message_id, t.last_line, t.last_audience, \
         t.last_sender_id, t.last_at, t.created_at, t.updated_at, t.answered_at, \
         o.package_id, o.brand_id, o.creator_id, o.quantity, o.total_minor, o.currency, \
         o.status, o.instructions, o.order_date, o.completed_at, o.rejection_message, \
         (SELECT h.facts FROM head h WHERE h.id = 1)"
    };
}

macro_rules! card {
    ($by:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM tickets t JOIN orders o ON o.id = t.order_id WHERE ",
            $by,
            " IN ({})"
        )
    };
}

/// The columns that [`card`] reads.
pub const COLUMNS: &str = columns!();
/// How many they are: others may follow.
pub const WIDTH: usize = 29;

/// What cards are asked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Ticket,
    Order,
}

/// What the rows of some cards name.
#[derive(Debug, Default)]
pub struct Named {
    /// The head's `facts` as it was when the rows were read.
    pub facts: i64,
    pub agents: Vec<UserId>,
    /// Who wrote each ticket's newest message, where somebody did.
    pub senders: Vec<(TicketId, UserId)>,
    pub packages: Vec<PackageId>,
    pub brands: Vec<BrandId>,
    pub creators: Vec<CreatorId>,
}

/// The cards of these tickets.
pub async fn by_ticket(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let named = lay(rows(conn, By::Ticket, ids).await?, world);
    names(conn, &named, world).await
}

/// The cards of these orders.
pub async fn by_order(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let named = lay(rows(conn, By::Order, ids).await?, world);
    names(conn, &named, world).await
}

/// Their rows.
pub async fn rows(conn: &mut Conn, by: By, ids: &[i64]) -> Result<Vec<Card>, StoreError> {
    let sql = match by {
        By::Ticket => card!("t.id"),
        By::Order => card!("t.order_id"),
    };
    rows_of(conn, sql, ids, card).await
}

/// The tickets and orders of these rows. Nothing may be shown or written of them before [`names`].
pub fn lay(cards: Vec<Card>, world: &mut World) -> Named {
    let mut named = Named::default();
    for card in cards {
        named.facts = card.facts;
        named.agents.extend(card.ticket.agent_id);
        named.senders.extend(card.sender.map(|sender| (card.ticket.id, sender)));
        named.packages.push(card.order.package_id);
        named.brands.push(card.order.brand_id);
        named.creators.push(card.order.creator_id);
        world.tickets.insert(card.ticket.id, card.ticket);
        world.orders.insert(card.order.id, card.order);
    }
    named
}

/// Whom and what the rows name, as far as the world does not know them yet.
pub async fn names(conn: &mut Conn, named: &Named, world: &mut World) -> Result<(), StoreError> {
    let senders = named.senders.iter().map(|(_, sender)| sender);
    let users: Vec<i64> = named.agents.iter().chain(senders).map(|user| user.0).collect();
    people::users(conn, &users, world).await?;
    let companies = named.senders.iter().filter_map(|(_, id)| world.users.get(id)?.brand_id);
    let brands: Vec<i64> = named.brands.iter().copied().chain(companies).map(|b| b.0).collect();
    people::brands(conn, &brands, world).await?;
    let creators: Vec<i64> = named.creators.iter().map(|creator| creator.0).collect();
    people::creators(conn, &creators, world).await?;
    let packages: Vec<i64> = named.packages.iter().map(|package| package.0).collect();
    people::packages(conn, &packages, world).await?;
    for (ticket, id) in &named.senders {
        let sender = sender(world, *id)
            .ok_or_else(|| StoreError::Internal(format!("sender {id} is not there")))?;
        let last = world.tickets.get_mut(ticket).and_then(|ticket| ticket.last.as_mut());
        if let Some(last) = last {
            last.sender = Some(sender);
        }
    }
    Ok(())
}

/// An account as messages show it: a brand is known by its company.
fn sender(world: &World, id: UserId) -> Option<Sender> {
    let user = world.users.get(&id)?;
    let name = match user.brand_id {
        Some(brand) => &world.brands.get(&brand)?.company_name,
        None => &user.name,
    };
    Some(Sender { id, name: name.clone(), user_type: user.user_type })
}

/// A row.
#[derive(Debug)]
pub struct Card {
    ticket: TicketFact,
    order: OrderFact,
    sender: Option<UserId>,
    facts: i64,
}

/// Reads a row of [`COLUMNS`].
pub fn card(r: &Row<'_>) -> Result<Card, StoreError> {
    Ok(Card {
        ticket: ticket(r)?,
        order: order(r)?,
        sender: r.opt_int(12)?.map(UserId),
        facts: r.int(28)?,
    })
}

fn ticket(r: &Row<'_>) -> Result<TicketFact, StoreError> {
    let tags = r.text(5)?;
    Ok(TicketFact {
        id: TicketId(r.int(0)?),
        order_id: OrderId(r.int(1)?),
        agent_id: r.opt_int(2)?.map(UserId),
        status: r.word(3, TicketStatus::parse)?,
        priority: priority(r.int(4)?)?,
        tags: serde_json::from_str(&tags)
            .map_err(|e| StoreError::Internal(format!("tags {tags:?}: {e}")))?,
        snoozed_until: r.opt_time(6)?,
        brand_waiting: r.opt_time(7)?,
        creator_waiting: r.opt_time(8)?,
        answered_at: r.opt_time(16)?,
        last: last(r)?,
        created_at: r.time(14)?,
        updated_at: r.time(15)?,
    })
}

/// The newest message, without its sender.
fn last(r: &Row<'_>) -> Result<Option<LastFact>, StoreError> {
    let Some(id) = r.opt_int(9)? else { return Ok(None) };
    Ok(Some(LastFact {
        id: MessageId(id),
        line: r.text(10)?,
        audience: r.word(11, Audience::parse)?,
        sender: None,
        at: r.time(13)?,
    }))
}

fn order(r: &Row<'_>) -> Result<OrderFact, StoreError> {
    let quantity = r.int(20)?;
    Ok(OrderFact {
        id: OrderId(r.int(1)?),
        ticket_id: TicketId(r.int(0)?),
        package_id: PackageId(r.int(17)?),
        brand_id: BrandId(r.int(18)?),
        creator_id: CreatorId(r.int(19)?),
        quantity: u32::try_from(quantity)
            .map_err(|_| StoreError::Internal(format!("quantity {quantity}")))?,
        total_minor: r.int(21)?,
        currency: r.word(22, Currency::parse)?,
        status: r.word(23, OrderStatus::parse)?,
        instructions: r.opt_text(24)?,
        order_date: r.time(25)?,
        completed_at: r.opt_time(26)?,
        rejection_message: r.opt_text(27)?,
    })
}
