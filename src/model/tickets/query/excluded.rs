//! What a filter leaves out: `-status:closed -agent:me -tag:vip`.

use super::{Holder, begins, holder, is_of, is_tagged, status};
use robindesk_protocol::{Priority, Ticket, TicketStatus, UserId};

/// None of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excluded {
    status: Vec<TicketStatus>,
    holders: Vec<Holder>,
    priority: Vec<Priority>,
    tags: Vec<String>,
    brands: Vec<String>,
}

impl Excluded {
    /// Takes a value of one of the words; false when there is no such value.
    pub fn take(&mut self, name: &str, value: &str) -> bool {
        // The server would take what follows for a part of it.
        let value = value.replace('"', "");
        match name {
            "status" => status(&value, &mut self.status),
            "agent" => holder(&value).map(|h| self.holders.push(h)).is_some(),
            "priority" => begins(Priority::ALL, Priority::as_str, &value, &mut self.priority),
            _ if value.is_empty() => false,
            "tag" => {
                self.tags.push(value);
                true
            }
            _ => {
                self.brands.push(value);
                true
            }
        }
    }

    /// The same for the server, which reads it among the words that are looked for.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let status = self.status.iter().map(|s| format!("-status:{s}"));
        let agent = self.holders.iter().map(|h| match h {
            Holder::Me => "-agent:me".to_owned(),
            Holder::Nobody => "-agent:none".to_owned(),
            Holder::Agent(id) => format!("-agent:{id}"),
        });
        let priority = self.priority.iter().map(|p| format!("-priority:{p}"));
        let tags = self.tags.iter().map(|tag| format!("-tag:{tag}"));
        let brands = self.brands.iter().map(|brand| format!("-brand:{brand}"));
        status.chain(agent).chain(priority).chain(tags).chain(brands)
    }

    /// Whether it leaves this ticket out.
    pub fn names(&self, t: &Ticket, me: UserId) -> bool {
        self.status.contains(&t.status)
            || self.priority.contains(&t.priority)
            || self.holders.iter().any(|h| h.holds(t, me))
            || self.tags.iter().any(|tag| is_tagged(t, tag))
            || self.brands.iter().any(|brand| is_of(t, brand))
    }
}
