//! Which facts the commands of a batch must be decided on.

use super::command::{AccountKind, Command, Request, TicketChange};
use robindesk_protocol::{
    BrandId, CreatorId, MacroId, OrderId, PackageId, TicketId, TicketStatus, Timestamp, UserId,
};
use std::collections::BTreeSet;

/// What to load before a batch can be decided. Things that these things name (an order's brand, a
/// ticket's agent) are loaded with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// All staff and the waiting tickets: somebody may be handed a ticket.
    pub rotation: bool,
    pub orders: BTreeSet<OrderId>,
    pub tickets: BTreeSet<TicketId>,
    pub packages: BTreeSet<PackageId>,
    pub brands: BTreeSet<BrandId>,
    pub creators: BTreeSet<CreatorId>,
    pub users: BTreeSet<UserId>,
    pub posted: BTreeSet<(UserId, String)>,
    pub keys: BTreeSet<(UserId, String)>,
    pub sessions: BTreeSet<String>,
    pub reads: BTreeSet<(UserId, TicketId)>,
    /// The tickets that were snoozed until then or earlier.
    pub due: Option<Timestamp>,
    pub emails: BTreeSet<String>,
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
            Command::UpdateTicket { ticket, change } => {
                self.tickets.insert(*ticket);
                match change {
                    TicketChange::Agent { agent, .. } => {
                        self.rotation = true;
                        self.users.insert(*agent);
                    }
                    // Resolving makes room for the next one that waits.
                    TicketChange::Status(TicketStatus::Resolved | TicketStatus::Closed) => {
                        self.rotation = true;
                    }
                    _ => {}
                }
            }
            Command::BulkUpdate { tickets, set } => {
                self.tickets.extend(tickets);
                self.users.extend(set.agent_id);
                let makes_room = set.status.is_some_and(|status| !status.is_unresolved());
                self.rotation |= makes_room || set.agent_id.is_some();
            }
            Command::MarkRead { ticket, .. } => {
                self.tickets.insert(*ticket);
                self.reads.extend(caller.map(|a| (a.id, *ticket)));
            }
            Command::SetAvailability(_) | Command::HandOut => self.rotation = true,
            Command::WakeSnoozed => self.due = self.due.max(Some(request.at)),
            Command::OpenSession(session) => {
                self.users.insert(session.user);
            }
            Command::RotateSession { sid, .. } | Command::EndSession { sid } => {
                self.sessions.insert(sid.clone());
            }
            Command::CreateAccount(account) => {
                self.emails.insert(account.email.to_lowercase());
                // A new member of staff may be eligible at once.
                self.rotation |= matches!(account.kind, AccountKind::Staff { .. });
            }
            Command::CreateMacro(_) => {}
            Command::UpdateMacro { id, .. } | Command::DeleteMacro(id) => {
                self.macros.insert(*id);
            }
            Command::CreatePackage(package) => {
                self.creators.insert(package.creator);
            }
        }
    }
}
