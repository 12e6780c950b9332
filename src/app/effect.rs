//! What the console asks of the world. Panes and the model return effects; `runner` performs them
//! and posts what came of it back as a [`Message`](super::message::Message). Plain values, so that a
//! test can compare them and a log can print them.

pub mod deed;

pub use deed::Deed;

use robindesk_protocol::{
    Audience, Availability, BrandId, BulkUpdate, CreatorId, FileId, MacroActions, MessageId,
    OrderId, OrderStatus, PresenceState, Priority, TicketId, TicketQuery, TicketStatus, Timestamp,
    UserId,
};

/// Names one question, so that an answer that comes too late can be told from the one awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ask(pub u64);

/// One thing to do outside the drawing thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A page of tickets -> `Message::Tickets`.
    LoadTickets { ask: Ask, query: TicketQuery },
    /// One ticket by its number -> `Message::Ticket`.
    LoadTicket { ask: Ask, ticket: TicketId },
    /// The newest page of a thread, or the one before a message -> `Message::Thread`.
    LoadThread { ask: Ask, ticket: TicketId, before: Option<MessageId> },
    /// An order with its history -> `Message::Order`.
    LoadOrder { ask: Ask, order: OrderId },
    /// The orders of this brand with this creator, the newest first -> `Message::Orders`.
    LoadOrders { ask: Ask, brand: BrandId, creator: CreatorId },
    /// Herself as the server knows her: another console, or an admin, may have changed it since ->
    /// `Message::Me`.
    LoadMe,
    /// Who may be given a ticket -> `Message::Colleagues`.
    LoadColleagues { ask: Ask },
    /// The drafts that lie on disk for a ticket -> `Message::Drafts`.
    LoadDrafts { ticket: TicketId },
    /// Keeps what is typed in one lane of a ticket; an empty text forgets it. Written within 200 ms
    /// and before the console ends, however it ends.
    SaveDraft { ticket: TicketId, audience: Audience, draft: Draft },
    /// Puts a message in the outbox on disk, then sends it, again and again until the server has
    /// taken or refused it -> `Message::Sent`. Sending never outruns what was queued before it on
    /// the same ticket.
    Send(Outgoing),
    /// Sends a refused message again under the same id.
    Resend { client_id: String },
    /// Takes a message back out of the outbox -> nothing.
    Unsend { client_id: String },
    /// A change that is shown at once and confirmed later -> `Message::Changed`. Kept on disk until
    /// then; what an earlier run left is told as `Message::LeftOver` and `Message::ChangedLate`.
    Change { ask: Ask, change: Change },
    /// Tells the others which ticket she is on and what she does there, until another is told; `None`
    /// when she is on none -> nothing.
    Presence(Option<(TicketId, PresenceState)>),
    /// Moves a file up or down -> `Message::Transfer`, many times.
    Move { id: String, what: FileMove },
    /// Stops moving a file -> nothing.
    StopMove { id: String },
    /// Something to be read over the panes -> `Message::LookedUp`.
    LookUp { ask: Ask, subject: Subject },
    /// The live numbers, for admins -> `Message::Stats`.
    LoadStats,
    /// How the server is, for admins -> `Message::Health`.
    LoadHealth,
    /// Writes files made here, each with its name and text, to the folder for downloads ->
    /// `Message::Exported`.
    Export { files: Vec<(String, String)> },
    /// What an admin asks of the desk -> `Message::Managed`.
    Manage { ask: Ask, deed: Deed },
    /// Signs in with a password, stores the tokens and opens the stream -> `Message::SignedIn` or
    /// `Message::SignInFailed`.
    SignIn { server: String, email: String, password: Secret },
    /// Ends the session here and on the server -> `Message::SignedOut`.
    SignOut,
    /// Tries the server now instead of waiting out the pause between two tries.
    ReconnectNow,
    /// Remembers on this machine that the first keys were shown and found -> nothing.
    Welcomed,
    /// Sets the window's title. Already made safe by `ui::plain`.
    Title(String),
    /// Puts text on the clipboard. Already made safe by `ui::plain`.
    Copy(String),
    /// Puts a password that is told once on the clipboard.
    CopySecret(Secret),
    /// Tells of something while the window is not looked at. Already made safe by `ui::plain`.
    Notify(String),
    /// Gives a link to a program that opens it -> `Message::NotOpened` when it can't.
    OpenLink { program: String, link: String },
    /// Posts `Message::Wake` once, after so many milliseconds.
    WakeAfter { ms: u64 },
    /// Ends the console: everything that is not yet on disk is written first.
    Quit,
}

/// A file to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileMove {
    /// From this machine to a ticket, as a message of its own.
    Up { ticket: TicketId, audience: Audience, path: String },
    /// To the folder for downloads.
    Down { file: FileId, name: String },
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// All macros that she may use.
    Macros,
    /// Why a ticket went to whom it went.
    Decisions(TicketId),
    /// A page of what happened on a ticket, from the oldest on.
    History { ticket: TicketId, cursor: Option<String> },
    /// Paths on this machine that go on like this; folders end in a slash.
    Paths(String),
    /// A page of hits, from the newest on.
    Search { words: String, cursor: Option<String> },
}

/// What is typed in one lane of a ticket, and what the macros in it do when it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    pub plan: MacroActions,
}

impl From<&str> for Draft {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), plan: MacroActions::default() }
    }
}

/// A message on its way out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outgoing {
    /// Made here (a UUID), so that a resend is harmless and an echo is recognized.
    pub client_id: String,
    pub ticket: TicketId,
    pub audience: Audience,
    pub text: String,
    /// When it was written, by this machine's clock.
    pub at: Timestamp,
    /// Until then it waits, and can be taken back.
    #[serde(default)]
    pub not_before: Option<Timestamp>,
}

/// A change to something on the server.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Change {
    TicketStatus {
        ticket: TicketId,
        status: TicketStatus,
    },
    Priority {
        ticket: TicketId,
        priority: Priority,
    },
    Tags {
        ticket: TicketId,
        tags: Vec<String>,
    },
    Snooze {
        ticket: TicketId,
        until: Option<Timestamp>,
    },
    Reassign {
        ticket: TicketId,
        agent: UserId,
        reason: Option<String>,
    },
    /// The same to many tickets, each on its own: some may be refused.
    Many(BulkUpdate),
    OrderStatus {
        order: OrderId,
        status: OrderStatus,
        rejection_message: Option<String>,
    },
    Read {
        ticket: TicketId,
    },
    /// The newest message of somebody else counts as unread again.
    Unread {
        ticket: TicketId,
    },
    Availability(Availability),
}

impl Change {
    /// Whether it waits on disk for the server. What was read, and who is there, is only true now.
    pub const fn is_kept(&self) -> bool {
        !matches!(self, Self::Read { .. } | Self::Unread { .. } | Self::Availability(_))
    }
}

/// A password on its way to the server. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}
