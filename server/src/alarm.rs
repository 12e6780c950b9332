//! The alarm clock of snoozed tickets: asks the desk to wake those whose time has come. Every node
//! has one; who asks second finds nothing to do.

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

impl Alarm {
    async fn run(self) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // The log's end when `next` was read: while nothing happens there is nothing to read.
        let mut seen = None;
        let mut next = None;
        loop {
            ticks.tick().await;
            if let Err(error) = self.tick(&mut seen, &mut next).await {
                tracing::warn!(%error, "Snoozed tickets could not be looked at; they are tried again");
            }
        }
    }

    async fn tick(
        &self,
        seen: &mut Option<i64>,
        next: &mut Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let newest = self.feed.newest();
        if *seen != Some(newest) {
            *next = tickets::next_to_wake(&self.store).await?;
            *seen = Some(newest);
        }
        let now = self.clock.now();
        if next.is_none_or(|next| next > now) {
            return Ok(());
        }
        let command = Command::WakeSnoozed;
        let request = Request { at: now, by: Caller::System, key: None, command };
        match self.writer.submit(request).await {
            Ok(Reply::Done) => {}
            Ok(_) => tracing::error!("The desk answered the alarm with something else"),
            Err(error) => tracing::warn!(%error, "Snoozed tickets were not woken yet"),
        }
        // There may be more of them than one command wakes.
        *seen = None;
        Ok(())
    }
}
