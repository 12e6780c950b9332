//! The team's part of the office: what its keys ask for, and what is asked of the server to keep it true.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::{Deed, Effect};
use crate::app::overlay::Overlay;
use crate::app::screen::{self, Screen};
use crate::model::Loaded;
use crate::model::staff::{Staff, nearness};
use crate::panes::confirm::Confirm;
use crate::panes::menu::picker::Picker;
use crate::panes::menu::{Choice, Entry};
use crate::panes::moving::{Moving, Picked};
use crate::panes::sheet::Sheet;
use crate::panes::team::{Team, view};
use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use robindesk_protocol::{AccountStatus, Agent, Availability, UpdateAgent, UserId};

/// All staff, and the screen that shows it.
#[derive(Debug, Default)]
pub struct StaffRoom {
    pub(in crate::app) known: Staff,
    pub(super) team: Team,
}

impl StaffRoom {
    /// The keys that matter for whoever is under the cursor, the most wanted first.
    pub(super) fn keys_here(&self, me: UserId) -> Vec<(Action, &'static str)> {
        let mut keys = Vec::new();
        if let Some(agent) = self.team.selected(&self.known) {
            keys.push((Action::EditAgent, "edit"));
            if agent.open_tickets > 0 {
                keys.push((Action::MoveTickets, "move tickets"));
            }
            keys.push((Action::NewAgent, "new"));
            // Nobody suspends themselves: the server refuses it.
            if agent.user.id != me {
                let active = agent.user.status == AccountStatus::Active;
                keys.push((Action::SuspendAgent, if active { "suspend" } else { "let in" }));
            }
            let way = if agent.takes_tickets { "out of rotation" } else { "into rotation" };
            keys.push((Action::InRotation, way));
        } else {
            keys.push((Action::NewAgent, "new"));
        }
        let rest = [(Action::Filter, "filter"), (Action::Sort, "sort"), (Action::Back, "back")];
        keys.into_iter().chain(rest).collect()
    }

    pub(super) fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        cut_off: bool,
        look: &Look,
    ) -> Option<(u16, u16)> {
        view::draw(buf, area, &mut self.team, &self.known, cut_off, look)
    }
}

impl Console {
    /// Asks for all staff when it is time, while it is looked at. The trail only wants their names.
    pub(in crate::app) fn ask_for_staff(&mut self, out: &mut Vec<Effect>) {
        let names = self.screen == Screen::Audit && self.office.staff.known.loaded == Loaded::Never;
        let shown = (self.screen == Screen::Team || names) && self.login.is_none();
        if shown && self.office.staff.known.asks(self.look.now) {
            self.manage(Deed::Staff, out);
        }
    }

    /// What a key does on the team's screen.
    pub(super) fn act_on_team(&mut self, action: Action, out: &mut Vec<Effect>) {
        let room = &mut self.office.staff;
        if room.team.is_typing() {
            return room.team.act(action, &room.known);
        }
        match action {
            Action::Refresh => room.known.outdate(),
            Action::NewAgent => self.overlay = Some(Overlay::Sheet(Sheet::new_agent(made_up()))),
            _ => match room.team.selected(&room.known).cloned() {
                Some(agent) => self.act_on_agent(action, &agent, out),
                None => room.team.act(action, &room.known),
            },
        }
    }

    fn act_on_agent(&mut self, action: Action, agent: &Agent, out: &mut Vec<Effect>) {
        let id = agent.user.id;
        let sheet = |field| Some(Overlay::Sheet(Sheet::agent(agent, field)));
        match action {
            Action::Open if self.offers(Action::EditAgent) => self.overlay = sheet("name"),
            Action::Open | Action::MoveTickets => self.open_moving(agent, out),
            Action::EditAgent => self.overlay = sheet("name"),
            Action::SetLimit => self.overlay = sheet("max_open_tickets"),
            Action::InRotation => {
                let takes_tickets = Some(!agent.takes_tickets);
                let version = Some(agent.version);
                let change = UpdateAgent { takes_tickets, version, ..UpdateAgent::default() };
                self.manage(Deed::Update { agent: id, change }, out);
            }
            Action::SuspendAgent => self.overlay = Some(Overlay::Confirm(suspend(agent))),
            Action::RemoveAgent => self.overlay = Some(Overlay::Confirm(remove(agent))),
            Action::ResetPassword => {
                let name = Plain::line(&agent.user.name);
                let question = format!(
                    "Give {name} another password? It is shown to you once, and all of their sessions end."
                );
                let confirm = Confirm::deed(question, "reset it", Deed::ResetPassword(id));
                self.overlay = Some(Overlay::Confirm(confirm));
            }
            Action::EndSessions => {
                let name = Plain::line(&agent.user.name);
                let question =
                    format!("End all sessions of {name}? They have to sign in again everywhere.");
                let confirm = Confirm::deed(question, "end them", Deed::EndSessions(id));
                self.overlay = Some(Overlay::Confirm(confirm));
            }
            _ => self.office.staff.team.act(action, &self.office.staff.known),
        }
    }

    fn open_moving(&mut self, agent: &Agent, out: &mut Vec<Effect>) {
        let ask = self.manage_asked(Deed::Holds(agent.user.id), out);
        self.overlay = Some(Overlay::Moving(Moving::new(ask, agent)));
    }

