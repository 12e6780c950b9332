//! The facts that a batch of commands is decided on: loaded once, changed in memory, then written.
//!
//! Rows here are the desk's own; [`render`] turns them into what the wire shows. Reads load the same
//! facts and use the same rendering, so an answer to a write and a later read cannot differ.

pub mod render;

use super::reply::Reply;
use super::standing::Standing;
use robindesk_protocol::{
    AccountStatus, Audience, Availability, BrandId, CreatorId, Currency, DeskSettings, Macro,
    MacroId, Message, MessageId, OrderId, OrderStatus, PackageId, Policy, Priority, Sender,
    TicketId, TicketStatus, Timestamp, UserId, UserType,
};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// The log head: the last number handed out of each kind. Locked first in every write, so numbers
/// are small, human, gapless and in commit order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub orders: i64,
    pub tickets: i64,
    pub messages: i64,
    pub users: i64,
    pub brands: i64,
    pub creators: i64,
    pub packages: i64,
    /// Automatic assignments so far: an agent's `last_turn` is one of these numbers.
    pub decisions: i64,
    /// Unresolved tickets without an agent.
    pub waiting: i64,
    /// Lines of the audit trail.
    pub audit: i64,
    pub macros: i64,
    /// Grows with every write to an account, a profile or a package.
    pub facts: i64,
    /// When the newest write was, as it is told.
    pub at: Timestamp,
}

/// How far another node's clock may be ahead to be followed, in milliseconds.
const AHEAD_MS: i64 = 10_000;

impl Head {
    /// When what was asked for at `asked` is done: not before what was done before it, for it may have
    /// waited longer, or been asked of a node whose clock is behind. Of a time much earlier, as test
    /// data has it, it is believed.
    pub fn time(&self, asked: Timestamp) -> Timestamp {
        if (0..=AHEAD_MS).contains(&self.at.since_ms(asked)) { self.at } else { asked }
    }
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct UserFact {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub user_type: UserType,
    pub status: AccountStatus,
    pub password_hash: Option<String>,
    pub brand_id: Option<BrandId>,
    pub creator_id: Option<CreatorId>,
    pub created_at: Timestamp,
    /// Grows with each change by an admin.
    pub version: i64,
    /// When it was removed: its name stays in history, and nothing else of it.
    pub removed_at: Option<Timestamp>,
}

/// A member of staff, as the rotation sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentFact {
    pub id: UserId,
    pub user_type: UserType,
    pub status: AccountStatus,
    pub availability: Availability,
    pub takes_tickets: bool,
    /// `None`: no limit.
    pub max_open_tickets: Option<i64>,
    /// Unresolved tickets it holds, counted along and never recounted.
    pub open_tickets: i64,
    /// The number of its last automatic assignment; 0 for never.
    pub last_turn: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandFact {
    pub id: BrandId,
    pub user_id: UserId,
    pub company_name: String,
    pub contact_name: String,
    pub contact_email: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatorFact {
    pub id: CreatorId,
    pub user_id: UserId,
    pub name: String,
    pub email: String,
    pub bio: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFact {
    pub id: PackageId,
    pub creator_id: CreatorId,
    pub title: String,
    pub description: String,
    pub price_minor: i64,
    pub currency: Currency,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFact {
    pub id: OrderId,
    pub ticket_id: TicketId,
    pub package_id: PackageId,
    pub brand_id: BrandId,
    pub creator_id: CreatorId,
    pub quantity: u32,
    pub total_minor: i64,
    pub currency: Currency,
    pub status: OrderStatus,
    pub instructions: Option<String>,
    pub order_date: Timestamp,
    pub completed_at: Option<Timestamp>,
    pub rejection_message: Option<String>,
}

/// The newest message of a ticket, kept on the ticket so that lists need not look for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastFact {
    pub id: MessageId,
    pub line: String,
    pub audience: Audience,
    pub sender: Option<Sender>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketFact {
    pub id: TicketId,
    pub order_id: OrderId,
    pub agent_id: Option<UserId>,
    pub status: TicketStatus,
    pub priority: Priority,
    pub tags: Vec<String>,
    pub snoozed_until: Option<Timestamp>,
    /// Oldest message of the brand that no agent has answered.
    pub brand_waiting: Option<Timestamp>,
    /// Oldest message of the creator that no agent has answered.
    pub creator_waiting: Option<Timestamp>,
    /// The first public reply of an agent.
    pub answered_at: Option<Timestamp>,
    pub last: Option<LastFact>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl TicketFact {
    /// The number that agents sort by (`product.md`, Tickets). Nobody waits on a resolved ticket; who
    /// waited is kept, for the hand that reopens it.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        match (self.brand_waiting, self.creator_waiting) {
            _ if !self.status.is_unresolved() => None,
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct SessionFact {
    pub sid: String,
    pub user: UserId,
    pub refresh_hash: Option<String>,
    pub created_at: Timestamp,
    /// When it was last opened or renewed.
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Where it was opened from, `None` by this program itself.
    pub address: Option<String>,
    /// The `User-Agent` that opened it.
    pub program: Option<String>,
}

/// An answer that was given under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFact {
    pub body_hash: String,
    pub reply: Reply,
}

/// Everything that the commands of one batch may look at.
#[derive(Clone, Default)]
pub struct World {
    pub head: Head,
    /// In force from the batch's begin on.
    pub settings: DeskSettings,
    pub users: HashMap<UserId, UserFact>,
    /// How those stand who ask, where the whole account is not here. As when the batch began.
    pub standings: HashMap<UserId, Standing>,
    /// All staff when the batch needs the rotation, in order of id.
    pub agents: BTreeMap<UserId, AgentFact>,
    /// Whether all staff is here.
    pub all_staff: bool,
    pub brands: HashMap<BrandId, BrandFact>,
    pub creators: HashMap<CreatorId, CreatorFact>,
    pub packages: HashMap<PackageId, PackageFact>,
    pub orders: HashMap<OrderId, OrderFact>,
    pub tickets: HashMap<TicketId, TicketFact>,
    /// Messages already posted under a client's own id.
    pub posted: HashMap<(UserId, String), Message>,
    pub sessions: HashMap<String, SessionFact>,
    pub keys: HashMap<(UserId, String), KeyFact>,
    /// Read positions of staff.
    pub reads: HashMap<(UserId, TicketId), MessageId>,
    /// The newest message of somebody else, as it was when the batch began.
    pub heard: HashMap<(UserId, TicketId), MessageId>,
    /// Unresolved tickets without an agent, oldest first; as many as one batch hands out.
    pub waiting: VecDeque<TicketId>,
    /// Snoozed tickets whose time has come; as many as one batch wakes.
    pub due: Vec<TicketId>,
    /// Which of the e-mail addresses in question are taken, in lower case.
    pub emails: HashMap<String, UserId>,
    pub macros: HashMap<MacroId, Macro>,
}

impl World {
    /// The rotation's policy in force.
    pub fn policy(&self) -> Policy {
        self.settings.rotation_policy
    }
}

// Written by hand so that no password hash can reach a log through `{:?}`.
impl std::fmt::Debug for UserFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserFact").field("id", &self.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for SessionFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionFact").field("user", &self.user).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("head", &self.head).finish_non_exhaustive()
    }
}
