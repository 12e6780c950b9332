//! Facts as the wire shows them, in full. What a party may not see is cut later, by `visibility`.

use super::{OrderFact, TicketFact, UserFact, World};
use robindesk_protocol::{
    AgentRef, Amount, Brand, BrandId, Contact, Creator, CreatorId, LastMessage, Order, OrderId,
    OrderSummary, Package, PackageId, Party, Ticket, TicketId, User, UserId,
};

/// Nothing is rendered of a thing whose parts were not loaded: that is a fault of the loader.
impl World {
    /// The order, whole. Its ticket and history are the reader's to add.
    pub fn order(&self, id: OrderId) -> Option<Order> {
        let fact = self.orders.get(&id)?;
        Some(Order {
            id,
            package: self.package(fact.package_id)?,
            brand: self.brand(fact.brand_id)?,
            creator: self.creator(fact.creator_id)?,
            quantity: fact.quantity,
            total_amount: Amount::from_minor(fact.total_minor, fact.currency),
            currency: fact.currency,
            status: fact.status,
            next_statuses: Vec::new(),
            additional_instructions: fact.instructions.clone(),
            order_date: fact.order_date,
            completed_at: fact.completed_at,
            rejection_message: fact.rejection_message.clone(),
            ticket: None,
            history: None,
        })
    }

    /// What a ticket row says of its order.
    pub fn summary(&self, id: OrderId) -> Option<OrderSummary> {
        let fact: &OrderFact = self.orders.get(&id)?;
        let brand = self.brands.get(&fact.brand_id)?;
        let creator = self.creators.get(&fact.creator_id)?;
        Some(OrderSummary {
            id,
            package_title: self.packages.get(&fact.package_id)?.title.clone(),
            brand: Party { id: brand.id, name: brand.company_name.clone() },
            creator: Party { id: creator.id, name: creator.name.clone() },
            quantity: fact.quantity,
            total_amount: Amount::from_minor(fact.total_minor, fact.currency),
            currency: fact.currency,
            status: fact.status,
        })
    }

    /// The ticket as a list row, without anybody's `unread`.
    pub fn ticket(&self, id: TicketId) -> Option<Ticket> {
        let fact: &TicketFact = self.tickets.get(&id)?;
        Some(Ticket {
            id,
            order_id: fact.order_id,
            agent: fact.agent_id.and_then(|a| self.agent_ref(a)),
            status: fact.status,
            priority: fact.priority,
            stream_channel_id: format!("ticket_{id}"),
            created_at: fact.created_at,
            updated_at: fact.updated_at,
            order: self.summary(fact.order_id),
            tags: Some(fact.tags.clone()),
            snoozed_until: fact.snoozed_until,
            waiting_since: fact.waiting_since(),
            last_message: fact.last.as_ref().map(|last| LastMessage {
                line: last.line.clone(),
                audience: last.audience,
                sender: last.sender.clone(),
                at: last.at,
            }),
            unread: None,
        })
    }

    /// A member of staff, as tickets name one.
    pub fn agent_ref(&self, id: UserId) -> Option<AgentRef> {
        let user = self.users.get(&id)?;
        Some(AgentRef { id, name: user.name.clone(), email: user.email.clone() })
    }

    /// An account, with its availability when it is staff.
    pub fn user(&self, id: UserId) -> Option<User> {
        let UserFact { email, name, user_type, status, brand_id, creator_id, created_at, .. } =
            self.users.get(&id)?;
        Some(User {
            id,
            email: email.clone(),
            name: name.clone(),
            user_type: *user_type,
            status: *status,
            brand_id: *brand_id,
            creator_id: *creator_id,
            agent_status: self.agents.get(&id).map(|a| a.availability),
            created_at: *created_at,
        })
    }

    /// A package, with its price in its own currency.
    pub fn package(&self, id: PackageId) -> Option<Package> {
        self.packages.get(&id).map(|p| Package {
            id,
            creator_id: p.creator_id,
            title: p.title.clone(),
            description: p.description.clone(),
            price: Amount::from_minor(p.price_minor, p.currency),
            currency: p.currency,
        })
    }

    /// A brand with its contact.
    pub fn brand(&self, id: BrandId) -> Option<Brand> {
        self.brands.get(&id).map(|b| Brand {
            id,
            company_name: b.company_name.clone(),
            contact: Some(Contact {
                name: b.contact_name.clone(),
                email: Some(b.contact_email.clone()),
            }),
        })
    }

    /// A creator with its e-mail.
    pub fn creator(&self, id: CreatorId) -> Option<Creator> {
        self.creators.get(&id).map(|c| Creator {
            id,
            name: c.name.clone(),
            email: Some(c.email.clone()),
            bio: c.bio.clone(),
        })
    }
}
