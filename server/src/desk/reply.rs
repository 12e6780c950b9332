//! What a command answers once it is on disk.

use super::import::Imported;
use super::rejection::Rejection;
use robindesk_protocol::{
    BrandProfile, CreatorProfile, DeskSettings, HandedOut, Macro, Message, Order, Package,
    PlacedOrder, Ticket, TicketId, User, UserId,
};
use serde::{Deserialize, Serialize};

/// What came of one ticket of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    pub ticket: TicketId,
    /// The ticket as it is now; or why nothing of it was changed.
    pub result: Result<Box<Ticket>, Rejection>,
}

/// A new party: its account, and what staff see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    Brand { user: User, brand: BrandProfile },
    Creator { user: User, creator: CreatorProfile },
}

impl Profile {
    /// Its account.
    pub fn into_user(self) -> User {
        match self {
            Self::Brand { user, .. } | Self::Creator { user, .. } => user,
        }
    }
}

/// The answer to an accepted command, as staff would see it; `visibility` cuts it for a party. Kept
/// as JSON beside an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Placed(Box<PlacedOrder>),
    Order(Box<Order>),
    Ticket(Box<Ticket>),
    /// One for each ticket, in the order that was asked.
    Bulk(Vec<BulkOutcome>),
    Message(Box<Message>),
    Account(Box<User>),
    Profile(Box<Profile>),
    Package(Box<Package>),
    Settings(DeskSettings),
    Macro(Box<Macro>),
    HandedOut(HandedOut),
    Imported(Imported),
    /// The session that was opened or renewed, and whose it is.
    Session {
        user: UserId,
    },
    /// The refresh token had been used before: its session has been ended.
    SessionEnded,
    /// The first answer to this idempotency key, to be given again.
    Replayed(Box<Reply>),
    /// Done, with nothing to tell.
    Done,
}

impl Reply {
    /// The account that it tells of.
    ///
    /// # Errors
    /// The reply itself when it tells of something else.
    pub fn into_account(self) -> Result<User, Self> {
        match self {
            Self::Account(user) => Ok(*user),
            Self::Profile(profile) => Ok(profile.into_user()),
            other => Err(other),
        }
    }
}
