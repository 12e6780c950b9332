//! Lists: what a page answers.

use crate::{Message, MessageId, Order, Package, Ticket};
use serde::{Deserialize, Serialize};

/// Paging, as it is answered with every list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paging {
    /// How many there are in all, whatever the page.
    pub total: u64,
    /// There, and `true`, when there are more than `total` says: what has no counter of its own is
    /// counted up to 10,000 and no further, and among some hundreds where a search word is common.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total_is_at_least: bool,
    /// 1 to 200.
    pub limit: u32,
    pub offset: u64,
    /// Opaque; asks for the page after this one. `null` on the last. Until then a page may be short,
    /// or empty, where very many rows were looked at in vain.
    pub next_cursor: Option<String>,
}

impl Paging {
    /// The most rows a page may have.
    pub const MAX_LIMIT: u32 = 200;
    /// Rows on a page when nobody says.
    pub const LIMIT: u32 = 50;
    /// The farthest that `offset` reaches; beyond it `cursor` is the way.
    pub const MAX_OFFSET: u64 = 1_000_000_000;
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
    BrandPage { brands: crate::BrandProfile },
    /// A page of creators.
    CreatorPage { creators: crate::CreatorProfile },
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
