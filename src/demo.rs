//! `robindesk demo`: a server inside the console, on a desk filled with test data, and brands and
//! creators who order and answer while one looks. Leaves nothing behind unless asked to.

mod chance;
mod colleague;
mod folder;
mod market;
mod party;
mod tags;
mod words;

pub use folder::{Folder, sweep};

use crate::disk::tokens::{KeptSession, keep_new};
use crate::disk::{Folders, atomic};
use crate::net::{Address, AddressError, Api, Client};
use chance::Chance;
use market::Market;
use robindesk_protocol::{TokenPair, User, UserType};
use robindesk_server::auth::{SignInError, open_session};
use robindesk_server::clock::Clock;
use robindesk_server::ops::seed::{Plan, SeedError, Seeded, seed};
use robindesk_server::{Running, Settings, StartError};
use std::io;
use tokio::task::JoinSet;

/// Why the demo did not start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the demo's folder: {0}")]
    Folder(#[from] io::Error),
    #[error(transparent)]
    Server(#[from] StartError),
    #[error("the demo's data: {0}")]
    Seed(#[from] SeedError),
    #[error("the demo's accounts: {0}")]
    SignIn(#[from] SignInError),
    #[error(transparent)]
    Address(#[from] AddressError),
}

/// A demo at work.
#[derive(Debug)]
pub struct Demo {
    /// Where it is served.
    pub address: Address,
    /// The console's own folders for this demo; the session lies there already.
    pub folders: Folders,
    folder: Folder,
    server: Running,
    market: JoinSet<()>,
}

impl Demo {
    /// Starts the server, fills the desk, signs in as somebody of that role, and lets the market go:
    /// at a human pace, or so many times faster.
    ///
    /// # Errors
    /// When the temporary folder or the server cannot be had.
    pub async fn start(role: UserType, clock: &Clock, hurry: u32) -> Result<Self, DemoError> {
        let folder = Folder::make()?;
        let folders = Folders::under(&folder.path().join("home"));
        let data = folder.path().join("server");
        atomic::make_folder(&data)?;
        let server = robindesk_server::start(Settings::embedded(data)).await?;
        let address = Address::parse(&server.addr().to_string(), false)?;
        let seeded = seed(server.app(), &Plan::demo(clock.now())).await?;
        let user = whom(role, &seeded);
        let pair = open_session(server.app(), &user.email).await?;
        keep_new(&folders, &kept(pair, &address, clock)).map_err(DemoError::Folder)?;
        let seed = u64::try_from(clock.now().0).unwrap_or(1);
        let chance = Chance::new(seed, hurry);
        let market =
            open_market(&server, &seeded, user, Client::new(address.clone()), clock, chance)
                .await?;
        Ok(Self { address, folders, folder, server, market })
    }

    /// Ends the market and the server. The folder goes, unless it is to be kept: then says where it is.
    ///
    /// # Errors
    /// When the folder cannot be removed.
    pub async fn stop(mut self, keep: bool) -> io::Result<Option<std::path::PathBuf>> {
        self.market.shutdown().await;
        self.server.stop().await;
        self.folder.close(keep)
    }
}

/// Everybody who takes part gets a session of their own: the market acts as anybody else would.
async fn open_market(
    server: &Running,
    seeded: &Seeded,
    watched: &User,
    // One for all: they share what is costly to make, and no session.
    client: Client,
    clock: &Clock,
    chance: Chance,
) -> Result<JoinSet<()>, DemoError> {
    let staff = api(server, &client, &watched.email, clock).await?;
    let mut market = Market::new(staff, watched.id, chance);
    let mut tasks = JoinSet::new();
    for user in parties(seeded) {
        let api = api(server, &client, &user.email, clock).await?;
        market.admit(user, api, &mut tasks);
    }
    // An agent has the desk for herself; whoever leads it sees the others at work.
    if watched.user_type.is_admin() {
        for user in &seeded.agents {
            let api = api(server, &client, &user.email, clock).await?;
            market.hire(user, api, &mut tasks);
        }
    }
    tasks.spawn(market.open());
    let owner = api(server, &client, &seeded.super_admin.email, clock).await?;
    tasks.spawn(async move {
        if let Err(error) = tags::suggest(&owner).await {
            tracing::debug!(%error, "the demo could not suggest its tags");
        }
    });
    Ok(tasks)
}

/// Whose screen it is.
fn whom(role: UserType, seeded: &Seeded) -> &User {
    match role {
        UserType::SuperAdmin => &seeded.super_admin,
        UserType::Admin => &seeded.admin,
        _ => &seeded.agents[0],
    }
}

/// Who orders and answers.
fn parties(seeded: &Seeded) -> impl Iterator<Item = &User> {
    let brands = seeded.brands.iter().map(|(user, _)| user);
    brands.chain(seeded.creators.iter().map(|(user, _)| user))
}

async fn api(
    server: &Running,
    client: &Client,
    email: &str,
    clock: &Clock,
) -> Result<Api, DemoError> {
    let pair = open_session(server.app(), email).await?;
    let session = kept(pair, client.address(), clock);
    Ok(Api::new(client.clone(), clock.clone(), session, None))
}

fn kept(pair: TokenPair, address: &Address, clock: &Clock) -> KeptSession {
    KeptSession {
        server: address.to_string(),
        user: pair.user,
        access_token: pair.access_token,
        refresh_token: pair.refresh_token,
        received_at: clock.now(),
    }
}
