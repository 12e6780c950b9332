//! One brand or creator of the demo: sees what anybody of that kind would see, through an event
//! stream of its own, and does what it does a human while later.

use super::chance::Chance;
use super::words::{Occasion, Scene, Side, Words};
use crate::net::stream::{self, Update};
use crate::net::{Api, Error, Pace};
use robindesk_protocol::{
    Event, EventKind, MessageType, OrderId, OrderStatus, PostMessage, SetOrderStatus, TicketId,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Something that a party means to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    Say {
        ticket: TicketId,
        text: String,
    },
    /// To somebody from the desk, who said what was heard.
    Answer {
        ticket: TicketId,
        heard: String,
        scene: Scene,
    },
    /// Takes an order to its next status, and says so.
    Move {
        order: OrderId,
        ticket: TicketId,
        to: OrderStatus,
        scene: Scene,
    },
}

/// A brand or a creator, at home.
pub(super) struct Party {
    pub api: Api,
    pub side: Side,
    pub words: Arc<Words>,
    pub chance: Chance,
    /// What it means to do, and when.
    pub plans: Vec<(Instant, Deed)>,
}

impl Party {
    /// Lives until it is ended from outside. `asked` are deeds that the market suggests.
    pub(super) async fn live(mut self, mut asked: mpsc::UnboundedReceiver<Deed>) {
        // Nobody opens the shop in the same instant as all others.
        tokio::time::sleep(self.chance.seconds(0..2)).await;
        let (tell, mut told) = mpsc::unbounded_channel();
        let (_never, nudge) = watch::channel(0);
        let follow = stream::follow(self.api.clone(), Pace::default(), nudge, tell);
        let mut follow = std::pin::pin!(follow);
        loop {
            let next = self.plans.iter().map(|(due, _)| *due).min();
            tokio::select! {
                // It ends with the session only: the demo is over.
                () = &mut follow => return,
                Some(update) = told.recv() => {
                    if let Update::Event(event) = update {
                        self.hear(&event);
                    }
                }
                Some(deed) = asked.recv() => self.plan(Duration::ZERO, deed),
                () = tokio::time::sleep_until(next.unwrap_or_else(far)) => self.act().await,
            }
        }
    }

    fn hear(&mut self, event: &Event) {
        let Some(ticket) = event.ticket_id else { return };
        let order = event.data.order.as_ref();
        let order = order.or_else(|| event.data.ticket.as_ref()?.order.as_ref());
        let scene = order.map(Scene::from).unwrap_or_default();
        match event.kind {
            EventKind::MessageCreated => self.hear_message(event, ticket, scene.clone()),
            EventKind::OrderCreated if self.chance.percent(80) => {
                let on = Occasion::Opening(self.side);
                let text = self.words.say(on, &scene, &mut self.chance);
                let after = self.chance.seconds(3..12);
                self.plan(after, Deed::Say { ticket, text });
            }
            _ => {}
        }
        let news = matches!(event.kind, EventKind::OrderCreated | EventKind::OrderUpdated);
        if let (true, Side::Creator, Some(order)) = (news, self.side, order) {
            self.consider(order.id, order.status, ticket, scene);
        }
    }

    /// Answers what somebody from the desk wrote; a burst of messages gets one answer.
    fn hear_message(&mut self, event: &Event, ticket: TicketId, scene: Scene) {
        let Some(message) = &event.data.message else { return };
        let from_desk = message.sender.as_ref().is_some_and(|s| s.user_type.is_staff());
        if !from_desk || message.message_type != MessageType::Text {
            return;
        }
        self.plans
            .retain(|(_, deed)| !matches!(deed, Deed::Answer { ticket: t, .. } if *t == ticket));
        let heard = message.message_text.clone();
        let after = self.chance.seconds(6..18);
        self.plan(after, Deed::Answer { ticket, heard, scene });
    }

    /// What a creator does with an order of its own.
    fn consider(&mut self, order: OrderId, status: OrderStatus, ticket: TicketId, scene: Scene) {
        let (after, to) = match status {
            OrderStatus::Pending if self.chance.percent(12) => (15..40, OrderStatus::Rejected),
            OrderStatus::Pending => (10..35, OrderStatus::Confirmed),
            OrderStatus::Confirmed => (30..90, OrderStatus::InProgress),
            OrderStatus::InProgress => (60..180, OrderStatus::Completed),
            _ => return,
        };
        let after = self.chance.seconds(after);
        self.plan(after, Deed::Move { order, ticket, to, scene });
    }

    fn plan(&mut self, after: Duration, deed: Deed) {
        self.plans.push((Instant::now() + after, deed));
    }

    async fn act(&mut self) {
        let now = Instant::now();
        let (due, later) = self.plans.drain(..).partition(|(at, _)| *at <= now);
        self.plans = later;
        let due: Vec<(Instant, Deed)> = due;
        for (_, deed) in due {
            if let Err(error) = self.perform(deed).await {
                tracing::debug!(%error, "a party of the demo could not do what it meant to");
            }
        }
    }

    async fn perform(&mut self, deed: Deed) -> Result<(), Error> {
        match deed {
            Deed::Say { ticket, text } => self.say(ticket, text).await,
            Deed::Answer { ticket, heard, scene } => {
                let on = Occasion::Answer(self.side, &heard);
                let text = self.words.say(on, &scene, &mut self.chance);
                self.say(ticket, text).await
            }
            Deed::Move { order, ticket, to, scene } => {
                let mut change = SetOrderStatus { status: to, rejection_message: None };
                if to == OrderStatus::Rejected {
                    let why = self.words.say(Occasion::Rejection, &scene, &mut self.chance);
                    change.rejection_message = Some(why);
                }
                self.api.set_order_status(order, &change).await?;
                let on = match to {
                    OrderStatus::Confirmed => Occasion::Confirmed,
                    OrderStatus::InProgress => Occasion::Started,
                    OrderStatus::Completed => Occasion::Completed,
                    _ => return Ok(()),
                };
                if self.chance.percent(65) {
                    let text = self.words.say(on, &scene, &mut self.chance);
                    let after = self.chance.seconds(2..8);
                    self.plan(after, Deed::Say { ticket, text });
                }
                Ok(())
            }
        }
    }

    async fn say(&self, ticket: TicketId, message_text: String) -> Result<(), Error> {
        let message = PostMessage {
            message_text,
            message_type: None,
            // The lane that is its own.
            audience: None,
            sender_id: None,
            client_id: Some(uuid::Uuid::new_v4().to_string()),
        };
        self.api.post_message(ticket, &message).await.map(|_| ())
    }
}

/// When nothing is planned: far enough that nobody waits for it.
fn far() -> Instant {
    Instant::now() + Duration::from_hours(1)
}
