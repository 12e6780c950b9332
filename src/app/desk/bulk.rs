//! One change to many tickets: what it would do in words, the change shown at once, its undo, and
//! what of it the server refused.

use super::Desk;
use super::changes::set_status;
use super::undo::woken;
use crate::app::effect::Change;
use crate::model::tickets::News;
use crate::panes::confirm::Confirm;
use crate::panes::menu::{Choice, Entry, Menu};
use crate::panes::report::Report;
use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{
    BulkResult, BulkSet, BulkUpdate, Priority, Ticket, TicketId, TicketStatus, UserId,
};
use std::collections::BTreeMap;

impl Desk {
    /// What the marked tickets may become.
    pub fn bulk_menu(&self, look: &Look) -> Option<Menu> {
        let marked = self.queue().marked_count();
        let theme = &look.theme;
        let entry = |glyph, words: &str, style, choice| {
            let (words, detail) = (words.to_owned(), String::new());
            Entry { glyph, words, detail, style, choice, now: false }
        };
        let set = |set: BulkSet| Choice::Set(set);
        let mut entries = Vec::new();
        for status in TicketStatus::ALL.iter().rev().copied() {
            let glyph = badge::status_glyph(look, status);
            let choice = set(BulkSet { status: Some(status), ..BulkSet::default() });
            entries.push(entry(glyph, badge::status_words(status), theme.text, choice));
        }
        // What is done most is under the cursor.
        entries.swap(0, 1);
        for priority in Priority::ALL.iter().rev().copied() {
            let glyph = badge::priority_glyph(look, priority);
            let choice = set(BulkSet { priority: Some(priority), ..BulkSet::default() });
            let style = badge::priority_style(look, priority);
            entries.push(entry(glyph, priority.as_str(), style, choice));
        }
        let person = look.glyph("→", ">");
        let mine = BulkSet { agent_id: Some(self.who.me()), ..BulkSet::default() };
        entries.push(entry(person, "take them", theme.accent, set(mine)));
        entries.push(entry(person, "assign to…", theme.accent, Choice::GiveMarked));
        let (add, remove) = (Choice::TagMarked { add: true }, Choice::TagMarked { add: false });
        entries.push(entry("+", "tag…", theme.accent, add));
        entries.push(entry("-", "untag…", theme.accent, remove));
        let tickets = if marked == 1 { "ticket" } else { "tickets" };
        (marked > 0).then(|| Menu::new(format!("Change {marked} {tickets}"), entries))
    }

    /// The question before many are changed.
    pub fn confirm_bulk(&self, set: BulkSet) -> Option<Confirm> {
        let marked = self.queue().marked();
        let question = format!("{}?", self.summary(&marked, &set)?);
        let ticket_ids = marked.iter().map(|t| t.id).collect();
        Some(Confirm::many(question, Change::Many(BulkUpdate { ticket_ids, set })))
    }

    /// In a line what would be done to whom: `Resolve 12 tickets: 9 in progress, 3 open`.
    fn summary(&self, tickets: &[&Ticket], set: &BulkSet) -> Option<String> {
        let count = tickets.len();
        let many = format!("{count} {}", if count == 1 { "ticket" } else { "tickets" });
        let tags = |tags: &[String]| Plain::line(&tags.join(", ")).into_string();
        let (what, now): (String, fn(&Ticket) -> String) = if let Some(status) = set.status {
            let what = match status {
                TicketStatus::Open => format!("Reopen {many}"),
                TicketStatus::InProgress => format!("Put {many} in progress"),
                TicketStatus::Resolved => format!("Resolve {many}"),
                TicketStatus::Closed => format!("Close {many}"),
            };
            (what, |t| badge::status_words(t.status).to_owned())
        } else if let Some(priority) = set.priority {
            (format!("Make {many} {priority}"), |t| t.priority.as_str().to_owned())
        } else if let Some(agent) = set.agent_id {
            (format!("Give {many} to {}", self.name_of(agent)), |t| {
                let name = t.agent.as_ref().map(|a| Plain::line(&a.name).into_string());
                name.map_or_else(|| "nobody's".to_owned(), |name| format!("{name}'s"))
            })
        } else if !set.add_tags.is_empty() {
            (format!("Tag {many} {}", tags(&set.add_tags)), |t| {
                badge::status_words(t.status).into()
            })
        } else {
            let what = format!("Take {} from {many}", tags(&set.remove_tags));
            (what, |t| badge::status_words(t.status).into())
        };
        let mut counts: Vec<(String, usize)> = Vec::new();
        for word in tickets.iter().map(|t| now(t)) {
            match counts.iter_mut().find(|(w, _)| *w == word) {
                Some((_, n)) => *n += 1,
                None => counts.push((word, 1)),
            }
        }
        counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let parts: Vec<String> = counts.into_iter().map(|(w, n)| format!("{n} {w}")).collect();
        (count > 0).then(|| format!("{what}: {}", parts.join(", ")))
    }

