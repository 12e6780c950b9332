//! What an admin has beside the desk, in the tests' small world: staff, a trail, settings, macros, and
//! what the server makes of an admin's deeds.

use super::desk::{ME, now};
use super::market::{self, ago};
use robindesk::app::effect::Deed;
use robindesk::app::message::{Given, Managed, NotDone, WhyNot};
use robindesk_protocol::{
    AccountStatus, Action, Actor, Agent, AgentPassword, AuditEntry, AuditId, AuditPage, AuditQuery,
    Availability, BulkResult, Change, DeskSettings, FieldError, HandedOut, Macro, MacroActions,
    MacroId, MovedTicket, Paging, Priority, Subject, SubjectKind, Ticket, TicketId, TicketPage,
    TicketStatus, UserId, UserType, WriteMacro,
};

/// The office's part of the world.
pub struct Office {
    pub staff: Vec<Agent>,
    pub settings: DeskSettings,
    pub macros: Vec<Macro>,
    pub entries: Vec<AuditEntry>,
    /// What the server says to the next change instead of doing it.
    pub refuses: Option<NotDone>,
}

/// A member of staff with this load.
pub fn agent(id: i64, name: &str, user_type: UserType, open: u32, most: Option<u32>) -> Agent {
    let mut user = market::agent(UserId(id), name);
    user.user_type = user_type;
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    user.email = format!("{first}@desk.example");
    Agent {
        user,
        phone: None,
        takes_tickets: true,
        max_open_tickets: most,
        open_tickets: open,
        last_seen_at: Some(ago(0)),
        current_ticket: None,
        version: 1,
    }
}

/// Seven on the staff, in every state that there is.
pub fn staff() -> Vec<Agent> {
    let mut maya = agent(ME.0, "Maya Rivera", UserType::SuperAdmin, 0, None);
    maya.takes_tickets = false;
    let mut sam = agent(4, "Sam Lee", UserType::Agent, 7, Some(10));
    (sam.current_ticket, sam.phone) = (Some(TicketId(8)), Some("+1 555 0100".into()));
    let mut ines = agent(7, "Ines Duarte", UserType::Admin, 9, Some(9));
    ines.user.agent_status = Some(Availability::Away);
    ines.last_seen_at = Some(ago(14));
    let tom = agent(8, "Tom Okafor", UserType::Agent, 12, None);
    let mut zoe = agent(9, "Zoë Lindqvist-Achterberg", UserType::Agent, 3, Some(20));
    zoe.user.agent_status = Some(Availability::Busy);
    zoe.takes_tickets = false;
    let mut noor = agent(10, "Noor Haddad", UserType::Agent, 0, None);
    noor.user.agent_status = Some(Availability::Offline);
    noor.last_seen_at = None;
    let mut omar = agent(11, "Omar Reyes", UserType::Agent, 0, Some(5));
    omar.user.status = AccountStatus::Suspended;
    omar.last_seen_at = Some(ago(9_000));
    vec![maya, sam, ines, tom, zoe, noor, omar]
}

fn entry(id: i64, minutes: i64, by: Option<&str>, action: Action, name: &str) -> AuditEntry {
    let user_type = UserType::SuperAdmin;
    let actor = |name: &str| Actor { id: UserId(id % 3 + 20), name: name.into(), user_type };
    let kind = match action {
        Action::SettingsUpdated => SubjectKind::Settings,
        Action::PackageUpdated => SubjectKind::Package,
        _ => SubjectKind::Agent,
    };
    AuditEntry {
        id: AuditId(id),
        at: ago(minutes),
        actor: by.map(actor),
        action,
        subject: Subject { kind, id: Some("4".into()), name: name.into() },
        changes: Vec::new(),
        address: by.map(|_| "203.0.113.7".into()),
    }
}

fn step(field: &str, from: Option<&str>, to: Option<&str>) -> Change {
    let text = |t: Option<&str>| t.map(str::to_owned);
    Change { field: field.into(), from: text(from), to: text(to), reason: None }
}

