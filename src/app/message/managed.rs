//! What came of what an admin asked of the desk.

use robindesk_protocol::{
    Agent, AgentPassword, AuditPage, BulkResult, DeskSettings, FieldError, HandedOut, Macro,
    TicketPage,
};

/// The answer to one deed.
#[derive(Debug, Clone)]
pub enum Managed {
    Staff(Vec<Agent>),
    Agent(Box<Agent>),
    /// A password that was made up is told this once.
    Password(Box<AgentPassword>),
    Tickets(Box<TicketPage>),
    HandedOut(HandedOut),
    Given(Given),
    Trail(AuditPage),
    Settings(Box<DeskSettings>),
    Macros(Vec<Macro>),
    Macro(Box<Macro>),
    Done,
}

/// What came of giving many tickets to somebody, as far as that went.
#[derive(Debug, Clone, Default)]
pub struct Given {
    pub results: Vec<BulkResult>,
    /// So many were left where they are, and why.
    pub left: Option<(usize, String)>,
}

/// Why it was not done. The texts come from the server: untrusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotDone {
    pub why: WhyNot,
    /// In a sentence or two.
    pub text: String,
    /// What is wrong with which field.
    pub fields: Vec<FieldError>,
}

/// What kind of refusal, as far as the screen treats them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// No answer came: whether it was done is not known.
    Unheard,
    /// Somebody else changed it meanwhile, or it is in the way of a rule.
    Conflict,
    /// There is no such thing (any more).
    Gone,
    Refused,
}