    /// What a notice says of a change to many.
    pub(super) fn many_words(&self, update: &BulkUpdate) -> String {
        let count = update.ticket_ids.len();
        let many = format!("{count} {}", if count == 1 { "ticket" } else { "tickets" });
        let set = &update.set;
        match (set.status, set.priority, set.agent_id) {
            (Some(status), ..) => format!("{many} {}", badge::status_words(status)),
            (_, Some(priority), _) => format!("{many} {priority}"),
            (.., Some(agent)) => format!("{many} given to {}", self.name_of(agent)),
            _ if set.add_tags.is_empty() => format!("{many} untagged"),
            _ => format!("{many} tagged"),
        }
    }

    /// Shows a change to many, and gives what was there and the changes that bring it back: one for
    /// each way that they differed before, and one for each that is woken by it.
    pub(super) fn show_many(&mut self, update: &BulkUpdate) -> (Vec<Ticket>, Vec<Change>) {
        let (mut before, mut asleep) = (Vec::new(), Vec::new());
        let mut back: BTreeMap<String, BulkUpdate> = BTreeMap::new();
        for id in &update.ticket_ids {
            let Some(was) = self.find(*id).cloned() else { continue };
            let mut after = was.clone();
            let set = self.set_all(&mut after, &update.set);
            asleep.extend(woken(&was, &after));
            before.push(was);
            self.put_ticket(&after, News::default());
            if !set.is_empty() {
                // The words of a set tell it from others: equal sets go back together.
                let key = format!("{set:?}");
                let group = back.entry(key);
                let group = group.or_insert_with(|| BulkUpdate { ticket_ids: Vec::new(), set });
                group.ticket_ids.push(*id);
            }
        }
        (before, back.into_values().map(Change::Many).chain(asleep).collect())
    }

    /// Changes a ticket and gives what would bring it back.
    fn set_all(&self, t: &mut Ticket, set: &BulkSet) -> BulkSet {
        let mut back = BulkSet::default();
        if let Some(status) = set.status.filter(|s| *s != t.status) {
            back.status = Some(set_status(t, status));
        }
        if let Some(priority) = set.priority.filter(|p| *p != t.priority) {
            back.priority = Some(std::mem::replace(&mut t.priority, priority));
        }
        if let Some(agent) = set.agent_id.filter(|id| t.agent.as_ref().is_none_or(|a| a.id != *id))
        {
            // There is no way back to nobody's.
            let was = std::mem::replace(&mut t.agent, self.agent_ref(agent)).map(|a| a.id);
            back.agent_id = was.filter(|_| self.may_take_back(agent));
        }
        let tags = t.tags.get_or_insert_default();
        for tag in &set.add_tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
                back.remove_tags.push(tag.clone());
            }
        }
        for tag in &set.remove_tags {
            if tags.contains(tag) {
                tags.retain(|t| t != tag);
                back.add_tags.push(tag.clone());
            }
        }
        back
    }

    /// Takes what came of each: what was refused is as it was before, and told with the reason.
    pub(super) fn take_many(
        &mut self,
        before: &[Ticket],
        results: Vec<BulkResult>,
    ) -> Vec<TicketId> {
        let all = results.len();
        let (mut refused, mut reasons) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
        for result in results {
            let mut now = result.ticket.as_ref();
            if !result.ok {
                let why = result.problem.map_or_else(String::new, |p| p.detail);
                reasons.entry(why).or_default().push(format!("#{}", result.ticket_id));
                refused.push(result.ticket_id);
                now = before.iter().find(|t| t.id == result.ticket_id);
            }
            if let Some(ticket) = now {
                self.put_ticket(ticket, News::default());
            }
        }
        if !refused.is_empty() {
            // A reason stands there once, with all that it holds back.
            let line = |(why, ids): (String, Vec<String>)| {
                Plain::line(&format!("{}: {why}", ids.join(", ")))
            };
            let lines = reasons.into_iter().map(line).collect();
            let count = refused.len();
            let done = if count == all { "nothing is done" } else { "the rest is done" };
            let title = format!("{count} of {all} refused, {done}");
            self.said = Some((format!("{count} of {all} refused"), Tone::Bad));
            self.report = Some(Report::new(title, lines));
        }
        refused
    }

    /// A member of staff by name, as far as it is known here.
    pub(super) fn name_of(&self, agent: UserId) -> String {
        if agent == self.who.me() {
            return "you".to_owned();
        }
        let known = self.colleagues.iter().find(|c| c.id == agent);
        known.map_or_else(|| format!("agent {agent}"), |c| Plain::line(&c.name).into_string())
    }
}
