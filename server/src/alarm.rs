//! The alarm clock: asks the desk to wake snoozed tickets whose time has come, and to hand out what a
//! node left waiting that went down half way through more than one batch can hold. Every node has one;
//! who asks second finds nothing to do.

use crate::clock::Clock;
use crate::desk::command::{Caller, Command, Request};
use crate::desk::reply::Reply;
use crate::feed::Feed;
use crate::store::read::tickets;
use crate::store::{Store, StoreError};
use crate::writer::Writer;
use robindesk_protocol::Timestamp;
use std::time::Duration;

/// How often the clock is looked at. A wake-up is late by this at most.
const TICK: Duration = Duration::from_secs(1);

/// How often it is asked whether tickets wait that somebody could take, in milliseconds.
const ASK_EVERY_MS: i64 = 30_000;

/// What the alarm needs of the desk.
#[derive(Debug)]
pub struct Alarm {
    pub store: Store,
    pub writer: Writer,
    pub feed: Feed,
    pub clock: Clock,
}

/// Starts the alarm. It ends when `stop` does, and lets go of the writer then.
pub fn start(alarm: Alarm, stop: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            () = alarm.run() => {}
        }
    });
}

/// What the alarm saw when it last looked.
#[derive(Default)]
struct Seen {
    /// The log's end when `next` was read: while nothing happens there is nothing to read.
    newest: Option<i64>,
    /// When the next snoozed ticket wakes.
    next: Option<Timestamp>,
    /// When it was last asked whether tickets wait.
    asked: Option<Timestamp>,
}

impl Alarm {
    async fn run(self) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut seen = Seen::default();
        loop {
            ticks.tick().await;
            if let Err(error) = self.tick(&mut seen).await {
                tracing::warn!(%error, "The alarm could not look; it tries again");
            }
        }
    }

    async fn tick(&self, seen: &mut Seen) -> Result<(), StoreError> {
        let now = self.clock.now();
        if seen.asked.is_none_or(|asked| now.since_ms(asked) >= ASK_EVERY_MS) {
            if tickets::waiting(&self.store).await? > 0 {
                self.submit(Command::HandOut, now).await;
            }
            seen.asked = Some(now);
        }
        let newest = self.feed.newest();
        if seen.newest != Some(newest) {
            seen.next = tickets::next_to_wake(&self.store).await?;
            seen.newest = Some(newest);
        }
        if seen.next.is_some_and(|next| next <= now) {
            self.submit(Command::WakeSnoozed, now).await;
            // There may be more of them than one command wakes.
            seen.newest = None;
        }
        Ok(())
    }

    async fn submit(&self, command: Command, at: Timestamp) {
        match self.writer.submit(Request { at, by: Caller::System, key: None, command }).await {
            Ok(Reply::Done) => {}
            Ok(_) => tracing::error!("The desk answered the alarm with something else"),
            Err(error) => tracing::warn!(%error, "What was due was not done yet"),
        }
    }
}
