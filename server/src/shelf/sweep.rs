//! The broom: files that were stored but whose message never came, because the server died in
//! between, are removed after a day. Every node has one; they find the same and do no harm.

use super::{Lying, Shelf};
use crate::clock::Clock;
use crate::store::read::files;
use crate::store::{Store, StoreError};
use robindesk_protocol::Timestamp;
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
/// More files of no message than this, one written after the other with none between them that a
/// message has: rather the wrong database, or one that lost those days, than so much rubbish. They stay.
const MOST: usize = 100;
/// More of them on a whole shelf are not held in memory: all stay.
const MOST_HELD: usize = 50_000;

/// The broom at work.
#[derive(Debug)]
pub struct Sweep {
    shelf: Shelf,
    store: Store,
    clock: Clock,
    seen: Seen,
}

/// What was seen of the shelf. Names are random and say nothing of time: which files were written one
/// after the other can be told when all of it was seen, in as many rounds as that takes.
#[derive(Debug, Default)]
struct Seen {
    /// The last object that was looked at; empty at the beginning.
    after: String,
    /// When those were written that a message has.
    known: Vec<Timestamp>,
    /// All others, also young ones: a time that is lost may well last until now.
    others: Vec<Lying>,
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
        let seen = Seen { after: String::new(), known: Vec::new(), others: Vec::new() };
        Self { shelf, store, clock, seen }
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
            let page = self.shelf.page(&self.seen.after, PAGE).await?;
            let Some(last) = page.last() else {
                let seen = std::mem::take(&mut self.seen);
                return self.clean(seen).await;
            };
            let after = last.object.clone();
            let objects: Vec<String> = page.iter().map(|lying| lying.object.clone()).collect();
            let known = files::known(&self.store, &objects).await?;
            let (known, others): (Vec<Lying>, _) =
                page.into_iter().partition(|lying| known.contains(&lying.object));
            self.seen.known.extend(known.iter().map(|lying| lying.written_at));
            self.seen.others.extend(others);
            self.seen.after = after;
            if self.seen.others.len() > MOST_HELD {
                stay(self.seen.others.len());
                self.seen = Seen::default();
                return Ok(());
            }
        }
        Ok(())
    }

    /// Removes what is forgotten of a whole shelf.
    async fn clean(&self, seen: Seen) -> Result<(), SweepError> {
        let Seen { mut known, mut others, .. } = seen;
        // A database without any file may well be another one than these files belong to.
        if others.is_empty() || !files::any(&self.store).await? {
            return Ok(());
        }
        known.sort_unstable();
        others.sort_unstable_by_key(|lying| lying.written_at);
        let before = |lying: &Lying| known.partition_point(|at| *at <= lying.written_at);
        let now = self.clock.now();
        for row in others.chunk_by(|one, next| before(one) == before(next)) {
            let old = row.iter().filter(|lying| now.since_ms(lying.written_at) > OLD_MS);
            let forgotten: Vec<String> = old.map(|lying| lying.object.clone()).collect();
            if row.len() <= MOST {
                self.remove(&forgotten).await?;
            } else if !forgotten.is_empty() {
                stay(row.len());
            }
        }
        Ok(())
    }

    async fn remove(&self, forgotten: &[String]) -> Result<(), SweepError> {
        // It may be long since they were looked for.
        let known = files::known(&self.store, forgotten).await?;
        let forgotten: Vec<&String> = forgotten.iter().filter(|o| !known.contains(*o)).collect();
        for object in &forgotten {
            self.shelf.remove(object).await;
        }
        if !forgotten.is_empty() {
            tracing::info!(count = forgotten.len(), "Files whose message never came were removed");
        }
        Ok(())
    }
}

fn stay(count: usize) {
    tracing::warn!(
        count,
        "So many files in a row are of no message that none of them is removed: is this their \
         database?"
    );
}
