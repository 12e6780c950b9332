//! Who is at the desk.

use robindesk_protocol::{Availability, User, UserId};

/// Who is signed in, and where.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub user: User,
    /// The server's address, for the screen.
    pub server: String,
}

impl SignedIn {
    /// The account's id.
    pub fn me(&self) -> UserId {
        self.user.id
    }

    /// Own availability; staff without one count as offline.
    pub fn availability(&self) -> Availability {
        self.user.agent_status.unwrap_or(Availability::Offline)
    }
}