    /// Asks again for the tickets that are to be moved, when somebody got or gave away some meanwhile.
    pub(in crate::app) fn ask_for_holds(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Moving(moving)) = &mut self.overlay else { return };
        let agent = self.office.staff.known.find(moving.from);
        if agent.is_some_and(|agent| moving.outdated(agent)) {
            let from = moving.from;
            let ask = self.manage_asked(Deed::Holds(from), out);
            if let Some(Overlay::Moving(moving)) = &mut self.overlay {
                moving.ask = ask;
            }
        }
    }

    /// Asks where picked tickets are to go: through the rotation, or to somebody.
    pub(super) fn pick_where(&mut self, picked: &Picked) {
        let entries = destinations(&self.office.staff.known, picked, &self.look);
        let count = picked.tickets.len();
        let tickets = if count == 1 { "ticket" } else { "tickets" };
        let title = format!("Move {count} {tickets}");
        self.overlay = Some(Overlay::Picker(Picker::fixed(title, entries)));
    }

    /// Whether whoever is signed in works with the team at all.
    pub(super) fn is_admin(&self) -> bool {
        self.desk.as_ref().is_some_and(|d| screen::offered(Action::Team, d.who.user.user_type))
    }

    /// Says what came of a change to somebody: by what was asked, because the event that tells of it may
    /// have come before the answer.
    pub(super) fn tell_changed(&mut self, deed: &Deed, now: &Agent) {
        let name = Plain::line(&now.user.name);
        let words = match deed {
            Deed::SetAccount { status: AccountStatus::Suspended, .. } => {
                format!("{name} is suspended; what they held went to others, or waits")
            }
            Deed::SetAccount { .. } => format!("{name} may sign in again"),
            Deed::Update {
                change: UpdateAgent { takes_tickets: Some(takes), name: None, .. },
                ..
            } => {
                let key = self.keymap.shown(Action::InRotation);
                let way = if *takes { "in" } else { "out of" };
                format!("{name} is {way} the rotation · {key} takes it back")
            }
            _ => format!("{name} is changed"),
        };
        self.toast(&words, Tone::Good);
    }
}

fn suspend(agent: &Agent) -> Confirm {
    let (name, id, version) = (Plain::line(&agent.user.name), agent.user.id, agent.version);
    let to = |status| Deed::SetAccount { agent: id, status, version };
    if agent.user.status == AccountStatus::Active {
        let question =
            format!("Suspend {name}? They are signed out everywhere at once{}", tickets_go(agent));
        return Confirm::deed(question, "suspend", to(AccountStatus::Suspended));
    }
    let question =
        format!("Let {name} in again? They get tickets once they say that they are available.");
    Confirm::deed(question, "let in", to(AccountStatus::Active))
}

fn remove(agent: &Agent) -> Confirm {
    let name = Plain::line(&agent.user.name);
    let question = format!(
        "Remove {name} from the staff for good? Their name stays in what was written{}",
        tickets_go(agent)
    );
    Confirm::deed(question, "remove", Deed::Remove(agent.user.id))
}

/// What becomes of somebody's tickets, as the end of a sentence.
fn tickets_go(agent: &Agent) -> String {
    match agent.open_tickets {
        0 => ". They hold no open ticket.".to_owned(),
        1 => ", and their one open ticket goes back to the rotation.".to_owned(),
        n => format!(", and their {n} open tickets go back to the rotation."),
    }
}

/// The rotation, then everybody else who is active: who is here first, then who has the most room.
fn destinations(staff: &Staff, picked: &Picked, look: &Look) -> Vec<Entry> {
    let tickets = (!picked.all).then(|| picked.tickets.clone());
    let rotation = Entry {
        glyph: look.glyph("↻", "@"),
        words: "through the rotation".to_owned(),
        detail: "to whoever is next ".to_owned(),
        style: look.theme.accent,
        choice: Choice::Deed(Box::new(Deed::HandOut { agent: picked.from, tickets })),
        now: false,
    };
    let others = |a: &&Agent| a.user.id != picked.from && a.user.status == AccountStatus::Active;
    let mut others: Vec<&Agent> = staff.agents().iter().filter(others).collect();
    others.sort_by_key(|a| (nearness(a.user.agent_status), a.open_tickets, a.user.id));
    let entry = |agent: &Agent| {
        let availability = agent.user.agent_status.unwrap_or(Availability::Offline);
        let limit = agent.max_open_tickets.map(|max| format!(" of {max}")).unwrap_or_default();
        let give = Deed::Give { tickets: picked.tickets.clone(), to: agent.user.id };
        Entry {
            glyph: look.glyph("●", "*"),
            words: Plain::line(&agent.user.name).into_string(),
            detail: format!("{availability} · {} open{limit} ", agent.open_tickets),
            style: badge::availability_style(look, availability),
            choice: Choice::Deed(Box::new(give)),
            now: false,
        }
    };
    std::iter::once(rotation).chain(others.into_iter().map(entry)).collect()
}

/// A key for something new: trying again makes it once.
pub(super) fn made_up() -> String {
    uuid::Uuid::new_v4().to_string()
}
