//! `/api/orders`: placing an order, reading orders, moving one along its road.

use super::lists::{self, Asked};
use super::write;
use crate::answer::Answer;
use crate::auth::SignedIn;
use crate::desk::command::{Account, Command};
use crate::desk::reply::Reply;
use crate::desk::visibility;
use crate::error::ApiError;
use crate::extract::{Body, Keyed, PathId, QueryOf};
use crate::search::Query;
use crate::state::App;
use crate::store::read::page::Position;
use crate::store::read::{orders, profiles};
use axum::extract::State;
use robindesk_protocol::{
    BrandId, CreatorId, NewOrder, OfBrandQuery, OfCreatorQuery, OrderAnswer, OrderId, OrderPage,
    OrderQuery, OrderStatus, PlacedOrder, SetOrderStatus,
};

/// `POST /api/orders`
///
/// # Errors
/// 400 naming the field, 403 for another brand's order, 422 for a key used with another body.
pub async fn place(
    State(app): State<App>,
    signed_in: SignedIn,
    Keyed { body, key }: Keyed<NewOrder>,
) -> Result<Answer<PlacedOrder>, ApiError> {
    let written = write::submit(&app, &signed_in, key, Command::PlaceOrder(body)).await?;
    let Reply::Placed(placed) = written.reply else { return Err(write::unexpected()) };
    let PlacedOrder { order, ticket } = *placed;
    let data = PlacedOrder {
        order: visibility::order(&signed_in.account, order),
        ticket: visibility::ticket(signed_in.account.user_type, ticket),
    };
    let said = "Order created successfully with support ticket";
    Ok(Answer::created(said, data).replayed(written.replayed))
}

/// `GET /api/orders/{order_id}`
///
/// # Errors
/// 404 when there is none, or it is none of the caller's business.
pub async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(id): PathId<OrderId>,
) -> Result<Answer<OrderAnswer>, ApiError> {
    let order = orders::one(&app.store, id).await?;
    let order = order.filter(|order| visibility::is_party(&signed_in.account, order));
    let order = order.ok_or_else(|| ApiError::not_found("order"))?;
    Ok(Answer::ok("Order", OrderAnswer { order: visibility::order(&signed_in.account, order) }))
}

/// `PUT /api/orders/{order_id}/status`
///
/// # Errors
/// 403 when the caller may never set it, 409 when it cannot be reached from where the order is.
pub async fn set_status(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(order): PathId<OrderId>,
    Body(body): Body<SetOrderStatus>,
) -> Result<Answer<OrderAnswer>, ApiError> {
    let SetOrderStatus { status, rejection_message } = body;
    let command = Command::SetOrderStatus { order, status, rejection_message };
    let written = write::submit(&app, &signed_in, None, command).await?;
    let Reply::Order(order) = written.reply else { return Err(write::unexpected()) };
    let order = visibility::order(&signed_in.account, *order);
    Ok(Answer::ok(format!("Order is {}", order.status), OrderAnswer { order }))
}

/// `GET /api/orders`: all for staff, a party's own.
///
/// # Errors
/// 400 naming the parameter.
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    QueryOf(query): QueryOf<OrderQuery>,
) -> Result<Answer<OrderPage>, ApiError> {
    page(&app, &signed_in.account, query).await
}

/// `GET /api/orders/brand/{brand_id}`: that brand, or staff.
///
/// # Errors
/// 404 for anybody else, and when there is no such brand.
pub async fn of_brand(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(brand): PathId<BrandId>,
    QueryOf(query): QueryOf<OfBrandQuery>,
) -> Result<Answer<OrderPage>, ApiError> {
    let account = &signed_in.account;
    let there = if account.user_type.is_staff() {
        profiles::brand(&app.store, brand).await?.is_some()
    } else {
        account.brand_id == Some(brand)
    };
    if !there {
        return Err(ApiError::not_found("brand"));
    }
    page(&app, account, query.of(brand)).await
}

/// `GET /api/orders/creator/{creator_id}`: that creator, or staff.
///
/// # Errors
/// 404 for anybody else, and when there is no such creator.
pub async fn of_creator(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(creator): PathId<CreatorId>,
    QueryOf(query): QueryOf<OfCreatorQuery>,
) -> Result<Answer<OrderPage>, ApiError> {
    let account = &signed_in.account;
    let there = if account.user_type.is_staff() {
        profiles::creator(&app.store, creator).await?.is_some()
    } else {
        account.creator_id == Some(creator)
    };
    if !there {
        return Err(ApiError::not_found("creator"));
    }
    page(&app, account, query.of(creator)).await
}

/// The words of search, as far as they are of orders.
fn asked_for(text: Option<&str>) -> Result<Option<Query>, ApiError> {
    let Some(query) = lists::query(text)? else { return Ok(None) };
    let of_tickets = query.asks_for_staff() || !query.status.is_empty();
    if of_tickets || query.before.is_some() || query.after.is_some() {
        let message = "orders are found by words, \"exact words\", brand: and creator:";
        return Err(ApiError::field("q", message));
    }
    Ok(Some(query).filter(|query| *query != Query::default()))
}

async fn page(
    app: &App,
    account: &Account,
    query: OrderQuery,
) -> Result<Answer<OrderPage>, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    let filter = orders::Filter {
        status: lists::values("status", query.status.as_deref(), OrderStatus::parse)?,
        // A party's own comes on top of what it asks for: asking for another's finds nothing.
        brands: account.brand_id.into_iter().chain(query.brand_id).collect(),
        creators: account.creator_id.into_iter().chain(query.creator_id).collect(),
        q: asked_for(query.q.as_deref())?,
        window: asked.window(|cursor| Position::parse(cursor, orders::SORT))?,
    };
    let mut page = orders::page(&app.store, &filter).await?;
    page.orders = page.orders.into_iter().map(|o| visibility::order(account, o)).collect();
    Ok(Answer::ok("Orders", page))
}
