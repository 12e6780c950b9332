//! Orders, and the packages, brands and creators they join.

use crate::whole::whole;
use crate::{
    Amount, BrandId, BrandProfile, CreatorId, CreatorProfile, Currency, OrderId, PackageId, Ticket,
    Timestamp, words,
};
use serde::{Deserialize, Serialize};

words! {
    /// `pending -> confirmed -> in_progress -> completed`, and the ways off that road.
    OrderStatus {
        Pending = "pending",
        Confirmed = "confirmed",
        InProgress = "in_progress",
        Completed = "completed",
        Rejected = "rejected",
        Cancelled = "cancelled",
        Refunded = "refunded",
    }
}

/// What a creator sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Package {
    pub id: PackageId,
    pub creator_id: CreatorId,
    pub title: String,
    pub description: String,
    pub price: Amount,
    pub currency: Currency,
}

/// Whom to talk to at a brand. The e-mail is left out for the other party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Brand {
    pub id: BrandId,
    pub company_name: String,
    /// Left out for the other party, to whom the company's name is the display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// A seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Creator {
    pub id: CreatorId,
    pub name: String,
    /// Left out for the other party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub bio: String,
}

/// Body of `POST /api/orders`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    pub package_id: PackageId,
    pub brand_id: BrandId,
    pub creator_id: CreatorId,
    pub total_amount: Amount,
    /// Default: the package's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Default 1; from 1 to 10,000.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// Up to 10,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_instructions: Option<String>,
}

impl NewOrder {
    /// The most of a package that one order can ask for.
    pub const MAX_QUANTITY: u32 = 10_000;
    /// The longest instructions, in characters.
    pub const MAX_INSTRUCTIONS: usize = 10_000;
}

/// Body of `PUT /api/orders/:orderId/status`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetOrderStatus {
    pub status: OrderStatus,
    /// Needed for `rejected`, refused for anything else. Up to 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection_message: Option<String>,
}

impl SetOrderStatus {
    /// The longest reason for a rejection, in characters.
    pub const MAX_REASON: usize = 2_000;
}

/// One step of an order's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusChange {
    pub status: OrderStatus,
    pub at: Timestamp,
    /// Who did it; `null` for the system.
    pub by: Option<crate::Actor>,
}

/// An order, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    pub id: OrderId,
    pub package: Package,
    pub brand: Brand,
    pub creator: Creator,
    pub quantity: u32,
    pub total_amount: Amount,
    pub currency: Currency,
    pub status: OrderStatus,
    /// Where the caller may take it from here; empty when nowhere.
    #[serde(default)]
    pub next_statuses: Vec<OrderStatus>,
    pub additional_instructions: Option<String>,
    pub order_date: Timestamp,
    pub completed_at: Option<Timestamp>,
    pub rejection_message: Option<String>,
    /// On `GET /api/orders/:orderId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
    /// On `GET /api/orders/:orderId`: every status it had, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<StatusChange>>,
}

/// One side of an order, by its display name alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Party<Id> {
    pub id: Id,
    pub name: String,
}

/// What a ticket row says of its order. Holds nothing that either party may not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderSummary {
    pub id: OrderId,
    pub package_title: String,
    pub brand: Party<BrandId>,
    pub creator: Party<CreatorId>,
    pub quantity: u32,
    pub total_amount: Amount,
    pub currency: Currency,
    pub status: OrderStatus,
}

/// `data` of the answer to `POST /api/orders`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlacedOrder {
    pub order: Order,
    pub ticket: Ticket,
}

/// `data` of calls that answer with one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderAnswer {
    pub order: Order,
}

/// `data` of calls that answer with one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageAnswer {
    pub package: Package,
}

/// `data` of calls that answer with one brand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrandAnswer {
    pub brand: BrandProfile,
}

/// `data` of calls that answer with one creator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatorAnswer {
    pub creator: CreatorProfile,
}
