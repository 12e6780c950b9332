//! How the list reads with words alone, a line a ticket:
//!
//! ```text
//! > #8 Acme Co, open, high, waiting 2m, 1 unread. Acme Co: When will the draft be ready?
//! ```

use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use robindesk_protocol::{Audience, Ticket, UserId};

/// What a ticket's line says, the most wanted first.
pub(super) fn words(ticket: &Ticket, look: &Look, me: UserId) -> String {
    let brand = ticket.order.as_ref().map_or("", |order| &order.brand.name);
    let mut said = vec![
        format!("#{} {}", ticket.id, Plain::line(brand)),
        badge::status_words(ticket.status).to_owned(),
        ticket.priority.to_string(),
    ];
    if ticket.snoozed_until.is_some_and(|until| until > look.now) {
        said.push("snoozed".to_owned());
    }
    if let Some(at) = ticket.waiting_since {
        said.push(format!("waiting {}", look.ago(at)));
    }
    if let Some(unread @ 1..) = ticket.unread {
        said.push(format!("{unread} unread"));
    }
    let mut line = said.join(", ");
    if let Some(last) = &ticket.last_message {
        let note = if last.audience == Audience::Staff { "note by " } else { "" };
        let who = match &last.sender {
            Some(sender) if sender.id == me => "you".to_owned(),
            Some(sender) => Plain::line(&sender.name).into_string(),
            None => "robindesk".to_owned(),
        };
        line = format!("{line}. {note}{who}: {}", Plain::line(&last.line));
    }
    line
}
