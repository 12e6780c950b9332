//! The chat on the open ticket: where she is in it, and the rows it was laid out in.

mod lay;
mod pick;
pub mod view;

use crate::app::action::Action;
use crate::model::thread::Thread;
use lay::{Laid, Mark};
use robindesk_protocol::{MessageId, TicketId};

/// The chat's state.
#[derive(Debug, Default)]
pub struct Chat {
    ticket: Option<TicketId>,
    laid: Laid,
    /// Rows between the lowest one on screen and the newest.
    below: usize,
    /// How many rows fitted at the last drawing.
    fits: usize,
    /// The lowest row on screen while she is not at the newest: it stays where it is.
    anchor: Option<Mark>,
    /// The message that she picked, for the keys that act on one.
    picked: Option<MessageId>,
    /// A message to go to as soon as it is here.
    aim: Option<MessageId>,
    /// Whether the lanes are to stand side by side.
    beside: bool,
}

impl Chat {
    /// Shows another ticket, from its newest message.
    pub fn show(&mut self, ticket: Option<TicketId>) {
        if self.ticket != ticket {
            *self = Self { ticket, fits: self.fits, beside: self.beside, ..Self::default() };
        }
    }

    /// Whether the newest message is in sight.
    pub fn at_newest(&self) -> bool {
        self.below == 0
    }

    /// Scrolls, for the actions that do.
    pub fn act(&mut self, action: Action) {
        let page = self.fits.max(3) - 2;
        let most = self.laid.rows.len().saturating_sub(self.fits);
        self.below = match action {
            Action::ScrollUp => self.below + 1,
            Action::ScrollDown => self.below.saturating_sub(1),
            Action::ChatPageUp => self.below + page,
            Action::ChatPageDown => self.below.saturating_sub(page),
            Action::Oldest => most,
            Action::Newest => 0,
            _ => return,
        }
        .min(most);
        self.anchor = self.lowest();
    }

    /// Whether the page before what is here should be on its way.
    pub fn wants_older(&self, thread: &Thread) -> bool {
        // What is not laid out yet has no height to go by.
        let laid = self.laid.is_of(thread);
        let near = self.below + 2 * self.fits >= self.laid.rows.len();
        laid && thread.has_more() && (near || self.aim.is_some())
    }

    fn lowest(&self) -> Option<Mark> {
        let at = self.laid.rows.len().checked_sub(self.below + 1)?;
        self.laid.rows[at].mark().filter(|_| self.below > 0).cloned()
    }
}
