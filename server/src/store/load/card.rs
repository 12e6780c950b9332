//! A ticket with its order and all that either names, in one statement: the card that lists, threads
//! and the desk all work from.

use super::people;
use super::rows_of;
use crate::desk::world::{
    BrandFact, CreatorFact, LastFact, OrderFact, PackageFact, TicketFact, World,
};
use crate::store::cells::Row;
use crate::store::flush::priority;
use crate::store::{Conn, StoreError};
use robindesk_protocol::{
    Audience, BrandId, CreatorId, Currency, MessageId, OrderId, OrderStatus, PackageId, Sender,
    TicketId, TicketStatus, UserId, UserType,
};

macro_rules! card {
    ($by:literal) => {
        concat!(
            "SELECT t.id, t.order_id, t.agent_id, t.status, t.priority, t.tags, t.snoozed_until, \
             t.brand_waiting, t.creator_waiting, t.last_message_id, t.last_line, t.last_audience, \
             t.last_sender_id, t.last_at, t.created_at, t.updated_at, \
             COALESCE(sb.company_name, s.name), s.user_type, \
             o.package_id, o.brand_id, o.creator_id, o.quantity, o.total_minor, o.currency, \
             o.status, o.instructions, o.order_date, o.completed_at, o.rejection_message, \
             p.creator_id, p.title, p.description, p.price_minor, p.currency, \
             b.user_id, b.company_name, bu.name, bu.email, c.user_id, cu.name, cu.email, c.bio, \
             t.answered_at \
             FROM tickets t JOIN orders o ON o.id = t.order_id \
             JOIN packages p ON p.id = o.package_id \
             JOIN brands b ON b.id = o.brand_id JOIN users bu ON bu.id = b.user_id \
             JOIN creators c ON c.id = o.creator_id JOIN users cu ON cu.id = c.user_id \
             LEFT JOIN users s ON s.id = t.last_sender_id \
             LEFT JOIN brands sb ON sb.id = s.brand_id WHERE ",
            $by,
            " IN ({})"
        )
    };
}

/// The cards of these tickets.
pub async fn by_ticket(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    load(conn, card!("t.id"), ids, world).await
}

/// The cards of these orders.
pub async fn by_order(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    load(conn, card!("t.order_id"), ids, world).await
}

struct Card {
    ticket: TicketFact,
    order: OrderFact,
    package: PackageFact,
    brand: BrandFact,
    creator: CreatorFact,
}

async fn load(
    conn: &mut Conn,
    sql: &'static str,
    ids: &[i64],
    world: &mut World,
) -> Result<(), StoreError> {
    let mut agents = Vec::new();
    for card in rows_of(conn, sql, ids, card).await? {
        agents.extend(card.ticket.agent_id.map(|a| a.0));
        world.tickets.insert(card.ticket.id, card.ticket);
        world.orders.insert(card.order.id, card.order);
        world.packages.insert(card.package.id, card.package);
        world.brands.insert(card.brand.id, card.brand);
        world.creators.insert(card.creator.id, card.creator);
    }
    agents.sort_unstable();
    agents.dedup();
    people::users(conn, &agents, world).await
}

fn card(r: &Row<'_>) -> Result<Card, StoreError> {
    Ok(Card {
        ticket: ticket(r)?,
        order: order(r)?,
        package: package(r)?,
        brand: BrandFact {
            id: BrandId(r.int(19)?),
            user_id: UserId(r.int(34)?),
            company_name: r.text(35)?,
            contact_name: r.text(36)?,
            contact_email: r.text(37)?,
        },
        creator: CreatorFact {
            id: CreatorId(r.int(20)?),
            user_id: UserId(r.int(38)?),
            name: r.text(39)?,
            email: r.text(40)?,
            bio: r.text(41)?,
        },
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
        answered_at: r.opt_time(42)?,
        last: last(r)?,
        created_at: r.time(14)?,
        updated_at: r.time(15)?,
    })
}

fn last(r: &Row<'_>) -> Result<Option<LastFact>, StoreError> {
    let Some(id) = r.opt_int(9)? else { return Ok(None) };
    let sender = match r.opt_int(12)? {
        None => None,
        Some(id) => Some(Sender {
            id: UserId(id),
            name: r.text(16)?,
            user_type: r.word(17, UserType::parse)?,
        }),
    };
    Ok(Some(LastFact {
        id: MessageId(id),
        line: r.text(10)?,
        audience: r.word(11, Audience::parse)?,
        sender,
        at: r.time(13)?,
    }))
}

fn order(r: &Row<'_>) -> Result<OrderFact, StoreError> {
    let quantity = r.int(21)?;
    Ok(OrderFact {
        id: OrderId(r.int(1)?),
        ticket_id: TicketId(r.int(0)?),
        package_id: PackageId(r.int(18)?),
        brand_id: BrandId(r.int(19)?),
        creator_id: CreatorId(r.int(20)?),
        quantity: u32::try_from(quantity)
            .map_err(|_| StoreError::Internal(format!("quantity {quantity}")))?,
        total_minor: r.int(22)?,
        currency: r.word(23, Currency::parse)?,
        status: r.word(24, OrderStatus::parse)?,
        instructions: r.opt_text(25)?,
        order_date: r.time(26)?,
        completed_at: r.opt_time(27)?,
        rejection_message: r.opt_text(28)?,
    })
}

fn package(r: &Row<'_>) -> Result<PackageFact, StoreError> {
    Ok(PackageFact {
        id: PackageId(r.int(18)?),
        creator_id: CreatorId(r.int(29)?),
        title: r.text(30)?,
        description: r.text(31)?,
        price_minor: r.int(32)?,
        currency: r.word(33, Currency::parse)?,
    })
}
