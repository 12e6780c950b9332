//! Changes to tickets and orders: made one after the other in the order they were asked for. On disk
//! before the first try, and kept there until the server has answered.

use super::failure::disk_words;
use super::until_answered::until_answered;
use crate::app::effect::{Ask, Change};
use crate::app::message::{Changed, Failure, Message, Unkept};
use crate::disk::Slot;
use crate::net::{Api, Error, Pace};
use robindesk_protocol::SetOrderStatus;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A change that waits for its answer.
#[derive(Debug)]
struct Waiting {
    /// `None` for one that an earlier run left.
    ask: Option<Ask>,
    change: Change,
    /// Its place on disk, where it is kept there.
    place: Option<u64>,
}

/// The changes of one account.
pub(super) struct Changes {
    pub slot: Option<Arc<Slot>>,
    pub api: Api,
    pub pace: Pace,
    pub nudge: watch::Receiver<u64>,
    pub messages: UnboundedSender<Message>,
}

impl Changes {
    /// Works off what an earlier run left, and then changes until nobody can ask for any more. Ends
    /// with the session too; what waits then stays on disk.
    pub(super) async fn work(
        self,
        left: Vec<(u64, Change)>,
        mut asked: UnboundedReceiver<(Ask, Change)>,
    ) {
        if !left.is_empty() {
            self.post(Message::LeftOver(left.iter().map(|(_, c)| c.clone()).collect()));
        }
        let waiting = |(place, change)| Waiting { ask: None, change, place: Some(place) };
        let mut queue: VecDeque<Waiting> = left.into_iter().map(waiting).collect();
        let mut flight = JoinSet::new();
        let mut open = true;
        while open || !queue.is_empty() {
            if let (true, Some(next)) = (flight.is_empty(), queue.front()) {
                flight.spawn(attempt(
                    self.api.clone(),
                    self.pace,
                    self.nudge.clone(),
                    next.change.clone(),
                ));
            }
            tokio::select! {
                asked = asked.recv(), if open => match asked {
                    Some((ask, change)) => {
                        let place = self.keep(&change).await;
                        queue.push_back(Waiting { ask: Some(ask), change, place });
                    }
                    None => open = false,
                },
                Some(Ok(answer)) = flight.join_next() => {
                    if matches!(answer, Err(Error::SignedOut(_))) {
                        return;
                    }
                    if let Some(done) = queue.pop_front() {
                        self.tell(done, answer).await;
                    }
                }
            }
        }
    }

    async fn tell(&self, done: Waiting, answer: Result<Changed, Error>) {
        if let Some(place) = done.place {
            self.on_disk(move |slot| slot.changes.remove(place)).await;
        }
        let result = answer.map_err(|e| Failure::from(&e));
        let change = done.change;
        self.post(match done.ask {
            Some(ask) => Message::Changed { ask, result },
            None => Message::ChangedLate { change, result },
        });
    }

    /// What the disk refuses is still made from memory.
    async fn keep(&self, change: &Change) -> Option<u64> {
        if !change.is_kept() {
            return None;
        }
        let change = change.clone();
        self.on_disk(move |slot| slot.changes.put(&change)).await
    }

    async fn on_disk<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Slot) -> std::io::Result<T> + Send + 'static,
    ) -> Option<T> {
        let slot = self.slot.clone()?;
        let done = tokio::task::spawn_blocking(move || act(&slot)).await;
        done.map_err(std::io::Error::other)
            .flatten()
            .inspect_err(|error| {
                tracing::error!(%error, "a change could not be kept");
                let words = format!("the change is not on disk: {}", disk_words(error));
                self.post(Message::Unkept(Unkept::One(words)));
            })
            .ok()
    }

    fn post(&self, message: Message) {
        let _ = self.messages.send(message);
    }
}

async fn attempt(
    api: Api,
    pace: Pace,
    nudge: watch::Receiver<u64>,
    change: Change,
) -> Result<Changed, Error> {
    until_answered(pace, nudge, || make(&api, &change)).await
}

async fn make(api: &Api, change: &Change) -> Result<Changed, Error> {
    let ticket = |ticket| Changed::Ticket(Box::new(ticket));
    match change.clone() {
        Change::TicketStatus { ticket: id, status } => {
            api.set_ticket_status(id, status).await.map(ticket)
        }
        Change::Priority { ticket: id, priority } => {
            api.set_priority(id, priority).await.map(ticket)
        }
        Change::Tags { ticket: id, tags } => api.set_tags(id, tags).await.map(ticket),
        Change::Snooze { ticket: id, until } => api.snooze(id, until).await.map(ticket),
        Change::Reassign { ticket: id, agent, reason } => {
            api.reassign(id, agent, reason).await.map(ticket)
        }
        Change::Many(update) => api.set_many(&update).await.map(Changed::Many),
        Change::OrderStatus { order, status, rejection_message } => {
            let status = SetOrderStatus { status, rejection_message };
            let order = api.set_order_status(order, &status).await?;
            Ok(Changed::Order(Box::new(order)))
        }
        Change::Read { ticket } => api.mark_read(ticket, false).await.map(|()| Changed::Done),
        Change::Unread { ticket } => api.mark_read(ticket, true).await.map(|()| Changed::Done),
        Change::Availability(availability) => {
            api.set_availability(availability).await.map(|user| Changed::User(Box::new(user)))
        }
    }
}
