//! The broom: files that were stored but whose message never came, because the server died in
//! between, are removed after a day. Every node has one; they find the same and do no harm.

use super::{Lying, Shelf};
use crate::clock::Clock;
use crate::store::read::files;
use crate::store::{Store, StoreError};
use std::io;
use std::time::Duration;

/// How often it goes round; also once at the start.
const EVERY: Duration = Duration::from_hours(1);
/// How soon it tries again where the database or the shelf could not be asked.
const SOON: Duration = Duration::from_secs(10);
/// How old a file must be before it counts as forgotten, in milliseconds: a day, by when no upload
/// can still be under way.
const OLD_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many objects are looked at in one go, and how many goes a round has at most. The next round
/// goes on where this one stopped.
const PAGE: usize = 1_000;
const PAGES: usize = 20;
/// More forgotten files than this, one written after the other with none between them that a message
/// has: rather the wrong database, or one that lost those days, than so much rubbish. They stay.
const MOST: usize = 100;

/// The broom at work.
#[derive(Debug)]
pub struct Sweep {
    shelf: Shelf,
    store: Store,
    clock: Clock,
    /// The last object that was looked at; empty at the beginning.
    after: String,
}

#[derive(Debug, thiserror::Error)]
enum SweepError {
    #[error(transparent)]
    Place(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sweep {
    /// A broom for this shelf, whose files the messages in this store have.
    pub const fn new(shelf: Shelf, store: Store, clock: Clock) -> Self {
        Self { shelf, store, clock, after: String::new() }
    }

    /// Starts to sweep. It ends when `stop` does.
    pub fn start(mut self, stop: impl Future<Output = ()> + Send + 'static) {
        let sweeping = async move {
            let mut rounds = tokio::time::interval(EVERY);
            loop {
                rounds.tick().await;
                if let Err(error) = self.round().await {
                    tracing::warn!(%error, "Forgotten files could not be looked for yet");
                    rounds.reset_after(SOON);
                }
            }
        };
        tokio::spawn(async move {
            tokio::select! {
                () = stop => {}
                () = sweeping => {}
            }
        });
    }

    async fn round(&mut self) -> Result<(), SweepError> {
        for _ in 0..PAGES {
            let page = self.shelf.page(&self.after, PAGE).await?;
            let Some(last) = page.last() else {
                self.after.clear();
                return Ok(());
            };
            let after = last.object.clone();
            self.clean(&page).await?;
            self.after = after;
        }
        Ok(())
    }

    async fn clean(&self, page: &[Lying]) -> Result<(), SweepError> {
        let now = self.clock.now();
        let old = |lying: &&Lying| now.since_ms(lying.written_at) > OLD_MS;
        let mut old: Vec<Lying> = page.iter().filter(old).cloned().collect();
        // A database without any file may well be another one than these files belong to.
        if old.is_empty() || !files::any(&self.store).await? {
            return Ok(());
        }
        let objects: Vec<String> = old.iter().map(|lying| lying.object.clone()).collect();
        let known = files::known(&self.store, &objects).await?;
        old.sort_unstable_by_key(|lying| lying.written_at);
        for forgotten in old.split(|lying| known.contains(&lying.object)) {
            let count = forgotten.len();
            if count > MOST {
                tracing::warn!(
                    count,
                    "So many files in a row are of no message that none of them is removed: is this \
                     their database?"
                );
                continue;
            }
            for lying in forgotten {
                self.shelf.remove(&lying.object).await;
            }
            if count > 0 {
                tracing::info!(count, "Files whose message never came were removed");
            }
        }
        Ok(())
    }
}
