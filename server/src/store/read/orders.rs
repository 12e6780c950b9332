//! Lists of orders, and single ones with their history.

use super::cards::cards;
use super::events;
use super::named::{Called, Kind, number};
use super::page::{Position, Total, Where, Window};
use crate::search::Query;
use crate::store::cells::{Cell, Row};
use crate::store::load::card::By;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{
    BrandId, CreatorId, EventKind, Order, OrderId, OrderPage, OrderStatus, StatusChange,
};
use sqlx::AssertSqlSafe;

/// Which orders; newest first.
#[derive(Debug, Clone)]
pub struct Filter {
    /// An empty list filters nothing.
    pub status: Vec<OrderStatus>,
    /// Each of them must be the order's; two different ones find nothing.
    pub brands: Vec<BrandId>,
    /// Each of them must be the order's; two different ones find nothing.
    pub creators: Vec<CreatorId>,
    /// What was typed: words of names and titles, orders' numbers, and parties.
    pub q: Option<Query>,
    pub window: Window,
}

/// The word in cursors of these lists: they have one order alone.
pub const SORT: &str = "orders";

/// A page of orders.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, filter: &Filter) -> Result<OrderPage, StoreError> {
    let mut conn = store.lease().await?;
    let mut conditions = conditions(filter);
    if let Some(query) = &filter.q {
        asked(&mut conn, query, &mut conditions).await?;
    }
    let total = match by_status(&mut conn, filter).await? {
        Some(total) => Total::exactly(total),
        None => Total::counted(&mut conn, "orders o", &conditions).await?,
    };
    let mut offset = filter.window.offset;
    if let Some(after) = filter.window.after {
        offset = 0;
        conditions.and("o.id < ?", [Cell::from(after.id)]);
    }
    let limit = filter.window.limit as usize;
    let sql = format!(
        "SELECT o.id FROM orders o{} ORDER BY o.id DESC LIMIT {} OFFSET {offset}",
        conditions.sql(),
        limit + 1
    );
    let mut ids = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let world = cards(store, &mut conn, By::Order, &ids).await?;
    let last = ids.last().filter(|_| more).map(|id| Position { key: 0, id: *id });
    let orders = ids.iter().filter_map(|id| world.order(OrderId(*id))).collect();
    let next = last.map(|p| p.cursor(SORT));
    Ok(OrderPage { orders, paging: filter.window.paging(total, next) })
}

/// What the writer's counters say (`desk::changes::counts`); `None` when more than a status is asked
/// for.
async fn by_status(conn: &mut Conn, filter: &Filter) -> Result<Option<i64>, StoreError> {
    if filter.q.is_some() || !filter.brands.is_empty() || !filter.creators.is_empty() {
        return Ok(None);
    }
    let mut conditions = Where::default();
    conditions.and("kind = 'order'", []);
    let words = filter.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("status", words);
    let sql = format!("SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) FROM cells{}", conditions.sql());
    let total = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?;
    Ok(total.first().copied())
}

/// One order with its ticket and every status it had.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn one(store: &Store, id: OrderId) -> Result<Option<Order>, StoreError> {
    let mut conn = store.lease().await?;
    let world = cards(store, &mut conn, By::Order, &[id.0]).await?;
    let (Some(mut order), Some(fact)) = (world.order(id), world.orders.get(&id)) else {
        return Ok(None);
    };
    order.ticket = world.ticket(fact.ticket_id);
    let kinds = [EventKind::OrderCreated, EventKind::OrderUpdated];
    let steps = events::of_ticket(&mut conn, fact.ticket_id, &kinds).await?;
    let step = |logged: crate::desk::changes::LoggedEvent| {
        let event = logged.event;
        let to = event.data.change.as_ref().and_then(|c| c.to.as_deref());
        let status = to.map_or(Some(OrderStatus::Pending), OrderStatus::parse)?;
        Some(StatusChange { status, at: event.at, by: event.actor })
    };
    order.history = Some(steps.into_iter().filter_map(step).collect());
    Ok(Some(order))
}

fn conditions(filter: &Filter) -> Where<'_> {
    let mut conditions = Where::default();
    let words = filter.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("o.status", words);
    for brand in &filter.brands {
        conditions.and("o.brand_id = ?", [Cell::from(brand.0)]);
    }
    for creator in &filter.creators {
        conditions.and("o.creator_id = ?", [Cell::from(creator.0)]);
    }
    conditions
}

/// Adds what a query says of orders: each of its words is in a name or title, or an order's number, and
/// none of those with a dash is.
async fn asked(
    conn: &mut Conn,
    query: &Query,
    conditions: &mut Where<'_>,
) -> Result<(), StoreError> {
    let parties = |brands, creators| [(brands, Kind::Brand), (creators, Kind::Creator)];
    for (names, kind) in parties(&query.brands, &query.creators) {
        if !names.is_empty() {
            with(&Called::of(conn, names, &[kind]).await?, None, conditions);
        }
    }
    for term in query.terms.iter().filter(|term| !term.not) {
        let called = Called::of(conn, std::slice::from_ref(&term.text), &Kind::ALL).await?;
        with(&called, number(&term.text), conditions);
    }
    for (names, kind) in parties(&query.not.brands, &query.not.creators) {
        if !names.is_empty() {
            without(&Called::of(conn, names, &[kind]).await?, conditions);
        }
    }
    let not = query.terms.iter().filter(|term| term.not);
    let texts: Vec<String> = not.map(|term| term.text.clone()).collect();
    if !texts.is_empty() {
        without(&Called::of(conn, &texts, &Kind::ALL).await?, conditions);
    }
    for number in texts.iter().filter_map(|text| number(text)) {
        conditions.and("o.id <> ?", [Cell::from(number)]);
    }
    Ok(())
}

/// Adds that an order is one of these, or has this number. Those that few orders have are looked up;
/// what is common is soon met in the list's own order.
fn with(called: &Called, number: Option<i64>, conditions: &mut Where<'_>) {
    // No order has it.
    let number = number.unwrap_or_default();
    if called.is_empty() {
        conditions.and("o.id = ?", [Cell::from(number)]);
    } else if called.few {
        let (orders, mut args) = called.looked_up();
        args.push(Cell::from(number));
        conditions.and(&format!("o.id IN ({orders} UNION ALL SELECT ?)"), args);
    } else {
        let (any, mut args) = called.met();
        args.push(Cell::from(number));
        conditions.and(&format!("({any} OR o.id = ?)"), args);
    }
}

/// Adds that an order is none of these.
fn without(called: &Called, conditions: &mut Where<'_>) {
    if !called.is_empty() {
        let (any, args) = called.met();
        conditions.and(&format!("NOT ({any})"), args);
    }
}

/// Whether any order was ever placed.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn any(store: &Store) -> Result<bool, StoreError> {
    let mut conn = store.lease().await?;
    let read = |r: &Row<'_>| r.int(0);
    Ok(!conn.rows("SELECT id FROM orders LIMIT 1", vec![], read).await?.is_empty())
}
