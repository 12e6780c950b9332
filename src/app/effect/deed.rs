//! What an admin asks of the desk: questions and changes that are no ticket's. Each is done once and
//! answered once; one that was lost on the way is hers to ask for again, because doing it twice is not
//! the same as doing it once.

use robindesk_protocol::{
    AccountStatus, AuditQuery, MacroId, NewAgent, TicketId, UpdateAgent, UpdateSettings, UserId,
    WriteMacro,
};

/// One question or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// All staff.
    Staff,
    Agent(UserId),
    /// What somebody holds that is not resolved, the longest waiting first.
    Holds(UserId),
    /// A page of the audit trail, the newest first.
    Trail(AuditQuery),
    /// The desk's settings, as everybody on the staff may read them.
    Settings,
    /// Every macro that she may use.
    Macros,
    Macro(MacroId),
    /// The same key again makes nobody twice.
    Create {
        new: NewAgent,
        key: String,
    },
    Update {
        agent: UserId,
        change: UpdateAgent,
    },
    /// Suspends somebody or lets it in again, as it was at this version.
    SetAccount {
        agent: UserId,
        status: AccountStatus,
        version: i64,
    },
    Remove(UserId),
    ResetPassword(UserId),
    EndSessions(UserId),
    /// Sends tickets of somebody through the rotation; all of them for `None`.
    HandOut {
        agent: UserId,
        tickets: Option<Vec<TicketId>>,
    },
    /// Gives tickets to somebody by hand.
    Give {
        tickets: Vec<TicketId>,
        to: UserId,
    },
    SetSettings(UpdateSettings),
    CreateMacro {
        new: WriteMacro,
        key: String,
    },
    SetMacro {
        id: MacroId,
        new: WriteMacro,
    },
    RemoveMacro(MacroId),
}

impl Deed {
    /// Whether nothing is changed by it.
    pub const fn only_asks(&self) -> bool {
        matches!(
            self,
            Self::Staff
                | Self::Agent(_)
                | Self::Holds(_)
                | Self::Trail(_)
                | Self::Settings
                | Self::Macros
                | Self::Macro(_)
        )
    }
}