fn trail() -> Vec<AuditEntry> {
    let ines = Some("Ines Duarte");
    let mut suspended = entry(9, 3, ines, Action::AgentSuspended, "Omar Reyes");
    suspended.changes = vec![step("status", Some("active"), Some("suspended"))];
    let mut limit = entry(8, 40, Some("Maya Rivera"), Action::AgentUpdated, "Sam Lee");
    limit.changes = vec![
        step("max_open_tickets", Some("5"), Some("10")),
        step("takes_tickets", Some("false"), Some("true")),
    ];
    let mut rules = entry(7, 1_700, ines, Action::SettingsUpdated, "The desk's settings");
    rules.changes = vec![step("rotation_policy", Some("balanced"), Some("round_robin"))];
    let mut moved = entry(6, 1_800, ines, Action::TicketsHandedOut, "Tom Okafor");
    moved.changes =
        vec![step("open_tickets", Some("15"), Some("12")), step("tickets", None, Some("3, 5, 8"))];
    let reset = entry(5, 3_000, Some("Maya Rivera"), Action::PasswordReset, "Noor Haddad");
    let price = entry(4, 4_400, ines, Action::PackageUpdated, "Reel package");
    let made = entry(3, 99_000, None, Action::AgentCreated, "Maya Rivera");
    vec![suspended, limit, rules, moved, reset, price, made]
}

fn canned(id: i64, title: &str, body: &str, actions: MacroActions) -> Macro {
    let (created_at, updated_at) = (ago(9_000), ago(8_000));
    let owner_id = ME;
    let (title, body) = (title.into(), body.into());
    Macro { id: MacroId(id), title, body, actions, shared: true, owner_id, created_at, updated_at }
}

impl Default for Office {
    fn default() -> Self {
        let late = MacroActions {
            status: Some(TicketStatus::InProgress),
            priority: Some(Priority::High),
            add_tags: vec!["late".into()],
        };
        let hello =
            "Hello {brand},\n\nthe draft is late, and I have asked {creator} for a new date.";
        let mut own = canned(3, "My own", "Just for me", MacroActions::default());
        own.shared = false;
        Self {
            staff: staff(),
            settings: DeskSettings {
                default_max_open_tickets: Some(10),
                tags: ["late", "refund", "vip"].map(str::to_owned).to_vec(),
                ..DeskSettings::default()
            },
            macros: vec![
                canned(1, "Late draft", hello, late),
                canned(2, "Thanks", "Thank you, {brand}!", MacroActions::default()),
                own,
            ],
            entries: trail(),
            refuses: None,
        }
    }
}

/// A refusal of these fields.
pub fn refusal(why: WhyNot, text: &str, fields: &[(&str, &str)]) -> NotDone {
    let error = |(field, message): &(&str, &str)| FieldError {
        field: (*field).into(),
        message: (*message).into(),
    };
    NotDone { why, text: text.into(), fields: fields.iter().map(error).collect() }
}

