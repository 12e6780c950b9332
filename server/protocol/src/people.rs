//! Accounts: who someone is, and whether they are there.

use crate::{BrandId, CreatorId, Timestamp, UserId, words};
use serde::{Deserialize, Serialize};

/// The longest name of a person, a company or a package, in characters.
pub const MAX_NAME: usize = 200;
/// The longest e-mail address, in characters.
pub const MAX_EMAIL: usize = 254;
/// The longest phone number, in characters.
pub const MAX_PHONE: usize = 40;
/// The longest description or bio, in characters.
pub const MAX_TEXT: usize = 10_000;

words! {
    /// What an account may do (`product.md`, People). Ordered from least to most.
    UserType {
        Brand = "brand",
        Creator = "creator",
        Agent = "agent",
        Admin = "admin",
        SuperAdmin = "super_admin",
    }
}

impl UserType {
    /// Agents, admins and super admins: they see every ticket.
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Agent | Self::Admin | Self::SuperAdmin)
    }

    /// Admins and super admins.
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::Admin | Self::SuperAdmin)
    }
}

words! {
    /// Whether an account may do anything at all.
    AccountStatus {
        Active = "active",
        Suspended = "suspended",
        Pending = "pending",
    }
}

words! {
    /// Whether an agent takes tickets now. Only `available` ones are in the rotation.
    Availability {
        Available = "available",
        Busy = "busy",
        Away = "away",
        Offline = "offline",
    }
}

/// An account as its owner and staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub user_type: UserType,
    pub status: AccountStatus,
    /// Only brands have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<BrandId>,
    /// Only creators have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator_id: Option<CreatorId>,
    /// Only staff have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_status: Option<Availability>,
    pub created_at: Timestamp,
}

/// `data` of calls that answer with one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserAnswer {
    pub user: User,
}

/// A member of staff, where a ticket names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentRef {
    pub id: UserId,
    pub name: String,
    pub email: String,
}

/// A member of staff who may be given a ticket, and how much there is on that desk already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub user_type: UserType,
    pub agent_status: Availability,
    /// Unresolved tickets now.
    pub open_tickets: u32,
    /// No limit when `null`.
    pub max_open_tickets: Option<u32>,
}

/// `data` of `GET /api/crm/agents`: active staff, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColleaguesAnswer {
    pub agents: Vec<Colleague>,
}

/// Body of `PUT /api/crm/agent/status`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetAvailability {
    pub agent_status: Availability,
}
