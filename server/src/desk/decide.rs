//! One command held against the world: refused with nothing touched, or done in memory and noted in
//! the changes.

use super::changes::{Changes, KeptReply, LoggedEvent, Readers};
use super::command::{Account, Caller, Command, Request};
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::{KeyFact, World};
use super::{
    account, canned, import, message, order, profile, rotation, session, settings, staff, standing,
    ticket,
};
use robindesk_protocol::{
    Action, Actor, Audience, AuditEntry, AuditId, Change, Event, EventData, EventKind, OrderId,
    Subject, TicketId, Timestamp, UserType,
};

/// One request being decided: the world it may change and the changes it notes.
#[derive(Debug)]
pub struct Case<'a> {
    pub world: &'a mut World,
    pub changes: &'a mut Changes,
    pub at: Timestamp,
    pub by: &'a Caller,
    /// What the rotation has just decided and no event has told of yet.
    pub decided: Option<(TicketId, i64)>,
}

/// Decides one request.
///
/// # Errors
/// A [`Rejection`] when a rule forbids it; then neither world nor changes were touched.
pub fn decide(
    world: &mut World,
    changes: &mut Changes,
    request: &Request,
) -> Result<Reply, Rejection> {
    standing::admit(world, &request.by)?;
    if let Some(first) = first_answer(world, request)? {
        return Ok(Reply::Replayed(Box::new(first)));
    }
    let at = world.head.time(request.at);
    let mut case = Case { world, changes, at, by: &request.by, decided: None };
    let reply = match &request.command {
        Command::PlaceOrder(new) => order::place(&mut case, new),
        Command::SetOrderStatus { order, status, rejection_message } => {
            order::set_status(&mut case, *order, *status, rejection_message.as_deref())
        }
        Command::PostMessage(new) => message::post(&mut case, new),
        Command::UpdateTicket { ticket, change } => ticket::update(&mut case, *ticket, change),
        Command::BulkUpdate { tickets, set } => ticket::bulk_update(&mut case, tickets, set),
        Command::MarkRead { ticket, up_to } => ticket::mark_read(&mut case, *ticket, *up_to),
        Command::MarkUnread { ticket } => ticket::mark_unread(&mut case, *ticket),
        Command::SetAvailability(availability) => {
            rotation::set_availability(&mut case, *availability)
        }
        Command::HandOut => {
            rotation::hand_out_left(&mut case);
            Ok(Reply::Done)
        }
        Command::WakeSnoozed => {
            ticket::wake(&mut case);
            Ok(Reply::Done)
        }
        Command::OpenSession(new) => session::open(&mut case, new),
        Command::RotateSession { sid, presented, next, expires_at } => {
            session::rotate(&mut case, sid, presented, next, *expires_at)
        }
        Command::EndSession { sid } => session::end(&mut case, sid),
        Command::EndSessions { agent } => staff::end_sessions(&mut case, *agent),
        Command::SetPassword(new) => session::set_password(&mut case, new),
        Command::UpdateAgent { agent, change } => staff::update(&mut case, *agent, change),
        Command::SetAccountStatus { agent, change } => staff::set_status(&mut case, *agent, change),
        Command::RemoveAgent { agent } => staff::remove(&mut case, *agent),
        Command::HandOutTickets { agent, tickets } => {
            staff::hand_out(&mut case, *agent, tickets.as_deref())
        }
        Command::UpdateSettings(asked) => settings::update(&mut case, asked),
        Command::CreateAccount(new) => account::create(&mut case, new),
        Command::CreatePackage(new) => account::create_package(&mut case, new),
        Command::UpdateBrand { brand, change } => profile::update_brand(&mut case, *brand, change),
        Command::UpdateCreator { creator, change } => {
            profile::update_creator(&mut case, *creator, change)
        }
        Command::UpdatePackage { package, change } => {
            profile::update_package(&mut case, *package, change)
        }
        Command::Import(import) => import::import(&mut case, import),
        Command::NoteBackup => {
            case.at_least(UserType::Admin, "note backups")?;
            case.changes.backup = Some(case.at);
            Ok(Reply::Done)
        }
        Command::CreateMacro(new) => canned::create(&mut case, new),
        Command::UpdateMacro { id, new } => canned::update(&mut case, *id, new),
        Command::DeleteMacro(id) => canned::delete(&mut case, *id),
    }?;
    world.head.at = at;
    keep_answer(world, changes, request, &reply);
    Ok(reply)
}

/// The first answer to the same key and body, if there was one (`api.md`, Conventions).
fn first_answer(world: &World, request: &Request) -> Result<Option<Reply>, Rejection> {
    let (Some(account), Some(key)) = (request.by.account(), &request.key) else {
        return Ok(None);
    };
    match world.keys.get(&(account.id, key.key.clone())) {
        None => Ok(None),
        Some(kept) if kept.body_hash == key.body_hash => Ok(Some(kept.reply.clone())),
        Some(_) => Err(Rejection::key_mismatch()),
    }
}

