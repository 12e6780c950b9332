//! What happens to each order, minute by minute, before anything is written: pure, so that the same
//! numbers tell the same story.

mod tale;

use super::Plan;
use super::dice::Dice;
use super::talks::Line;
use robindesk_protocol::{OrderStatus, Package, Priority, TicketStatus, Timestamp};
use tale::Tale;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How far back the oldest order goes.
const SPAN: i64 = 14 * DAY;

/// An order as it is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which of the brands, counted from 0.
    pub brand: usize,
    /// Which of the packages, counted from 0.
    pub package: usize,
    pub quantity: u32,
    pub instructions: Option<&'static str>,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Place(Placed),
    /// With the reason, where it is a rejection.
    Order(OrderStatus, Option<&'static str>),
    Say(&'static Line),
    Priority(Priority),
    Tags(&'static [String]),
    Ticket(TicketStatus),
    Snooze(Timestamp),
    /// The agent reads what is there.
    Read,
}

/// A deed on an order, at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Timestamp,
    /// Which order, counted from 0 in the order of placing.
    pub order: usize,
    pub deed: Deed,
}

/// The whole story in the order of time.
pub fn write(plan: &Plan, packages: &[Package]) -> Vec<Step> {
    let mut dice = Dice::new(plan.random_seed, 0);
    let mut times: Vec<i64> = (0..plan.orders).map(|_| age(&mut dice)).collect();
    times.sort_unstable_by_key(|age| std::cmp::Reverse(*age));
    let mut steps = Vec::new();
    for (order, age) in times.into_iter().enumerate() {
        steps.extend(Tale::new(order, plan).tell(age, packages.len()));
    }
    // Stable: what one order does at one time stays in its order.
    steps.sort_by_key(|step| (step.at, step.order));
    steps
}

/// Milliseconds since an order was placed: more of them lately.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "below two weeks")]
fn age(dice: &mut Dice) -> i64 {
    let far = dice.fraction().powf(1.5);
    12 * MINUTE + (far * (SPAN - HOUR) as f64) as i64
}

#[cfg(test)]
mod tests;
