//! Every write as a value: what a route, the seed or an import may ask the desk to do.

mod account;

pub use account::{AccountKind, NewAccount, NewPassword, NewSession, OwnPassword};

use robindesk_protocol::{
    Audience, Availability, BrandId, BulkSet, CreatorId, Currency, MacroId, MessageId, NewOrder,
    OrderId, OrderStatus, PackageId, Priority, SetAccountStatus, TicketId, TicketStatus, Timestamp,
    UpdateAgent, UpdateBrand, UpdateCreator, UpdatePackage, UpdateSettings, User, UserId, UserType,
    WriteMacro,
};
use std::net::IpAddr;

/// A command, by whom and when.
#[derive(Debug, Clone)]
pub struct Request {
    /// When it was asked for: the caller's clock, so that tests and seeds can hold it.
    pub at: Timestamp,
    pub by: Caller,
    /// From the `Idempotency-Key` header, where one was sent.
    pub key: Option<IdempotencyKey>,
    pub command: Command,
}

/// Who asks. The account was checked by `auth` or made by this program itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The server itself: seeds, imports, timers.
    System,
    Account(Account),
}

/// A signed-in account, as far as rules about writing care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: UserId,
    pub name: String,
    pub user_type: UserType,
    /// The profile that a brand writes for; `None` for anybody else.
    pub brand_id: Option<BrandId>,
    /// The profile that a creator writes for; `None` for anybody else.
    pub creator_id: Option<CreatorId>,
    /// The client's address, for the audit trail; `None` for this program itself.
    pub from: Option<IpAddr>,
}

impl Account {
    /// This account, when this program itself acts for it.
    pub fn of(user: &User) -> Self {
        Self {
            id: user.id,
            name: user.name.clone(),
            user_type: user.user_type,
            brand_id: user.brand_id,
            creator_id: user.creator_id,
            from: None,
        }
    }
}

impl Caller {
    /// The account, `None` for the system.
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::System => None,
            Self::Account(account) => Some(account),
        }
    }

    /// Staff, or the server itself.
    pub fn is_staff(&self) -> bool {
        self.account().is_none_or(|a| a.user_type.is_staff())
    }
}

/// A client's own key for a request. The same key and body again gives the first answer back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    /// 1 to 200 visible ASCII characters.
    pub key: String,
    /// SHA-256 of method, path and body, in hex.
    pub body_hash: String,
}

/// What can be asked of the desk.
#[derive(Debug, Clone)]
pub enum Command {
    /// An order with its one ticket, its assignment and its first message.
    PlaceOrder(NewOrder),
    SetOrderStatus {
        order: OrderId,
        status: OrderStatus,
        rejection_message: Option<String>,
    },
    PostMessage(NewMessage),
    UpdateTicket {
        ticket: TicketId,
        change: TicketChange,
    },
    /// One change to many tickets, each accepted or refused on its own.
    BulkUpdate {
        /// Up to 500, each once.
        tickets: Vec<TicketId>,
        /// Its tags are already checked for shape.
        set: BulkSet,
    },
    /// Moves the caller's read position forward, to `up_to` or to the newest message.
    MarkRead {
        ticket: TicketId,
        up_to: Option<MessageId>,
    },
    /// Moves the caller's read position back before the newest message of somebody else.
    MarkUnread {
        ticket: TicketId,
    },
    /// The caller's own availability.
    SetAvailability(Availability),
    /// Gives waiting tickets to whoever is eligible. The writer asks for it while more are waiting
    /// than one batch can hold.
    HandOut,
    /// Wakes the snoozed tickets whose time has come, as many as one batch holds.
    WakeSnoozed,
    OpenSession(NewSession),
    /// Trades a refresh token for a new one; an old one ends the session.
    RotateSession {
        sid: String,
        /// Hash of the token that was presented.
        presented: String,
        /// Hash of the token that takes its place.
        next: String,
        expires_at: Timestamp,
    },
    /// Ends a session of the caller's.
    EndSession {
        sid: String,
    },
    /// Ends all sessions of a member of staff.
    EndSessions {
        agent: UserId,
    },
    SetPassword(NewPassword),
    UpdateAgent {
        agent: UserId,
        change: UpdateAgent,
    },
    /// Suspends an account or lets it in again.
    SetAccountStatus {
        agent: UserId,
        change: SetAccountStatus,
    },
    RemoveAgent {
        agent: UserId,
    },
    /// Sends unresolved tickets of an agent through the rotation, to anybody but that agent.
    HandOutTickets {
        agent: UserId,
        /// `None`: all of them.
        tickets: Option<Vec<TicketId>>,
    },
    UpdateSettings(UpdateSettings),
    CreateAccount(NewAccount),
    CreatePackage(NewPackage),
    UpdateBrand {
        brand: BrandId,
        change: UpdateBrand,
    },
    UpdateCreator {
        creator: CreatorId,
        change: UpdateCreator,
    },
    UpdatePackage {
        package: PackageId,
        change: UpdatePackage,
    },
    /// Brands, creators and packages: all of them or none.
    Import(super::import::Import),
    /// A backup was taken of everything before this request.
    NoteBackup,
    /// Already checked for shape, like the next.
    CreateMacro(WriteMacro),
    UpdateMacro {
        id: MacroId,
        new: WriteMacro,
    },
    DeleteMacro(MacroId),
}

impl Command {
    /// Whether doing it once more, word for word, leaves everything as it is.
    pub const fn may_be_done_twice(&self) -> bool {
        matches!(
            self,
            Self::MarkRead { .. }
                | Self::MarkUnread { .. }
                | Self::OpenSession(_)
                | Self::RotateSession { .. }
                | Self::EndSession { .. }
        )
    }
}

/// A message to post.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub ticket: TicketId,
    /// Already bounded by the route: 1 byte to 64 KiB.
    pub text: String,
    /// `None`: a party's own lane; for staff `brand`.
    pub audience: Option<Audience>,
    pub client_id: Option<String>,
    /// The file that it brings; `None` for a text.
    pub file: Option<NewFile>,
}

/// A file that lies on the shelf and waits for its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    pub name: String,
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// Its name on the shelf.
    pub object: String,
}

/// One change to a ticket by hand.
#[derive(Debug, Clone)]
pub enum TicketChange {
    Status(TicketStatus),
    Priority(Priority),
    /// The whole set, already checked for shape.
    Tags(Vec<String>),
    /// Until then it is out of the inbox; `None` wakes it.
    Snooze(Option<Timestamp>),
    Agent {
        agent: UserId,
        reason: Option<String>,
    },
}

/// A package to create.
#[derive(Debug, Clone)]
pub struct NewPackage {
    pub creator: CreatorId,
    pub title: String,
    pub description: String,
    /// In minor units of `currency`.
    pub price_minor: i64,
    pub currency: Currency,
}
