//! What an admin asked of the desk and what came of it: which question is on its way, and to whom its
//! answer goes.

use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::{Ask, Deed, Effect};
use crate::app::message::{Given, Managed, NotDone, WhyNot};
use crate::app::overlay::Overlay;
use crate::model::Loaded;
use crate::panes::report::Report;
use crate::panes::sheet::{Filled, Purpose};
use crate::panes::told_once::{Told, ToldOnce};
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{BulkResult, Event, EventKind, HandedOut, UserId};
use std::collections::HashMap;

/// Deeds on their way.
#[derive(Debug, Default)]
pub struct Deeds {
    asks: u64,
    waiting: HashMap<Ask, Deed>,
}

impl Deeds {
    fn ask(&mut self, deed: Deed, out: &mut Vec<Effect>) -> Ask {
        self.asks += 1;
        let ask = Ask(self.asks);
        self.waiting.insert(ask, deed.clone());
        out.push(Effect::Manage { ask, deed });
        ask
    }
}

impl Console {
    /// Asks something of the desk.
    pub(in crate::app) fn manage(&mut self, deed: Deed, out: &mut Vec<Effect>) {
        self.manage_asked(deed, out);
    }

    /// The same, with the name of the question.
    pub(super) fn manage_asked(&mut self, deed: Deed, out: &mut Vec<Effect>) -> Ask {
        self.office.deeds.ask(deed, out)
    }

