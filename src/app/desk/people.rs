//! Whom a ticket may be given to, and which tags are known.

use super::Desk;
use super::asks::Asked;
use crate::app::effect::{Ask, Change, Effect};
use crate::app::message::Failure;
use crate::panes::menu::picker::Picker;
use crate::panes::menu::{Choice, Entry};
use crate::panes::prompt::{For, Prompt};
use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{AgentRef, Availability, BulkSet, Colleague, TicketId, UserId};
use std::collections::BTreeMap;

/// So many rows are looked through for tags.
const ROWS: usize = 2_000;

/// What an agent is picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForWhom {
    Ticket(TicketId),
    Marked,
}

impl ForWhom {
    const fn ticket(self) -> Option<TicketId> {
        match self {
            Self::Ticket(ticket) => Some(ticket),
            Self::Marked => None,
        }
    }
}

impl Desk {
    /// Colleagues to pick from for the ticket at hand, or for the marked ones. What is known stands
    /// there at once; the newest load is asked for.
    pub fn agent_picker(
        &mut self,
        look: &Look,
        marked: bool,
        out: &mut Vec<Effect>,
    ) -> Option<Picker> {
        let whom = if marked { ForWhom::Marked } else { ForWhom::Ticket(self.at_hand()?.id) };
        let count = self.queue().marked_count();
        let title = match whom {
            ForWhom::Ticket(ticket) => format!("Assign #{ticket} to"),
            ForWhom::Marked => {
                format!("Assign {count} {} to", if count == 1 { "ticket" } else { "tickets" })
            }
        };
        let ask = self.ask(Asked::Colleagues(whom));
        out.push(Effect::LoadColleagues { ask });
        Some(Picker::new(title, self.agent_entries(look, whom)))
    }

    /// Takes who is there. Says for whom it was asked.
    pub fn take_colleagues(
        &mut self,
        ask: Ask,
        result: Result<Vec<Colleague>, Failure>,
    ) -> Option<ForWhom> {
        let Some(Asked::Colleagues(whom)) = self.asked.remove(&ask) else { return None };
        match result {
            Ok(colleagues) => self.colleagues = colleagues,
            Err(why) => self.say(&why.text, Tone::Bad),
        }
        Some(whom)
    }

    /// Who is there first, then who has the most room.
    pub fn agent_entries(&self, look: &Look, whom: ForWhom) -> Vec<Entry> {
        let ticket = whom.ticket();
        let holder = ticket.and_then(|t| self.find(t)).and_then(|t| t.agent.as_ref()).map(|a| a.id);
        let mut colleagues: Vec<&Colleague> = self.colleagues.iter().collect();
        colleagues.sort_by_key(|c| (c.agent_status != Availability::Available, c.open_tickets));
        let entry = |c: &&Colleague| {
            let name = Plain::line(&c.name);
            let limit = c.max_open_tickets.map(|max| format!(" of {max}")).unwrap_or_default();
            let agent = c.id;
            let choice = match ticket {
                Some(ticket) => Choice::Change(Change::Reassign { ticket, agent, reason: None }),
                None => Choice::Set(BulkSet { agent_id: Some(agent), ..BulkSet::default() }),
            };
            Entry {
                glyph: look.glyph("●", "*"),
                words: if agent == self.who.me() {
                    format!("{name} (you)")
                } else {
                    name.to_string()
                },
                detail: format!("{} · {} open{limit} ", c.agent_status, c.open_tickets),
                style: badge::availability_style(look, c.agent_status),
                choice,
                now: holder == Some(agent),
            }
        };
        colleagues.iter().map(entry).collect()
    }

    /// Tags of the ticket at hand, to be typed.
    pub fn tags_prompt(&self) -> Option<Prompt> {
        let ticket = self.at_hand()?;
        let now = ticket.tags.clone().unwrap_or_default();
        Some(Prompt::tags(For::Tags(ticket.id), &now, self.known_tags()))
    }

    /// Tags for the marked tickets, to be typed.
    pub fn marked_tags_prompt(&self, add: bool) -> Prompt {
        let count = self.queue().marked_count();
        let what = if add { For::AddTags(count) } else { For::RemoveTags(count) };
        Prompt::tags(what, &[], self.known_tags())
    }

    /// Tags that the desk suggests, then those on the tickets that are here, the most used first.
    fn known_tags(&self) -> Vec<String> {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for queue in &self.queues {
            let tags = queue.tickets.rows().iter().take(ROWS).filter_map(|t| t.tags.as_ref());
            tags.flatten().for_each(|tag| *counts.entry(tag).or_default() += 1);
        }
        let mut tags: Vec<(&String, usize)> = counts.into_iter().collect();
        tags.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let suggested = self.suggested_tags.iter();
        let others = tags.into_iter().map(|(tag, _)| tag);
        let mut known: Vec<String> = suggested.cloned().collect();
        known.extend(others.filter(|tag| !self.suggested_tags.contains(tag)).cloned());
        known
    }

    /// Somebody as tickets name them.
    pub(super) fn agent_ref(&self, id: UserId) -> Option<AgentRef> {
        let user = &self.who.user;
        if id == user.id {
            return Some(AgentRef { id, name: user.name.clone(), email: user.email.clone() });
        }
        let known = self.colleagues.iter().find(|c| c.id == id);
        known.map(|c| AgentRef { id, name: c.name.clone(), email: String::new() })
    }
}

/// Words as tags: in lower case, each once.
pub fn tags_of(words: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in words.split([' ', ',']).map(str::to_lowercase).filter(|w| !w.is_empty()) {
        if !tags.contains(&word) {
            tags.push(word);
        }
    }
    tags
}
