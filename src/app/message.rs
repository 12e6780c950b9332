//! What may happen to the console: keys, and what came of the effects it asked for.

pub mod managed;

pub use managed::{Given, Managed, NotDone, WhyNot};

use super::effect::{Ask, Change, Draft, Outgoing};
pub use crate::model::link::Link;
pub use crate::model::session::SignedIn;
use robindesk_protocol::{
    Audience, BulkResult, Colleague, DecisionRecord, Event, Health, HistoryPage, Macro,
    Message as Posted, MessagePage, Order, PresenceEvent, SearchPage, Stats, Ticket, TicketId,
    TicketPage, User,
};

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// From the terminal: a key, a paste, a resize, a click, focus won or lost.
    Input(crossterm::event::Event),
    /// Time has passed that somebody asked for with `Effect::WakeAfter`.
    Wake,
    /// A program that was to open a link could not be started.
    NotOpened(Failure),
    /// How the link to the server stands.
    Link(Link),
    /// Something happened on the desk. In order, without gaps, nothing twice.
    Event(Box<Event>),
    /// Somebody looks at a ticket, types on it, or has left. Not in the log.
    Presence(Box<PresenceEvent>),
    /// The stream could not be resumed: what is on screen must be loaded again.
    Reset,
    Tickets {
        ask: Ask,
        result: Result<TicketPage, Failure>,
    },
    Ticket {
        ask: Ask,
        result: Result<Box<Ticket>, Failure>,
    },
    Thread {
        ask: Ask,
        ticket: TicketId,
        result: Result<MessagePage, Failure>,
    },
    Order {
        ask: Ask,
        result: Result<Box<Order>, Failure>,
    },
    Orders {
        ask: Ask,
        result: Result<Vec<Order>, Failure>,
    },
    Colleagues {
        ask: Ask,
        result: Result<Vec<Colleague>, Failure>,
    },
    /// A file has moved.
    Transfer {
        id: String,
        step: Step,
    },
    /// Herself as the server knows her.
    Me(Result<Box<User>, Failure>),
    /// The live numbers: as asked for, or off the stream, a newer one now and then.
    Stats(Result<Box<Stats>, Failure>),
    /// How the server is.
    Health(Result<Box<Health>, Failure>),
    /// Where files that were made here lie, in words.
    Exported(Result<String, Failure>),
    LookedUp {
        ask: Ask,
        result: Result<Findings, Failure>,
    },
    Drafts {
        ticket: TicketId,
        drafts: Vec<(Audience, Draft)>,
    },
    /// At start: what an earlier run did not get sent.
    Outbox(Vec<Outgoing>),
    /// The server took a message (`Ok`), or refused it for good. A fault on the way is not told
    /// here: it is tried again.
    Sent {
        client_id: String,
        ticket: TicketId,
        result: Result<Box<Posted>, Failure>,
    },
    /// At start: changes that an earlier run left, which are being tried now.
    LeftOver(Vec<Change>),
    /// What came of one of them.
    ChangedLate {
        change: Change,
        result: Result<Changed, Failure>,
    },
    /// A change was taken or refused. `Offline` changes are kept and tried again, and not told here.
    Changed {
        ask: Ask,
        result: Result<Changed, Failure>,
    },
    /// What came of what an admin asked for.
    Managed {
        ask: Ask,
        result: Result<Managed, NotDone>,
    },
    /// Something could not be written to this machine's disk.
    Unkept(Unkept),
    SignedIn(Box<SignedIn>),
    SignInFailed(Failure),
    /// No session (any more): ask to sign in. Nothing typed is lost by it.
    SignedOut {
        reason: Option<String>,
    },
}

/// What was found of what was looked up.
#[derive(Debug, Clone)]
pub enum Findings {
    Macros(Vec<Macro>),
    Decisions(Vec<DecisionRecord>),
    History(TicketId, HistoryPage),
    Search(SearchPage),
    Paths(Vec<String>),
}

/// What this machine's disk refused, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unkept {
    /// Everything: what is typed lives only as long as this console.
    All(String),
    /// One thing, just now.
    One(String),
}

/// How a file moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// In bytes; the total is 0 while it is not known.
    Moved {
        done: u64,
        total: u64,
    },
    /// What became of it, in words.
    Done(String),
    Failed(String),
}

/// What a change made of the thing it changed.
#[derive(Debug, Clone)]
pub enum Changed {
    Ticket(Box<Ticket>),
    /// What came of each of many.
    Many(Vec<BulkResult>),
    Order(Box<Order>),
    User(Box<User>),
    /// Nothing to show, a read position for instance.
    Done,
}

/// Why something was not done, in words for the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whether the server answered at all.
    pub kind: FailureKind,
    /// What to show: the server's `detail`, or what went wrong on the way. Untrusted: goes through
    /// `ui::plain` before it reaches a cell.
    pub text: String,
}

/// What kind of failure, as far as the screen treats them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// No answer: try again later.
    Offline,
    /// The server says no, and would say so again.
    Refused,
    /// There is no such thing (any more).
    NotFound,
    /// The session is over.
    SignedOut,
}