impl Office {
    /// What the server answers to a deed.
    pub fn answer(&mut self, deed: &Deed, tickets: &[Ticket]) -> Result<Managed, NotDone> {
        if !deed.only_asks()
            && let Some(refusal) = self.refuses.take()
        {
            return Err(refusal);
        }
        Ok(match deed {
            Deed::Staff => Managed::Staff(self.staff.clone()),
            Deed::Agent(id) => Managed::Agent(Box::new(self.find(*id).clone())),
            Deed::Holds(_) => Managed::Tickets(Box::new(page(tickets))),
            Deed::Trail(query) => Managed::Trail(self.trail(query)),
            Deed::Settings => Managed::Settings(Box::new(self.settings.clone())),
            Deed::Macros => Managed::Macros(self.macros.clone()),
            Deed::Macro(id) => Managed::Macro(Box::new(self.macro_of(*id).clone())),
            Deed::Create { new, .. } => {
                let mut agent = agent(12, &new.name, UserType::Agent, 0, Some(10));
                agent.user.email.clone_from(&new.email);
                agent.user.agent_status = Some(Availability::Offline);
                self.staff.push(agent.clone());
                let password = Some("correct-horse-7".to_owned());
                Managed::Password(Box::new(AgentPassword { agent, password }))
            }
            Deed::Update { agent, change } => {
                let known = self.find(*agent);
                known.version += 1;
                known.takes_tickets = change.takes_tickets.unwrap_or(known.takes_tickets);
                known.max_open_tickets = change.max_open_tickets.unwrap_or(known.max_open_tickets);
                if let Some(name) = &change.name {
                    known.user.name.clone_from(name);
                }
                Managed::Agent(Box::new(known.clone()))
            }
            Deed::SetAccount { agent, status, .. } => {
                let known = self.find(*agent);
                (known.user.status, known.open_tickets) = (*status, 0);
                Managed::Agent(Box::new(known.clone()))
            }
            Deed::ResetPassword(id) => {
                let (agent, password) = (self.find(*id).clone(), Some("staple-battery-9".into()));
                Managed::Password(Box::new(AgentPassword { agent, password }))
            }
            Deed::HandOut { tickets, .. } => {
                let moved = |id: &TicketId| MovedTicket { ticket_id: *id, agent: None };
                let moved = tickets.iter().flatten().map(moved).collect();
                Managed::HandedOut(HandedOut { moved, ..HandedOut::default() })
            }
            Deed::Give { tickets, .. } => {
                let done = |id: &TicketId| BulkResult {
                    ticket_id: *id,
                    ok: true,
                    ticket: None,
                    problem: None,
                };
                Managed::Given(Given { results: tickets.iter().map(done).collect(), left: None })
            }
            Deed::SetSettings(change) => {
                self.settings.version += 1;
                if let Some(delay) = change.send_delay_seconds {
                    self.settings.send_delay_seconds = delay;
                }
                Managed::Settings(Box::new(self.settings.clone()))
            }
            Deed::CreateMacro { new, .. } => Managed::Macro(Box::new(written(4, new))),
            Deed::SetMacro { id, new } => Managed::Macro(Box::new(written(id.0, new))),
            Deed::Remove(_) | Deed::EndSessions(_) | Deed::RemoveMacro(_) => Managed::Done,
        })
    }

    fn find(&mut self, id: UserId) -> &mut Agent {
        self.staff.iter_mut().find(|a| a.user.id == id).expect("somebody on the staff")
    }

    fn macro_of(&self, id: MacroId) -> &Macro {
        self.macros.iter().find(|m| m.id == id).expect("a macro")
    }

    fn trail(&self, query: &AuditQuery) -> AuditPage {
        let wanted = |e: &&AuditEntry| {
            let q = query.q.as_deref().unwrap_or_default().to_lowercase();
            let actor = e.actor.as_ref();
            let name = actor.map(|a| a.name.to_lowercase()).unwrap_or_default();
            let said = name.contains(&q) || e.subject.name.to_lowercase().contains(&q);
            let by = |id: &String| actor.is_some_and(|a| a.id.to_string() == *id);
            let did = |word: &String| e.action.as_str() == word;
            said && query.actor.as_ref().is_none_or(by) && query.action.as_ref().is_none_or(did)
        };
        let entries: Vec<AuditEntry> = self.entries.iter().filter(wanted).cloned().collect();
        let total = entries.len() as u64;
        AuditPage {
            entries,
            paging: Paging {
                total,
                limit: 100,
                offset: 0,
                next_cursor: None,
                total_is_at_least: false,
            },
        }
    }
}

fn written(id: i64, new: &WriteMacro) -> Macro {
    let mut item = canned(id, &new.title, &new.body, new.actions.clone());
    item.updated_at = now();
    item
}

fn page(tickets: &[Ticket]) -> TicketPage {
    let tickets: Vec<Ticket> = tickets.iter().take(3).cloned().collect();
    let total = tickets.len() as u64;
    TicketPage {
        tickets,
        paging: Paging {
            total,
            limit: 200,
            offset: 0,
            next_cursor: None,
            total_is_at_least: false,
        },
    }
}