    /// Keys of what the office lays over the panes. Says whether there is something of it.
    pub(in crate::app) fn act_on_deeds(&mut self, action: Action, out: &mut Vec<Effect>) -> bool {
        match &mut self.overlay {
            Some(Overlay::Sheet(sheet)) => match sheet.act(action) {
                Filled::Stays => {}
                Filled::Left => self.overlay = None,
                Filled::Saves(deed) => {
                    let ask = self.manage_asked(*deed, out);
                    if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
                        sheet.ask = Some(ask);
                    }
                }
            },
            Some(Overlay::ToldOnce(told)) => match told.act(action) {
                Told::Stays => {}
                Told::Closes => self.overlay = None,
                Told::Copies(secret) => out.push(Effect::CopySecret(secret)),
            },
            Some(Overlay::Moving(moving)) => match action {
                Action::Back | Action::Leave => self.overlay = None,
                Action::Choose | Action::Open => {
                    if let Some(picked) = moving.picked() {
                        self.pick_where(&picked);
                    }
                }
                _ => moving.act(action),
            },
            _ => return false,
        }
        true
    }

    /// Takes what came of a deed.
    pub(in crate::app) fn take_managed(
        &mut self,
        ask: Ask,
        result: Result<Managed, NotDone>,
        out: &mut Vec<Effect>,
    ) {
        let Some(deed) = self.office.deeds.waiting.remove(&ask) else { return };
        match result {
            Ok(managed) => self.take_done(ask, &deed, managed),
            Err(why) => self.take_not_done(ask, &deed, &why, out),
        }
    }

    fn take_done(&mut self, ask: Ask, deed: &Deed, managed: Managed) {
        match managed {
            Managed::Staff(agents) => self.office.staff.known.take(Ok(agents)),
            Managed::Agent(agent) => {
                self.office.staff.known.put((*agent).clone());
                if deed.only_asks() {
                    let who = self.who_changed(agent.user.id);
                    if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
                        sheet.rebase_agent(&agent, who.as_deref());
                    }
                } else {
                    self.close_sheet(ask);
                    self.tell_changed(deed, &agent);
                }
            }
            Managed::Password(answer) => {
                self.office.staff.known.put(answer.agent.clone());
                self.overlay = Some(Overlay::ToldOnce(ToldOnce::new(*answer)));
            }
            Managed::Tickets(page) => {
                if let Some(Overlay::Moving(moving)) = &mut self.overlay
                    && moving.ask == ask
                {
                    moving.take(Ok(*page));
                }
            }
            Managed::HandedOut(done) => self.tell_handed_out(&done),
            Managed::Given(given) => self.tell_given(deed, given),
            Managed::Done => self.tell_done(deed),
            Managed::Trail(page) => {
                if let Deed::Trail(query) = deed {
                    self.office.audit.take(query, Ok(page));
                }
            }
            Managed::Settings(settings) => self.take_shared(ask, deed, *settings),
            Managed::Macros(macros) => self.take_macros(macros),
            Managed::Macro(item) => self.take_macro(ask, deed, &item),
        }
    }

    fn take_not_done(&mut self, ask: Ask, deed: &Deed, why: &NotDone, out: &mut Vec<Effect>) {
        let text = Plain::line(&why.text).into_string();
        match (deed, &mut self.overlay) {
            (Deed::Staff, _) => return self.office.staff.known.take(Err(text)),
            (Deed::Trail(query), _) => return self.office.audit.take(query, Err(text)),
            (Deed::Settings, None) => {
                return self.office.rules.shared.loaded = Loaded::Failed(text);
            }
            (Deed::Holds(_), Some(Overlay::Moving(moving))) if moving.ask == ask => {
                return moving.take(Err(text));
            }
            (_, Some(Overlay::Sheet(sheet))) if sheet.ask == Some(ask) => {
                let words = match why.why {
                    WhyNot::Unheard => format!("{text} Save again to try once more."),
                    _ => text,
                };
                let fields = why.fields.iter().map(|f| (f.field.as_str(), f.message.as_str()));
                sheet.form.refused(&words, fields);
                if why.why == WhyNot::Conflict {
                    self.look_again(out);
                }
            }
            (deed, _) if deed.only_asks() => {}
            _ => self.toast(&text, Tone::Bad),
        }
        // Whoever acts on what is old finds out here; the list follows.
        self.office.staff.known.outdate();
    }

    /// Somebody else was faster: what there is now is laid beside what she typed.
    fn look_again(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Sheet(sheet)) = &self.overlay else { return };
        let deed = match sheet.purpose {
            Purpose::Agent { id, .. } => Deed::Agent(id),
            Purpose::Settings { .. } => Deed::Settings,
            Purpose::Macro { id, .. } => Deed::Macro(id),
            Purpose::NewAgent { .. } | Purpose::NewMacro { .. } => return,
        };
        self.manage(deed, out);
    }

    /// Something happened on the desk, as far as it concerns an admin.
    pub(in crate::app) fn office_hears(&mut self, event: &Event, out: &mut Vec<Effect>) {
        self.settings_hear(event);
        if !self.is_admin() {
            return;
        }
        self.office.staff.known.hear(event);
        self.form_hears_removal(event);
        let by_an_admin = event.actor.as_ref().is_some_and(|a| a.user_type.is_admin());
        let noted = match event.kind {
            EventKind::AgentUpdated | EventKind::SettingsUpdated | EventKind::MacroUpdated => true,
            // Of these, what an admin does to the work of others.
            EventKind::TicketUpdated | EventKind::OrderUpdated => by_an_admin,
            _ => false,
        };
        if noted {
            self.office.audit.outdate(self.look.now);
        }
        let me = self.desk.as_ref().map(|desk| desk.who.me());
        let mine = event.actor.as_ref().map(|a| a.id) == me;
        let about = event.data.agent.as_ref().map(|user| user.id);
        if let Some(Overlay::Sheet(sheet)) = &self.overlay
            && let Purpose::Agent { id, .. } = sheet.purpose
            && about == Some(id)
            && !mine
        {
            self.manage(Deed::Agent(id), out);
        }
    }

    fn who_changed(&self, agent: UserId) -> Option<String> {
        self.office.staff.known.changed_by(agent).map(|name| Plain::line(name).into_string())
    }

    /// Closes the form that waited for this answer.
    pub(super) fn close_sheet(&mut self, ask: Ask) {
        if matches!(&self.overlay, Some(Overlay::Sheet(sheet)) if sheet.ask == Some(ask)) {
            self.overlay = None;
        }
    }

    fn tell_handed_out(&mut self, done: &HandedOut) {
        let waits = done.moved.iter().filter(|m| m.agent.is_none()).count();
        let went = done.moved.len() - waits;
        let mut words = vec![format!("{went} went to others")];
        if waits > 0 {
            words.push(format!("{waits} wait for somebody"));
        }
        if !done.stayed.is_empty() {
            words.push(format!("{} stayed: nobody else could take them", done.stayed.len()));
        }
        let tone = if went + waits == 0 { Tone::News } else { Tone::Good };
        self.office.staff.known.outdate();
        self.toast(&words.join(", "), tone);
    }

    fn tell_given(&mut self, deed: &Deed, given: Given) {
        self.office.staff.known.outdate();
        let name = match deed {
            Deed::Give { to, .. } => self.office.staff.known.find(*to),
            _ => None,
        };
        let name =
            name.map_or_else(|| "another".into(), |a| Plain::line(&a.user.name).into_string());
        let left = given.left.as_ref().map_or(0, |(left, _)| *left);
        let all = given.results.len() + left;
        let refused: Vec<BulkResult> = given.results.into_iter().filter(|r| !r.ok).collect();
        let done = all - left - refused.len();
        self.toast(&format!("{done} of {all} given to {name}"), Tone::Good);
        if done == all {
            return;
        }
        let line = |r: BulkResult| {
            let why = r.problem.map_or_else(String::new, |p| format!(": {}", p.detail));
            Plain::line(&format!("#{}{why}", r.ticket_id))
        };
        let title = format!("{} of {all} stay, the rest is done", all - done);
        let last =
            given.left.map(|(left, why)| format!("{left} were not asked for any more: {why}"));
        let lines = refused.into_iter().map(line).chain(last.map(|text| Plain::line(&text)));
        self.overlay = Some(Overlay::Report(Report::new(title, lines.collect())));
    }

    fn tell_done(&mut self, deed: &Deed) {
        let name = |id: &UserId| {
            let known = self.office.staff.known.find(*id);
            known.map_or_else(String::new, |a| Plain::line(&a.user.name).into_string())
        };
        let words = match deed {
            Deed::Remove(id) => {
                format!("{} is removed, and their tickets went to others", name(id))
            }
            Deed::RemoveMacro(_) => {
                self.office.rules.outdate();
                "the macro is removed".to_owned()
            }
            Deed::EndSessions(id) => format!("{} has to sign in again everywhere", name(id)),
            _ => "done".to_owned(),
        };
        if let Deed::Remove(id) = deed {
            self.office.staff.known.remove(*id);
        }
        self.office.staff.known.outdate();
        self.toast(&words, Tone::Good);
    }
}
