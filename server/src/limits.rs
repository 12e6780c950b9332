//! How often somebody may ask: by account, and by client address before anybody is known
//! (`api.md`, Conventions). In memory, on each node for itself.

mod buckets;
mod layer;

pub use buckets::{Quota, Refused};
pub use layer::{Guarded, charge_account, layer, no_tries_left};

use crate::settings::Rates;
use buckets::Buckets;
use robindesk_protocol::{Timestamp, UserId};
use std::net::IpAddr;

/// The quotas of everybody who has asked lately.
#[derive(Debug)]
pub struct Limits {
    accounts: Buckets<UserId>,
    addresses: Buckets<IpAddr>,
}

impl Limits {
    /// Nobody has asked yet.
    pub fn new(rates: Rates) -> Self {
        Self { accounts: Buckets::new(rates.account), addresses: Buckets::new(rates.address) }
    }

    /// Counts a request of this account.
    ///
    /// # Errors
    /// [`Refused`] when its quota is used up.
    pub fn account(&self, id: UserId, now: Timestamp) -> Result<Quota, Refused> {
        self.accounts.take(id, now)
    }

    /// Counts a request of whoever is at this address.
    ///
    /// # Errors
    /// [`Refused`] when its quota is used up.
    pub fn address(&self, from: IpAddr, now: Timestamp) -> Result<Quota, Refused> {
        self.addresses.take(crate::auth::neighbourhood(from), now)
    }
}
