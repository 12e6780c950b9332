//! Messages with words alone: who, to whom and when in a line of their own, then the text.
//!
//! ```text
//! Customer: Acme Co, brand lane, 10:04
//! When will the draft be ready?
//! You: to Acme Co, brand lane, 10:05, sent
//! Tomorrow at noon.
//! ```

use super::{Delivery, Eyes, Item};
use crate::ui::badge;
use crate::ui::plain::Plain;
use robindesk_protocol::{Audience, UserType};

/// The line over a message.
pub(super) fn head(item: &Item<'_>, eyes: Eyes<'_>) -> String {
    let name = |name: &str| Plain::line(name).into_string();
    let whom = match (item.lane, eyes.order) {
        (Audience::Brand, Some(order)) => format!("to {}, ", name(&order.brand.name)),
        (Audience::Creator, Some(order)) => format!("to {}, ", name(&order.creator.name)),
        _ => String::new(),
    };
    let who = match (item.mine, item.sender) {
        (true, _) => format!("You: {whom}"),
        (false, None) => "Robindesk: ".to_owned(),
        (false, Some(sender)) => match sender.user_type {
            UserType::Brand => format!("Customer: {}, ", name(&sender.name)),
            UserType::Creator => format!("Creator: {}, ", name(&sender.name)),
            _ => format!("Colleague: {}, {whom}", name(&sender.name)),
        },
    };
    let state = match item.delivery {
        Delivery::Theirs => "",
        Delivery::Sent => ", sent",
        Delivery::Sending => ", sending",
        Delivery::Refused(_) => ", not sent",
    };
    format!("{who}{}, {}{state}", badge::lane_words(item.lane), eyes.look.time(item.at))
}
