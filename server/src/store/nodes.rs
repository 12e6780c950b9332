//! What the nodes on one PostgreSQL database tell each other, over NOTIFY: that something was
//! committed, that something was revoked, and what is only seen and never stored. Nothing depends on
//! a notice for its correctness: one that is lost is made good by the feed's regular look and by the
//! short memory of `auth`. What is revoked must bite on the very next request, whichever node gets it:
//! so whoever revokes is answered when every node that listens has said that it heard.

mod heard;

use super::wake::Own;
use super::{Cell, Conn, Store, StoreError, Wake, open::Location, within};
use heard::ears;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::timeout;

/// The channel's name. Channels belong to one database, so desks on one server do not hear each other.
const CHANNEL: &str = "robindesk";
/// How long to wait before a lost connection is tried anew.
const RETRY: Duration = Duration::from_secs(1);
/// How long one try may take.
const TRY: Duration = Duration::from_secs(5);
/// How long a line may be quiet before it is asked whether it still stands, and may take to answer:
/// what is revoked elsewhere bites within seconds on open streams too.
const QUIET: Duration = Duration::from_secs(1);
/// How long telling the other nodes may take before it is done over a new line: it waits for no disk.
const TELL: Duration = Duration::from_secs(2);
/// The longest text that can be published, in bytes; PostgreSQL's own limit is 8,000.
const LONGEST: usize = 7_000;

/// One notice, as it travels.
#[derive(Debug, Serialize, Deserialize)]
struct Notice {
    /// The node that says it; it does not listen to itself.
    from: String,
    #[serde(flatten)]
    says: Says,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Says {
    /// Everything up to this event is on disk, something was revoked for the last of so many times,
    /// and so much was heard of other nodes' revocations.
    Committed {
        newest: i64,
        revoked: bool,
        #[serde(default)]
        revocations: u64,
        #[serde(default)]
        heard: BTreeMap<String, u64>,
    },
    /// Something that is seen now and stored nowhere.
    Published(String),
}

impl Store {
    /// Tells the other nodes something that is seen now and stored nowhere; on SQLite there are none.
    /// They get it from [`Wake::published`].
    ///
    /// # Errors
    /// [`StoreError`] when it is longer than 7,000 bytes or the database is not there.
    pub async fn publish(&self, said: String) -> Result<(), StoreError> {
        if matches!(self.location, Location::Sqlite(_)) {
            return Ok(());
        }
        if said.len() > LONGEST {
            return Err(StoreError::Internal(format!("{} bytes are too many", said.len())));
        }
        let said = async { say(&mut self.lease().await?, &self.wake, Says::Published(said)).await };
        within(TELL, said).await
    }

    /// Tells the other nodes what this one has committed, for as long as it is polled; on SQLite it
    /// waits for ever. Beside the commits and not in them: whoever waits for the log head would wait
    /// for that as well. Of commits that come faster the newest is told.
    pub async fn tell_others(self) {
        let Location::Postgres(_) = &self.location else { return std::future::pending().await };
        let (mut own, mut line) = (self.wake.own(), None);
        let mut told = Own::default();
        if *own.borrow() != told {
            own.mark_changed();
        }
        while own.changed().await.is_ok() {
            let now = own.borrow_and_update().clone();
            let news = Says::Committed {
                newest: now.newest,
                revoked: now.revocations != told.revocations,
                revocations: now.revocations,
                heard: now.heard.clone(),
            };
            match within(TELL, self.tell(line.take(), news)).await {
                Ok(conn) => (line, told) = (Some(conn), now),
                Err(error) => {
                    tracing::warn!(%error, "The other nodes could not be told");
                    tokio::time::sleep(RETRY).await;
                    own.mark_changed();
                }
            }
        }
    }

    /// Says it over a connection of its own, so that telling never takes a reader's place.
    async fn tell(&self, line: Option<Conn>, says: Says) -> Result<Conn, StoreError> {
        let mut conn = if let Some(conn) = line {
            conn
        } else {
            let mut conn = self.connect().await?;
            // A notice need not outlive a crash: telling it waits for no disk.
            conn.script("SET synchronous_commit = off").await?;
            conn
        };
        say(&mut conn, &self.wake, says).await?;
        Ok(conn)
    }

    /// Hears the other nodes for as long as it is polled; on SQLite it waits for ever.
    pub async fn hear_others(self) {
        let Location::Postgres(options) = &self.location else {
            return std::future::pending().await;
        };
        let named = options.as_ref().clone().application_name(&ears(&self.wake));
        loop {
            // A pool of its own, so that listening never takes a reader's place; and a new one each
            // time: what fell silent in the old one is never given back.
            let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(TRY);
            let heard = hear(&pool.connect_lazy_with(named.clone()), &self.wake).await;
            self.wake.set_hears(false);
            match heard {
                Ok(()) => tracing::info!("The line to the other nodes was cut"),
                Err(error) => tracing::warn!(%error, "The other nodes cannot be heard"),
            }
            tokio::time::sleep(RETRY).await;
        }
    }
}

/// Listens until the connection is lost.
async fn hear(pool: &PgPool, wake: &Wake) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    // Whatever was said while nobody listened.
    wake.missed();
    wake.set_hears(true);
    loop {
        let Ok(notice) = timeout(QUIET, listener.try_recv()).await else {
            // A line that was cut without a word is as quiet as a night: it is asked to answer.
            let alive = sqlx::query("SELECT 1").execute(&mut listener);
            timeout(QUIET, alive).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
            continue;
        };
        let Some(notice) = notice? else { return Ok(()) };
        match serde_json::from_str::<Notice>(notice.payload()) {
            Ok(notice) if notice.from == wake.node() => {}
            Ok(Notice { from, says: Says::Committed { newest, revoked, revocations, heard } }) => {
                if let Some(number) = heard.get(wake.node()) {
                    wake.heard_by(from.clone(), *number);
                }
                if revoked {
                    wake.revoked_by(from, revocations);
                }
                wake.ring(newest);
            }
            Ok(Notice { says: Says::Published(said), .. }) => wake.pass_on(said),
            // A node of another version: the regular look finds what it wrote.
            Err(error) => tracing::debug!(%error, "A notice could not be read"),
        }
    }
}

async fn say(conn: &mut Conn, wake: &Wake, says: Says) -> Result<(), StoreError> {
    let notice = Notice { from: wake.node().to_owned(), says };
    let notice = serde_json::to_string(&notice).map_err(|e| StoreError::Internal(e.to_string()))?;
    let args = vec![Cell::from(CHANNEL), Cell::from(notice)];
    conn.rows("SELECT 1 FROM pg_notify($1, $2)", args, |_| Ok(())).await.map(drop)
}
