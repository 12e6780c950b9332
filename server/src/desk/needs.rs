//! Which facts the commands of a batch must be decided on.

use super::changes::Party;
use super::command::{AccountKind, Command, Request, TicketChange};
use super::import::{Import, address};
use robindesk_protocol::{
    BrandId, CreatorId, MacroId, OrderId, PackageId, TicketId, Timestamp, UserId,
};
use std::collections::BTreeSet;

/// What to load before a batch can be decided. Things that these things name (an order's brand, a
/// ticket's agent) are loaded with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Who asks.
    pub callers: BTreeSet<UserId>,
    /// All staff and the waiting tickets: somebody may be handed a ticket.
    pub rotation: bool,
    pub orders: BTreeSet<OrderId>,
    pub tickets: BTreeSet<TicketId>,
    /// Also the accounts behind the brands and creators.
    pub owners: bool,
    pub packages: BTreeSet<PackageId>,
    pub brands: BTreeSet<BrandId>,
    pub creators: BTreeSet<CreatorId>,
    pub users: BTreeSet<UserId>,
    pub posted: BTreeSet<(UserId, String)>,
    pub keys: BTreeSet<(UserId, String)>,
    pub sessions: BTreeSet<String>,
    /// Accounts all of whose sessions may end.
    pub sessions_of: BTreeSet<UserId>,
    /// Brands and creators whose accounts' sessions may end.
    pub leaving: BTreeSet<Party>,
    /// Staff all of whose unresolved tickets may go to others.
    pub desks: BTreeSet<UserId>,
    pub reads: BTreeSet<(UserId, TicketId)>,
    /// The newest message of somebody else, for a reader of a ticket.
    pub heard: BTreeSet<(UserId, TicketId)>,
    /// The tickets that were snoozed until then or earlier.
    pub due: Option<Timestamp>,
    pub emails: BTreeSet<String>,
    /// Addresses whose accounts are wanted with their profiles.
    pub parties: BTreeSet<String>,
    /// All packages of the creators at hand.
    pub offers: bool,
    pub macros: BTreeSet<MacroId>,
}

impl Needs {
    /// What `requests` need together.
    pub fn of<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Self {
        let mut needs = Self::default();
        for request in requests {
            needs.add(request);
        }
        needs
    }

