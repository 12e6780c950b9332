//! Which of the other nodes have heard of what was revoked here.

use crate::store::open::Location;
use crate::store::{Cell, Store, StoreError, Wake};
use std::time::Duration;

/// What the connections that listen are called, with their node's name behind it.
const EARS: &str = "robindesk-ears ";
/// How long an answer waits for nodes that do not say that they heard. What such a node remembers of a
/// session is two seconds old at the latest.
const PATIENCE: Duration = Duration::from_secs(1);

/// The name of the connection that this node listens on.
pub fn ears(wake: &Wake) -> String {
    format!("{EARS}{}", wake.node())
}

impl Store {
    /// Whether what other nodes revoke is known here as soon as it is answered. On SQLite there are none.
    pub fn hears_others(&self) -> bool {
        matches!(self.location, Location::Sqlite(_)) || self.wake.hears()
    }

    /// Waits until every other node has heard of so many revocations by this one, for a second at most.
    pub async fn heard_by_others(&self, revocations: u64) {
        if matches!(self.location, Location::Sqlite(_)) {
            return;
        }
        let heard = async {
            let others = self.listening().await?;
            self.wake.until_heard_by(&others, revocations).await;
            Ok::<_, StoreError>(())
        };
        match tokio::time::timeout(PATIENCE, heard).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "The other nodes could not be looked up"),
            Err(_) => tracing::warn!("A node has not said that it heard of what was revoked"),
        }
    }

    /// The other nodes that listen.
    async fn listening(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT application_name FROM pg_stat_activity \
                   WHERE datname = current_database() AND application_name LIKE $1";
        let like = vec![Cell::from(format!("{EARS}%"))];
        let mut names = self.lease().await?.rows(sql, like, |r| r.text(0)).await?;
        names.retain(|name| *name != ears(&self.wake));
        Ok(names.iter().filter_map(|name| name.strip_prefix(EARS)).map(str::to_owned).collect())
    }
}
