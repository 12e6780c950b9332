//! The audit trail: what admins did, to what, when and from where.

use crate::{Actor, AuditId, Change, Timestamp, words};
use serde::{Deserialize, Serialize};

words! {
    /// What an admin did.
    Action {
        AgentCreated = "agent.created",
        AgentUpdated = "agent.updated",
        AgentSuspended = "agent.suspended",
        AgentActivated = "agent.activated",
        AgentRemoved = "agent.removed",
        PasswordReset = "agent.password_reset",
        SessionsEnded = "agent.sessions_ended",
        TicketsHandedOut = "agent.tickets_handed_out",
        SettingsUpdated = "settings.updated",
        BrandCreated = "brand.created",
        BrandUpdated = "brand.updated",
        BrandSuspended = "brand.suspended",
        BrandActivated = "brand.activated",
        CreatorCreated = "creator.created",
        CreatorUpdated = "creator.updated",
        CreatorSuspended = "creator.suspended",
        CreatorActivated = "creator.activated",
        PackageCreated = "package.created",
        PackageUpdated = "package.updated",
        /// Somebody else's ticket was given to another agent.
        TicketReassigned = "ticket.reassigned",
        /// Many tickets were given to an agent at once: one line for all of them.
        TicketsMoved = "tickets.moved",
        OrderRefunded = "order.refunded",
        /// Macros for everyone; what somebody writes for itself is in no trail.
        MacroCreated = "macro.created",
        MacroUpdated = "macro.updated",
        MacroRemoved = "macro.removed",
        /// Counts that were wrong were counted anew.
        DeskMended = "desk.mended",
    }
}

words! {
    /// What kind of thing something was done to.
    SubjectKind {
        Agent = "agent",
        Brand = "brand",
        Creator = "creator",
        Package = "package",
        Settings = "settings",
        Ticket = "ticket",
        Order = "order",
        Macro = "macro",
        Desk = "desk",
    }
}

/// What something was done to, by the name it had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    pub kind: SubjectKind,
    /// `null` for what there is but one of.
    pub id: Option<String>,
    pub name: String,
}

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: Timestamp,
    /// `null` for the server itself, as when it is asked on its command line.
    pub actor: Option<Actor>,
    pub action: Action,
    pub subject: Subject,
    /// What changed, from and to.
    pub changes: Vec<Change>,
    /// The address of the client, as far as it may be believed.
    pub address: Option<String>,
}
