//! What a batch must write. Rows that may change more than once in a batch are named by id and taken
//! from the world when the batch is flushed, so only their last state is written.

pub mod counts;

use super::command::NewFile;
use super::reply::Reply;
use robindesk_protocol::{
    Audience, AuditEntry, BrandId, CreatorId, Decision, Event, MacroId, Message, MessageId,
    OrderId, PackageId, TicketId, Timestamp, UserId,
};
use std::collections::BTreeSet;

/// An entry of the log with what decides who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// As staff see it.
    pub event: Event,
    pub readers: Readers,
}

/// Who an entry of the log is for, beside staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readers {
    /// Whose lane it belongs to; `Staff` for what is not the parties' business.
    pub audience: Audience,
    pub brand_id: Option<BrandId>,
    pub creator_id: Option<CreatorId>,
}

/// A first answer, kept for 24 hours under the caller's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReply {
    pub account: UserId,
    pub key: String,
    pub body_hash: String,
    pub reply: Reply,
    pub at: Timestamp,
}

/// A side of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Brand(BrandId),
    Creator(CreatorId),
}

/// The rows that a batch inserts and the ids of those it updates.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub users: BTreeSet<UserId>,
    pub agents: BTreeSet<UserId>,
    pub brands: BTreeSet<BrandId>,
    pub creators: BTreeSet<CreatorId>,
    pub packages: BTreeSet<PackageId>,
    /// Parties with a new name: their orders are to be found by it as well.
    pub renamed: BTreeSet<Party>,
    pub orders: BTreeSet<OrderId>,
    pub tickets: BTreeSet<TicketId>,
    /// Those of them that have other tags now.
    pub tagged: BTreeSet<TicketId>,
    pub sessions: BTreeSet<String>,
    pub reads: BTreeSet<(UserId, TicketId)>,
    /// Those that are in the world are written, those that are not are deleted.
    pub macros: BTreeSet<MacroId>,
    pub messages: Vec<Message>,
    /// The files of messages, by the message that brings each.
    pub files: Vec<(MessageId, NewFile)>,
    /// Which of them are the first of their ticket: what was ordered.
    pub first: BTreeSet<MessageId>,
    pub decisions: Vec<(TicketId, Decision)>,
    pub events: Vec<LoggedEvent>,
    pub replies: Vec<KeptReply>,
    pub audit: Vec<AuditEntry>,
    pub settings: bool,
    /// A count in the log's head was put right.
    pub recounted: bool,
    /// When a backup was taken.
    pub backup: Option<Timestamp>,
    /// A session ended or an account changed: what is remembered of either is void.
    pub revoked: bool,
}

impl Changes {
    /// Whether there is nothing to write, as after a batch of rejections and replays.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
            && self.agents.is_empty()
            && self.brands.is_empty()
            && self.creators.is_empty()
            && self.packages.is_empty()
            && self.orders.is_empty()
            && self.tickets.is_empty()
            && self.sessions.is_empty()
            && self.reads.is_empty()
            && self.macros.is_empty()
            && self.messages.is_empty()
            && self.decisions.is_empty()
            && self.events.is_empty()
            && self.replies.is_empty()
            && self.audit.is_empty()
            && !self.settings
            && !self.recounted
            && self.backup.is_none()
    }

    /// Whether accounts, profiles or packages are among it, of which others may remember something.
    pub fn touches_facts(&self) -> bool {
        !(self.users.is_empty()
            && self.brands.is_empty()
            && self.creators.is_empty()
            && self.packages.is_empty())
    }
}