    fn add(&mut self, request: &Request) {
        let caller = request.by.account();
        self.callers.extend(caller.map(|account| account.id));
        if let (Some(account), Some(key)) = (caller, &request.key) {
            self.keys.insert((account.id, key.key.clone()));
        }
        match &request.command {
            Command::PlaceOrder(order) => {
                self.rotation = true;
                self.packages.insert(order.package_id);
                self.brands.insert(order.brand_id);
                self.creators.insert(order.creator_id);
            }
            Command::SetOrderStatus { order, .. } => {
                self.orders.insert(*order);
            }
            Command::PostMessage(message) => {
                // A party's message may reopen a ticket, which counts against its agent's limit.
                self.tickets.insert(message.ticket);
                if let (Some(account), Some(id)) = (caller, &message.client_id) {
                    self.posted.insert((account.id, id.clone()));
                }
            }
            Command::UpdateTicket { ticket, change } => self.by_hand(*ticket, change),
            Command::BulkUpdate { tickets, set } => {
                self.tickets.extend(tickets);
                self.users.extend(set.agent_id);
                self.rotation |= set.status.is_some() || set.agent_id.is_some();
            }
            Command::MarkRead { ticket, .. } => {
                self.tickets.insert(*ticket);
                self.reads.extend(caller.map(|a| (a.id, *ticket)));
            }
            Command::MarkUnread { ticket } => {
                self.tickets.insert(*ticket);
                self.reads.extend(caller.map(|a| (a.id, *ticket)));
                self.heard.extend(caller.map(|a| (a.id, *ticket)));
            }
            Command::SetAvailability(_) | Command::UpdateAgent { .. } | Command::HandOut => {
                self.rotation = true;
            }
            Command::WakeSnoozed => self.due = self.due.max(Some(request.at)),
            Command::OpenSession(session) => {
                self.users.insert(session.user);
            }
            Command::RotateSession { sid, .. } | Command::EndSession { sid } => {
                self.sessions.insert(sid.clone());
            }
            Command::SetPassword(new) => {
                self.users.insert(new.user);
                self.sessions_of.insert(new.user);
            }
            // The settings come with the log's head.
            Command::UpdateSettings(_) | Command::CreateMacro(_) | Command::NoteBackup => {}
            Command::EndSessions { agent } => {
                self.users.insert(*agent);
                self.sessions_of.insert(*agent);
            }
            // All staff: one super admin must remain, and somebody takes over the tickets.
            Command::SetAccountStatus { agent, .. } | Command::RemoveAgent { agent } => {
                self.rotation = true;
                self.sessions_of.insert(*agent);
                self.desks.insert(*agent);
            }
            Command::HandOutTickets { agent, tickets } => {
                self.tickets.extend(tickets.iter().flatten());
                self.rotation = true;
                self.users.insert(*agent);
                self.desks.insert(*agent);
            }
            Command::CreateAccount(account) => {
                self.emails.extend(findable(&account.email));
                // A new member of staff may be eligible at once.
                self.rotation |= matches!(account.kind, AccountKind::Staff { .. });
            }
            Command::UpdateBrand { brand, change } => {
                self.owners = true;
                self.brands.insert(*brand);
                self.leaving.extend(change.status.map(|_| Party::Brand(*brand)));
                let email = change.contact.as_ref().and_then(|c| c.email.as_ref());
                self.emails.extend(email.and_then(|email| findable(email)));
            }
            Command::UpdateCreator { creator, change } => {
                self.owners = true;
                self.creators.insert(*creator);
                self.leaving.extend(change.status.map(|_| Party::Creator(*creator)));
                self.emails.extend(change.email.as_ref().and_then(|email| findable(email)));
            }
            Command::UpdatePackage { package, .. } => {
                self.packages.insert(*package);
            }
            Command::Import(import) => self.import(import),
            Command::UpdateMacro { id, .. } | Command::DeleteMacro(id) => {
                self.macros.insert(*id);
            }
            Command::CreatePackage(package) => {
                self.creators.insert(package.creator);
            }
        }
    }

    fn by_hand(&mut self, ticket: TicketId, change: &TicketChange) {
        self.tickets.insert(ticket);
        match change {
            TicketChange::Agent { agent, .. } => {
                self.rotation = true;
                self.users.insert(*agent);
            }
            // Resolving makes room for the next one that waits; one that is opened again may have lost
            // its agent.
            TicketChange::Status(_) => self.rotation = true,
            TicketChange::Priority(_) | TicketChange::Tags(_) | TicketChange::Snooze(_) => {}
        }
    }

    fn import(&mut self, import: &Import) {
        (self.owners, self.offers) = (true, true);
        self.brands.extend(import.brands.iter().filter_map(|line| line.item.id));
        self.creators.extend(import.creators.iter().filter_map(|line| line.item.id));
        self.packages.extend(import.packages.iter().filter_map(|line| line.item.id));
        self.creators.extend(import.packages.iter().filter_map(|line| line.item.creator_id));
        let brands = import.brands.iter().map(|line| &line.item.contact.email);
        let creators = import.creators.iter().map(|line| &line.item.email);
        let sellers = import.packages.iter().filter_map(|line| line.item.creator_email.as_ref());
        self.parties
            .extend(brands.chain(creators).chain(sellers).filter_map(|email| findable(email)));
    }
}

/// An address as accounts are found by it; none where the database could not even be asked, because
/// PostgreSQL knows no NUL. The rules refuse it in their own words.
fn findable(email: &str) -> Option<String> {
    Some(address(email)).filter(|address| !address.contains('\0'))
}
