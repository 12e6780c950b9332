//! The market of the demo: sends brands shopping, and reminds somebody now and then of a ticket that
//! the watched agent has.

use super::chance::Chance;
use super::colleague::Colleague;
use super::party::{Deed, Party};
use super::words::{Occasion, Scene, Side, Words};
use crate::net::{Api, Error};
use robindesk_protocol::{
    Amount, Availability, BrandId, CreatorId, NewOrder, Package, PageQuery, Ticket, TicketId,
    TicketQuery, User, UserId,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinSet;

/// The first orders come quickly, until one of them has reached the watched agent, or so many came.
const RUSH: usize = 8;

/// So many other tickets are reminded of before one has its turn again.
const MEMORY: usize = 8;

/// Everybody who takes part, and the agent that they act for.
pub(super) struct Market {
    /// Reads as the watched agent does; changes nothing.
    staff: Api,
    watched: UserId,
    words: Arc<Words>,
    chance: Chance,
    brands: BTreeMap<BrandId, (Api, UnboundedSender<Deed>)>,
    creators: BTreeMap<CreatorId, UnboundedSender<Deed>>,
    reminded: VecDeque<TicketId>,
}

impl Market {
    pub(super) fn new(staff: Api, watched: UserId, chance: Chance) -> Self {
        Self {
            staff,
            watched,
            words: Arc::new(Words::read()),
            chance,
            brands: BTreeMap::new(),
            creators: BTreeMap::new(),
            reminded: VecDeque::new(),
        }
    }

    /// Lets somebody take part from now on. Who is neither brand nor creator does not.
    pub(super) fn admit(&mut self, user: &User, api: Api, tasks: &mut JoinSet<()>) {
        let (deeds, asked) = mpsc::unbounded_channel();
        let side = if let Some(brand) = user.brand_id {
            self.brands.insert(brand, (api.clone(), deeds));
            Side::Brand
        } else if let Some(creator) = user.creator_id {
            self.creators.insert(creator, deeds);
            Side::Creator
        } else {
            return;
        };
        let (words, chance) = (self.words.clone(), self.chance.fork());
        tasks.spawn(Party { api, side, words, chance, plans: Vec::new() }.live(asked));
    }

    /// Lets an agent work from now on.
    pub(super) fn hire(&mut self, user: &User, api: Api, tasks: &mut JoinSet<()>) {
        let (words, chance) = (self.words.clone(), self.chance.fork());
        let state = user.agent_status.unwrap_or(Availability::Offline);
        tasks.spawn(Colleague { api, words, chance, state, on: None }.live());
    }

    /// Is open until it is ended from outside.
    pub(super) async fn open(mut self) {
        let mut packages = Vec::new();
        let (mut rush, mut reached) = (RUSH, false);
        let mut order_in = self.chance.seconds(5..9);
        let mut remind_in = self.chance.seconds(2..4);
        loop {
            if order_in < remind_in {
                tokio::time::sleep(order_in).await;
                remind_in -= order_in;
                match self.order(&mut packages).await {
                    Ok(agent) => reached |= agent == Some(self.watched),
                    Err(error) => tracing::debug!(%error, "the demo could not place an order"),
                }
                rush = rush.saturating_sub(1);
                let hurried = rush > 0 && !reached;
                order_in = self.chance.seconds(if hurried { 4..8 } else { 20..40 });
            } else {
                tokio::time::sleep(remind_in).await;
                order_in -= remind_in;
                if let Err(error) = self.remind().await {
                    tracing::debug!(%error, "the demo could not look at the tickets");
                }
                remind_in = self.chance.seconds(14..34);
            }
        }
    }

    /// Places an order as some brand; returns the agent that it reached.
    async fn order(&mut self, packages: &mut Vec<Package>) -> Result<Option<UserId>, Error> {
        if packages.is_empty() {
            let query = PageQuery { limit: Some("200".to_owned()), ..PageQuery::default() };
            *packages = self.staff.packages(&query).await?.packages;
        }
        let brands: Vec<BrandId> = self.brands.keys().copied().collect();
        let Some((&brand_id, package)) = self.chance.one(&brands).zip(self.chance.one(packages))
        else {
            return Ok(None);
        };
        let quantity = [1, 1, 1, 2, 3][self.chance.below(5)];
        let Some(total_amount) = total(package, quantity) else { return Ok(None) };
        let scene = Scene { package: package.title.clone(), ..Scene::default() };
        let wish = self.words.say(Occasion::Wish, &scene, &mut self.chance);
        let order = NewOrder {
            package_id: package.id,
            brand_id,
            creator_id: package.creator_id,
            total_amount,
            currency: None,
            quantity: Some(quantity),
            additional_instructions: self.chance.percent(70).then_some(wish),
        };
        let key = uuid::Uuid::new_v4().to_string();
        let placed = self.brands[&brand_id].0.place_order(&order, &key).await?;
        Ok(placed.ticket.agent.map(|a| a.id))
    }

    /// Lets a brand or creator write on a ticket of the watched agent, or on any when she has none.
    async fn remind(&mut self) -> Result<(), Error> {
        let mut tickets = self.tickets(Some("me")).await?;
        if tickets.is_empty() {
            tickets = self.tickets(None).await?;
        }
        tickets.retain(|t| !self.reminded.contains(&t.id));
        // Rather where everybody has been answered: nobody likes to be pushed twice.
        let answered: Vec<Ticket> =
            tickets.iter().filter(|t| t.waiting_since.is_none()).cloned().collect();
        let among = if answered.is_empty() { &tickets } else { &answered };
        let Some(ticket) = self.chance.one(among) else { return Ok(()) };
        let Some(order) = &ticket.order else { return Ok(()) };
        let (side, deeds) = if self.chance.percent(60) {
            (Side::Brand, self.brands.get(&order.brand.id).map(|(_, deeds)| deeds))
        } else {
            (Side::Creator, self.creators.get(&order.creator.id))
        };
        let Some(deeds) = deeds else { return Ok(()) };
        let text = self.words.say(Occasion::Nudge(side), &Scene::from(order), &mut self.chance);
        let _ = deeds.send(Deed::Say { ticket: ticket.id, text });
        self.reminded.push_back(ticket.id);
        if self.reminded.len() > MEMORY {
            self.reminded.pop_front();
        }
        Ok(())
    }

    async fn tickets(&self, agent: Option<&str>) -> Result<Vec<Ticket>, Error> {
        let query = TicketQuery {
            agent_id: agent.map(str::to_owned),
            status: Some("open,in_progress".to_owned()),
            limit: Some("100".to_owned()),
            ..TicketQuery::default()
        };
        Ok(self.staff.tickets(&query).await?.tickets)
    }
}

/// The price times the quantity, exactly, as the desk demands it of a brand.
fn total(package: &Package, quantity: u32) -> Option<Amount> {
    let price = package.price.minor(package.currency).ok()?;
    Some(Amount::from_minor(price.checked_mul(i64::from(quantity))?, package.currency))
}