fn keep_answer(world: &mut World, changes: &mut Changes, request: &Request, reply: &Reply) {
    let (Some(account), Some(key)) = (request.by.account(), &request.key) else { return };
    let fact = KeyFact { body_hash: key.body_hash.clone(), reply: reply.clone() };
    world.keys.insert((account.id, key.key.clone()), fact);
    changes.replies.push(KeptReply {
        account: account.id,
        key: key.key.clone(),
        body_hash: key.body_hash.clone(),
        reply: reply.clone(),
        at: request.at,
    });
}

impl Case<'_> {
    /// The account that asks.
    ///
    /// # Errors
    /// `forbidden` for the system, which has no account of its own.
    pub fn account(&self) -> Result<&Account, Rejection> {
        self.by.account().ok_or_else(|| Rejection::forbidden("This needs an account."))
    }

    /// What others know this account by: a brand by its company, anybody else by name.
    pub fn display_name(&self, account: &Account) -> String {
        let brand = account.brand_id.and_then(|id| self.world.brands.get(&id));
        brand.map_or_else(|| account.name.clone(), |b| b.company_name.clone())
    }

    /// Who does it, by display name; `None` for the system.
    pub fn actor(&self) -> Option<Actor> {
        self.by.account().map(|account| Actor {
            id: account.id,
            name: self.display_name(account),
            user_type: account.user_type,
        })
    }

    /// Notes a line of the audit trail.
    pub fn audit(&mut self, action: Action, subject: Subject, changes: Vec<Change>) {
        self.world.head.audit += 1;
        let from = self.by.account().and_then(|account| account.from);
        self.changes.audit.push(AuditEntry {
            id: AuditId(self.world.head.audit),
            at: self.at,
            actor: self.actor(),
            action,
            subject,
            changes,
            address: from.map(|address| address.to_string()),
        });
    }

    /// Refuses anybody below `least`, who may do this. The system may do everything.
    ///
    /// # Errors
    /// `forbidden`, naming what was asked for.
    pub fn at_least(&self, least: UserType, what: &str) -> Result<(), Rejection> {
        if self.by.account().is_none_or(|account| account.user_type >= least) {
            return Ok(());
        }
        let who = if least == UserType::SuperAdmin { "a super admin" } else { "an admin" };
        Err(Rejection::forbidden(format!("Only {who} may {what}.")))
    }

    /// Refuses anybody who is not staff.
    ///
    /// # Errors
    /// `forbidden`, naming what was asked for.
    pub fn staff_only(&self, what: &str) -> Result<(), Rejection> {
        if self.by.is_staff() {
            return Ok(());
        }
        Err(Rejection::forbidden(format!("Only staff may {what}.")))
    }

    /// Whether the caller may know that this order and its ticket exist.
    pub fn sees(&self, order: OrderId) -> bool {
        let Some(fact) = self.world.orders.get(&order) else { return false };
        match self.by {
            Caller::System => true,
            Caller::Account(a) => {
                a.user_type.is_staff()
                    || a.brand_id == Some(fact.brand_id)
                    || a.creator_id == Some(fact.creator_id)
            }
        }
    }

    /// Notes an event about a ticket and its order, under the next number of the log.
    pub fn log(
        &mut self,
        kind: EventKind,
        ticket: TicketId,
        audience: Audience,
        mut data: EventData,
    ) {
        // The first event that shows the ticket with its new agent tells who decided it.
        if data.ticket.is_some() {
            let decided = self.decided.take_if(|(decided, _)| *decided == ticket);
            data.decision = decided.map(|(_, number)| number);
        }
        let order_id = self.world.tickets.get(&ticket).map(|t| t.order_id);
        let order = order_id.and_then(|id| self.world.orders.get(&id));
        let (brand_id, creator_id) = (order.map(|o| o.brand_id), order.map(|o| o.creator_id));
        let event = self.next_event(kind, Some(ticket), order_id, data);
        let readers = Readers { audience, brand_id, creator_id };
        self.changes.events.push(LoggedEvent { event, readers });
    }

    /// Notes an event that is about no ticket and for staff alone.
    pub fn log_for_staff(&mut self, kind: EventKind, data: EventData) {
        let event = self.next_event(kind, None, None, data);
        let readers = Readers { audience: Audience::Staff, brand_id: None, creator_id: None };
        self.changes.events.push(LoggedEvent { event, readers });
    }

    /// Notes that a ticket changed, with the ticket as it is now.
    pub fn log_ticket(&mut self, ticket: TicketId, audience: Audience, change: Change) {
        if let Some(fact) = self.world.tickets.get_mut(&ticket) {
            fact.updated_at = self.at;
        }
        self.changes.tickets.insert(ticket);
        let data = EventData {
            ticket: self.world.ticket(ticket),
            change: Some(change),
            ..EventData::default()
        };
        self.log(EventKind::TicketUpdated, ticket, audience, data);
    }

    fn next_event(
        &mut self,
        kind: EventKind,
        ticket_id: Option<TicketId>,
        order_id: Option<OrderId>,
        data: EventData,
    ) -> Event {
        self.world.head.seq += 1;
        let actor = self.actor();
        Event { seq: self.world.head.seq, kind, at: self.at, actor, ticket_id, order_id, data }
    }
}

/// A change of one field, in the words of the wire.
pub fn change(field: &str, from: Option<&str>, to: Option<&str>) -> Change {
    Change {
        field: field.to_owned(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        reason: None,
    }
}
