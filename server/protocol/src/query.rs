//! How a list is asked for: what narrows it, and which page of it.

use crate::{BrandId, CreatorId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

// The fields of the page are written into each, because refusing unknown fields and flattening do not
// go together in serde: a typo in a query would be dropped silently.
macro_rules! queries {
    ($($(#[$meta:meta])* $name:ident { $($(#[$of:meta])* $field:ident: $value:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $(
                $(#[$of])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$value>,
            )*
            /// 1 to 200, default 50.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub offset: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub cursor: Option<String>,
        }
    )+};
}

queries! {
    /// Query of `GET /api/crm/tickets`. Several values of one filter are separated by commas.
    TicketQuery {
        status: String,
        /// Ids, `me` or `none`.
        agent_id: String,
        priority: String,
        /// Of several with commas a ticket has all, and of the other filters' values one.
        tag: String,
        /// `true`: only those that are snoozed; `false`: only those that are not, as an inbox wants it.
        snoozed: String,
        /// Words in the brand's, creator's or package's name, or a ticket's number; and the filters of
        /// search: `status:`, `agent:`, `brand:`, `creator:`, `priority:`, `tag:`, `before:`, `after:`.
        /// Each with `-` in front for all others. With commas, `status:`, `agent:` and `priority:` take one
        /// of several, and `tag:a,b` has both; behind a `-` none holds: `-tag:a,b` has neither. At most
        /// 24 words.
        q: String,
        /// `updated`, `created`, `waiting` or `priority`, with `-` in front for descending. Default `-updated`.
        #[cfg_attr(
            feature = "schema",
            schemars(regex(pattern = r"^-?(updated|created|waiting|priority)$"))
        )]
        sort: String,
    }
    /// Query of the tickets of one agent: as of all, but for whose they are.
    HeldQuery {
        status: String,
        priority: String,
        /// Of several with commas a ticket has all, and of the other filters' values one.
        tag: String,
        /// `true`: only those that are snoozed; `false`: only those that are not.
        snoozed: String,
        /// As of all tickets.
        q: String,
        /// `updated`, `created`, `waiting` or `priority`, with `-` in front for descending. Default `-updated`.
        #[cfg_attr(
            feature = "schema",
            schemars(regex(pattern = r"^-?(updated|created|waiting|priority)$"))
        )]
        sort: String,
    }
    /// Query of `GET /api/orders`.
    OrderQuery {
        status: String,
        brand_id: BrandId,
        creator_id: CreatorId,
        /// Words in the brand's, creator's or package's name, `"exact words"`, or an order's number; and
        /// `brand:` and `creator:`. Each with `-` in front for all others.
        q: String,
    }
    /// Query of a brand's orders: as of all, but for the brand.
    OfBrandQuery {
        status: String,
        creator_id: CreatorId,
        /// As of all orders.
        q: String,
    }
    /// Query of a creator's orders: as of all, but for the creator.
    OfCreatorQuery {
        status: String,
        brand_id: BrandId,
        /// As of all orders.
        q: String,
    }
    /// Query of `GET /api/admin/agents`.
    AgentQuery {
        /// Account statuses, separated by commas.
        status: String,
        /// `agent`, `admin`, `super_admin`, separated by commas.
        user_type: String,
        /// Text in a name or an address.
        q: String,
    }
    /// Query of `GET /api/admin/audit`, newest first.
    AuditQuery {
        /// Whose actions: ids, separated by commas.
        actor: String,
        /// Which actions, separated by commas.
        action: String,
        /// From this time on.
        since: Timestamp,
        /// Before this time.
        until: Timestamp,
        /// Text in the actor's or the subject's name, or an address.
        q: String,
    }
    /// Query of lists that have nothing but pages, as of packages, macros or a ticket's history.
    PageQuery {}
}

impl HeldQuery {
    /// The same of all tickets that this agent has.
    pub fn of(self, agent_id: String) -> TicketQuery {
        let Self { status, priority, tag, snoozed, q, sort, limit, offset, cursor } = self;
        let agent_id = Some(agent_id);
        TicketQuery { status, agent_id, priority, tag, snoozed, q, sort, limit, offset, cursor }
    }
}

impl OfBrandQuery {
    /// The same of all orders that this brand has.
    pub fn of(self, brand: BrandId) -> OrderQuery {
        let Self { status, creator_id, q, limit, offset, cursor } = self;
        OrderQuery { status, brand_id: Some(brand), creator_id, q, limit, offset, cursor }
    }
}

impl OfCreatorQuery {
    /// The same of all orders that this creator has.
    pub fn of(self, creator: CreatorId) -> OrderQuery {
        let Self { status, brand_id, q, limit, offset, cursor } = self;
        OrderQuery { status, brand_id, creator_id: Some(creator), q, limit, offset, cursor }
    }
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
