//! Test data that looks like a marketplace: the same for the same numbers, made of the same commands
//! as real orders, so that every rule holds for it.

mod canned;
mod cast;
mod deeds;
mod dice;
mod play;
mod stage;
mod story;
mod talks;

use crate::state::App;
use crate::store::StoreError;
use crate::store::read::accounts;
use crate::writer::WriteError;
use robindesk_protocol::{Brand, Creator, Package, Timestamp, User};

/// How much to make, and around which time.
#[derive(Debug, Clone)]
pub struct Plan {
    pub agents: usize,
    pub brands: usize,
    pub creators: usize,
    pub packages: usize,
    pub orders: usize,
    /// Another number gives another marketplace of the same size.
    pub random_seed: u64,
    /// The newest order is a few minutes older; the oldest two weeks.
    pub now: Timestamp,
}

impl Plan {
    /// The size of `robindesk demo`.
    pub const fn demo(now: Timestamp) -> Self {
        let (agents, brands, creators, packages, orders) = (5, 12, 20, 40, 300);
        Self { agents, brands, creators, packages, orders, random_seed: 1, now }
    }
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Seeded {
    pub agents: Vec<User>,
    pub admin: User,
    pub super_admin: User,
    pub brands: Vec<(User, Brand)>,
    pub creators: Vec<(User, Creator)>,
    pub packages: Vec<Package>,
    /// How many orders, each with its ticket and conversation.
    pub orders: usize,
}

/// Why nothing, or not everything, was made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("this desk has test data already: there is an account {0}. Seed an empty desk")]
    NotEmpty(String),
    #[error("orders need at least one brand, one creator and one package")]
    NobodyToOrder,
    #[error("the desk could not be read: {0}")]
    Store(#[from] StoreError),
    #[error("the desk refused test data: {0}")]
    Refused(String),
    #[error("the desk could not be written: {0:?}")]
    Write(WriteError),
}

impl From<WriteError> for SeedError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Rejected(rejection) => Self::Refused(rejection.detail),
            other => Self::Write(other),
        }
    }
}

/// Fills the desk as planned.
///
/// # Errors
/// Before anything is written, when the plan makes no sense or the desk has test data already;
/// later only when the desk cannot be written.
pub async fn seed(app: &App, plan: &Plan) -> Result<Seeded, SeedError> {
    if plan.orders > 0 && [plan.brands, plan.creators, plan.packages].contains(&0) {
        return Err(SeedError::NobodyToOrder);
    }
    let cast = cast::Cast::of(plan);
    for email in cast.emails() {
        if accounts::credentials(&app.store, email).await?.is_some() {
            return Err(SeedError::NotEmpty(email.to_owned()));
        }
    }
    let mut seeded = stage::people(app, plan, &cast).await?;
    canned::macros(app, plan.now.plus_ms(-stage::JOINED_MS), &seeded).await?;
    let story = story::write(plan, &seeded.packages);
    play::play(app, plan, &story, &seeded).await?;
    seeded.orders = plan.orders;
    Ok(seeded)
}
