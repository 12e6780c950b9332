//! What went wrong on the way, in the words that the screen knows.

use crate::app::effect::Effect;
use crate::app::message::{Failure, FailureKind, Message, NotDone, Step, WhyNot};
use crate::net::Error;

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let kind = match error {
            Error::Unreachable(_) | Error::Busy { .. } => FailureKind::Offline,
            Error::Refused { status: 404, .. } => FailureKind::NotFound,
            Error::Refused { .. } => FailureKind::Refused,
            Error::SignedOut(_) => FailureKind::SignedOut,
        };
        Self { kind, text: error.to_string() }
    }
}

/// What a disk said, without the system's number for it.
pub(super) fn disk_words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// The message that answers an effect which cannot be performed; `None` where nobody waits for one.
pub(super) fn answer(effect: Effect, failure: Failure) -> Option<Message> {
    Some(match effect {
        Effect::LoadTickets { ask, .. } => Message::Tickets { ask, result: Err(failure) },
        Effect::LoadTicket { ask, .. } => Message::Ticket { ask, result: Err(failure) },
        Effect::LoadThread { ask, ticket, .. } => {
            Message::Thread { ask, ticket, result: Err(failure) }
        }
        Effect::Move { id, .. } => Message::Transfer { id, step: Step::Failed(failure.text) },
        Effect::LookUp { ask, .. } => Message::LookedUp { ask, result: Err(failure) },
        Effect::LoadOrder { ask, .. } => Message::Order { ask, result: Err(failure) },
        Effect::LoadOrders { ask, .. } => Message::Orders { ask, result: Err(failure) },
        Effect::Manage { ask, .. } => {
            let (why, fields) = (WhyNot::Refused, Vec::new());
            Message::Managed { ask, result: Err(NotDone { why, text: failure.text, fields }) }
        }
        Effect::LoadMe => Message::Me(Err(failure)),
        Effect::LoadStats => Message::Stats(Err(failure)),
        Effect::LoadHealth => Message::Health(Err(failure)),
        Effect::LoadColleagues { ask } => Message::Colleagues { ask, result: Err(failure) },
        Effect::Change { ask, .. } => Message::Changed { ask, result: Err(failure) },
        Effect::Send(outgoing) => Message::Sent {
            client_id: outgoing.client_id,
            ticket: outgoing.ticket,
            result: Err(failure),
        },
        _ => return None,
    })
}
