//! One agent of the demo who is not the one that is watched: answers who waits longest, resolves what
//! is answered, leaves a note, goes to lunch and comes back. All through the API, as anybody would.

use super::chance::Chance;
use super::words::{Occasion, Scene, Words};
use crate::net::{Api, Error};
use robindesk_protocol::{
    Audience, Availability, PostMessage, PresenceState, Ticket, TicketId, TicketQuery, TicketStatus,
};
use std::sync::Arc;

/// An agent, at work.
pub(super) struct Colleague {
    pub api: Api,
    pub words: Arc<Words>,
    pub chance: Chance,
    pub state: Availability,
    /// The ticket that she is on.
    pub on: Option<TicketId>,
}

impl Colleague {
    /// Works until it is ended from outside.
    pub(super) async fn live(mut self) {
        loop {
            tokio::time::sleep(self.chance.seconds(4..16)).await;
            if let Err(error) = self.act().await {
                tracing::debug!(%error, "an agent of the demo could not do what it meant to");
            }
        }
    }

    async fn act(&mut self) -> Result<(), Error> {
        if self.chance.percent(7) || self.is_gone() && self.chance.percent(20) {
            return self.come_or_go().await;
        }
        if self.is_gone() {
            return Ok(());
        }
        match self.chance.below(100) {
            0..65 => self.answer().await,
            65..92 => self.resolve().await,
            _ => self.note().await,
        }
    }

    fn is_gone(&self) -> bool {
        matches!(self.state, Availability::Away | Availability::Offline)
    }

    async fn come_or_go(&mut self) -> Result<(), Error> {
        let go = [Availability::Busy, Availability::Away];
        let to = match self.state {
            Availability::Available => *self.chance.one(&go).unwrap_or(&Availability::Busy),
            _ => Availability::Available,
        };
        self.state = to;
        self.leave().await?;
        self.api.set_availability(to).await.map(|_| ())
    }

    /// Is on no ticket any more.
    async fn leave(&mut self) -> Result<(), Error> {
        match self.on.take() {
            Some(ticket) => self.api.set_presence(ticket, PresenceState::Left).await,
            None => Ok(()),
        }
    }

    /// Answers one of those who wait longest, in the lane where they wrote last.
    async fn answer(&mut self) -> Result<(), Error> {
        let tickets = self.tickets("waiting").await?;
        let waiting: Vec<&Ticket> =
            tickets.iter().filter(|t| t.waiting_since.is_some()).take(4).collect();
        let Some(ticket) = self.chance.one(&waiting) else { return Ok(()) };
        let lane = ticket.last_message.as_ref().map(|last| last.audience);
        let lane = lane.filter(|lane| matches!(lane, Audience::Brand | Audience::Creator));
        self.say(ticket, lane.unwrap_or(Audience::Brand), Occasion::Reply).await
    }

    /// Resolves one where nobody waits for an answer.
    async fn resolve(&mut self) -> Result<(), Error> {
        let tickets = self.tickets("updated").await?;
        let answered = tickets.iter().filter(|t| t.waiting_since.is_none());
        let answered: Vec<&Ticket> =
            answered.filter(|t| t.status == TicketStatus::InProgress).take(6).collect();
        let Some(ticket) = self.chance.one(&answered) else { return Ok(()) };
        self.api.set_ticket_status(ticket.id, TicketStatus::Resolved).await.map(|_| ())
    }

    async fn note(&mut self) -> Result<(), Error> {
        let tickets = self.tickets("-updated").await?;
        let Some(ticket) = self.chance.one(&tickets) else { return Ok(()) };
        self.say(ticket, Audience::Staff, Occasion::Note).await
    }

    async fn say(
        &mut self,
        ticket: &Ticket,
        lane: Audience,
        on: Occasion<'_>,
    ) -> Result<(), Error> {
        self.leave().await?;
        self.on = Some(ticket.id);
        // Whoever looks on sees her open it and write.
        self.api.set_presence(ticket.id, PresenceState::Viewing).await?;
        tokio::time::sleep(self.chance.seconds(1..4)).await;
        self.api.set_presence(ticket.id, PresenceState::Typing).await?;
        tokio::time::sleep(self.chance.seconds(2..6)).await;
        let scene = ticket.order.as_ref().map(Scene::from).unwrap_or_default();
        let message = PostMessage {
            message_text: self.words.say(on, &scene, &mut self.chance),
            message_type: None,
            audience: Some(lane),
            sender_id: None,
            client_id: Some(uuid::Uuid::new_v4().to_string()),
        };
        self.api.post_message(ticket.id, &message).await?;
        self.api.set_presence(ticket.id, PresenceState::Viewing).await
    }

    async fn tickets(&self, sort: &str) -> Result<Vec<Ticket>, Error> {
        let query = TicketQuery {
            agent_id: Some("me".to_owned()),
            status: Some("open,in_progress".to_owned()),
            sort: Some(sort.to_owned()),
            limit: Some("20".to_owned()),
            ..TicketQuery::default()
        };
        Ok(self.api.tickets(&query).await?.tickets)
    }
}
