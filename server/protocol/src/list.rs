//! Lists: how a page is asked for, and what it answers.

use crate::{BrandId, CreatorId, Message, MessageId, Order, Package, Ticket};
use serde::{Deserialize, Serialize};

/// Paging, as it is answered with every list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paging {
    /// How many there are in all, whatever the page.
    pub total: u64,
    /// There, and `true`, when there are more than `total` says: what has no counter of its own is
    /// counted up to 10,000 and no further.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total_is_at_least: bool,
    /// 1 to 200.
    pub limit: u32,
    pub offset: u64,
    /// Opaque; asks for the page after this one. `null` on the last.
    pub next_cursor: Option<String>,
}

macro_rules! pages {
    ($($(#[$meta:meta])* $name:ident { $list:ident: $item:ty }),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name {
            pub $list: Vec<$item>,
            #[serde(flatten)]
            pub paging: Paging,
        }
    )+};
}

pages! {
    /// A page of tickets.
    TicketPage { tickets: Ticket },
    /// A page of orders.
    OrderPage { orders: Order },
    /// A page of packages.
    PackagePage { packages: Package },
    /// A page of brands.
    BrandPage { brands: crate::Brand },
    /// A page of creators.
    CreatorPage { creators: crate::Creator },
    /// A page of staff, as admins see it.
    AgentPage { agents: crate::Agent },
    /// A page of the audit trail.
    AuditPage { entries: crate::AuditEntry },
}

/// A page of messages in time order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessagePage {
    pub messages: Vec<Message>,
    /// Whether older ones are there: ask again with `before` the first one's id.
    pub has_more: bool,
    /// The caller's read position on this ticket; `null` when nothing was read yet.
    pub read_up_to: Option<MessageId>,
}

/// Query of `GET /api/crm/tickets`. Several values of one filter are separated by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TicketQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Ids, `me` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// `true`: only those that are snoozed; `false`: only those that are not, as an inbox wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed: Option<String>,
    /// Words in the brand's, creator's or package's name, or a ticket's number; and the filters of
    /// search: `status:`, `agent:`, `brand:`, `creator:`, `priority:`, `tag:`, `before:`, `after:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `updated`, `created`, `waiting` or `priority`, with `-` in front for descending. Default `-updated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^-?(updated|created|waiting|priority)$"))
    )]
    pub sort: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Query of `GET /api/orders` and of a party's own list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OrderQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<BrandId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator_id: Option<CreatorId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Query of the lists of packages, brands and creators.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProfileQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Query of `GET /api/crm/tickets/:ticketId/messages`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MessageQuery {
    /// Lanes, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Only messages older than this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<MessageId>,
    /// 1 to 200, default 50.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}
