//! What lies beyond the rows that are here, in the order in which a search through the whole list comes
//! to it: on to the list's end in one direction, then on from its other end.

use super::stretch::Origin;
use super::{Page, Tickets};
use robindesk_protocol::{Ticket, TicketPage, TicketQuery};

/// The most that a page may hold (`api.md`, Conventions): nobody looks at these rows one by one.
const MOST: usize = 200;

/// Pages to look through.
#[derive(Debug, Clone, PartialEq)]
pub enum Leg {
    /// This page and those after it. Its rows come in the order of the search.
    Along(TicketQuery),
    /// This page alone, whose rows come in the other order.
    Against(TicketQuery),
}

impl Leg {
    /// The question for its first page.
    pub const fn query(&self) -> &TicketQuery {
        match self {
            Self::Along(query) | Self::Against(query) => query,
        }
    }

    /// What is left of it after a page.
    pub fn after(&self, page: &TicketPage) -> Option<Self> {
        let cursor = page.paging.next_cursor.clone();
        match self {
            Self::Along(query) if cursor.is_some() => {
                Some(Self::Along(TicketQuery { cursor, ..query.clone() }))
            }
            _ => None,
        }
    }

    /// The first of a page's rows that the search comes to and that is wanted.
    pub fn first<'a>(
        &self,
        page: &'a TicketPage,
        wanted: impl Fn(&Ticket) -> bool,
    ) -> Option<&'a Ticket> {
        match self {
            Self::Along(_) => page.tickets.iter().find(|t| wanted(t)),
            Self::Against(_) => page.tickets.iter().rev().find(|t| wanted(t)),
        }
    }
}

impl Tickets {
    /// Every page that is not here, from the rows here on, forward or back, and around.
    pub fn beyond(&self, forward: bool) -> Vec<Leg> {
        if self.is_whole() {
            return Vec::new();
        }
        let many = |query: TicketQuery| TicketQuery { limit: Some(MOST.to_string()), ..query };
        let outward = forward == (self.stretch.origin == Origin::Front);
        let on = if forward { Page::After } else { Page::Before };
        let mut legs: Vec<Leg> = if outward {
            self.ask_for(on).map(|query| Leg::Along(many(query))).into_iter().collect()
        } else {
            let steps = self.stretch.steps.iter().take(self.stretch.near).rev();
            let ask = self.ask_for(on);
            let page = |cursor: &Option<String>| {
                Some(Leg::Against(TicketQuery { cursor: cursor.clone(), ..ask.clone()? }))
            };
            steps.filter_map(|step| page(&step.cursor)).collect()
        };
        let other = if forward { Page::First } else { Page::Last };
        legs.extend(self.ask_for(other).map(|query| Leg::Along(many(query))));
        legs
    }

    /// The question for the one whose customer waits longest, where the rows here can't tell.
    pub fn ask_for_longest(&self) -> Option<TicketQuery> {
        let told = self.is_whole() || (self.sort == super::Sort::Waiting && self.has_front());
        let sort = Some(super::Sort::Waiting.wire(false));
        let query = TicketQuery { sort, limit: Some("1".into()), ..self.ask_for(Page::First)? };
        (!told).then_some(query)
    }
}
