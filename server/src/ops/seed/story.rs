//! What happens to each order, minute by minute, before anything is written: pure, so that the same
//! numbers tell the same story.

use super::Plan;
use super::dice::Dice;
use super::talks::{Line, TALKS, Talk, Voice};
use robindesk_protocol::{OrderStatus, Package, Priority, TicketStatus, Timestamp};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How far back the oldest order goes.
const SPAN: i64 = 14 * DAY;

const INSTRUCTIONS: &str = include_str!("../../../../assets/seed/instructions.txt");
const REASONS: &str = include_str!("../../../../assets/seed/reasons.txt");

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
        let dice = Dice::new(plan.random_seed, order as u64 + 1);
        let mut tale = Tale { order, now: plan.now, steps: Vec::new(), dice };
        tale.tell(plan.now.plus_ms(-age), plan, packages.len());
        steps.append(&mut tale.steps);
    }
    // Stable: what one order does at one time stays in its order.
    steps.sort_by_key(|step| (step.at, step.order));
    steps
}

/// Milliseconds since an order was placed: more of them lately.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "below two weeks")]
fn age(dice: &mut Dice) -> i64 {
    let far = dice.fraction().powf(1.25);
    12 * MINUTE + (far * (SPAN - HOUR) as f64) as i64
}

/// One order's part of the story.
struct Tale {
    order: usize,
    now: Timestamp,
    steps: Vec<Step>,
    dice: Dice,
}

impl Tale {
    fn tell(&mut self, placed: Timestamp, plan: &Plan, packages: usize) {
        let quantity = self.dice.weighted(&[(1, 75), (2, 15), (3, 7), (5, 3)]);
        let instructions: Vec<&str> = INSTRUCTIONS.lines().collect();
        let instructions = self.dice.chance(60).then(|| *self.dice.pick(&instructions));
        let (brand, package) = (self.dice.below(plan.brands), self.dice.below(packages));
        self.step(placed, Deed::Place(Placed { brand, package, quantity, instructions }));
        let road = self.road(self.now.since_ms(placed));
        let times = self.times(placed, road.len());
        for (n, status) in road.iter().enumerate() {
            let last = n + 1 == road.len();
            if n > 0 {
                let reasons: Vec<&str> = REASONS.lines().collect();
                let rejected = *status == OrderStatus::Rejected;
                let reason = rejected.then(|| *self.dice.pick(&reasons));
                self.step(times[n], Deed::Order(*status, reason));
            }
            let until = if last { self.now.plus_ms(-MINUTE) } else { times[n + 1] };
            let answered = if self.dice.chance(if last { 80 } else { 45 }) {
                self.converse(*status, times[n], until, last)
            } else {
                true
            };
            if last {
                self.wind_up(*status, until, answered);
            }
        }
    }

    /// The statuses that an order of this age has been through.
    fn road(&mut self, age: i64) -> Vec<OrderStatus> {
        use OrderStatus::{
            Cancelled, Completed, Confirmed, InProgress, Pending, Refunded, Rejected,
        };
        let aside = self.dice.below(100);
        if age > 2 * HOUR && aside < 6 {
            return vec![Pending, Rejected];
        }
        if age > 4 * HOUR && aside < 10 {
            return vec![Pending, Cancelled];
        }
        if age > DAY && aside < 13 {
            return vec![Pending, Confirmed, Cancelled];
        }
        if age > 5 * DAY && aside < 16 {
            return vec![Pending, Confirmed, InProgress, Completed, Refunded];
        }
        let length = match age {
            a if a < 3 * HOUR => self.dice.weighted(&[(1, 80), (2, 20)]),
            a if a < 18 * HOUR => self.dice.weighted(&[(1, 35), (2, 45), (3, 20)]),
            a if a < 3 * DAY => self.dice.weighted(&[(1, 10), (2, 30), (3, 45), (4, 15)]),
            a if a < 6 * DAY => self.dice.weighted(&[(2, 8), (3, 42), (4, 50)]),
            _ => self.dice.weighted(&[(3, 12), (4, 88)]),
        };
        [Pending, Confirmed, InProgress, Completed][..length].to_vec()
    }

    /// When each status began: the first at once, the others spread over at most five days.
    fn times(&mut self, placed: Timestamp, count: usize) -> Vec<Timestamp> {
        let room = (self.now.since_ms(placed) * 7 / 10).min(5 * DAY);
        let steps = i64::try_from(count).unwrap_or(1);
        let step = |n: i64, dice: &mut Dice| {
            let share = room / steps;
            placed.plus_ms(share * n - dice.between(0, share / 2))
        };
        (0..steps).map(|n| if n == 0 { placed } else { step(n, &mut self.dice) }).collect()
    }

    /// A conversation between two times. Tells whether the parties were answered at its end.
    fn converse(
        &mut self,
        during: OrderStatus,
        from: Timestamp,
        until: Timestamp,
        last: bool,
    ) -> bool {
        let fitting: Vec<&'static Talk> = TALKS.iter().filter(|talk| talk.during == during).collect();
        let talk: &'static Talk = *self.dice.pick(&fitting);
        let unresolved = matches!(
            during,
            OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::InProgress
        );
        let spoken = self.cut(talk, last && unresolved);
        let until = if last { self.quiet_since(from, until) } else { until };
        let times = self.spread(spoken, from, until);
        self.attend(talk, &times, spoken);
        talk.lines[..spoken].last().is_none_or(|line| line.voice == Voice::Agent)
    }

    /// How many lines have been said: the newest conversations mostly wait for an answer.
    fn cut(&mut self, talk: &Talk, open: bool) -> usize {
        if !open || !self.dice.chance(60) {
            return talk.lines.len();
        }
        let asked = |n: &usize| talk.lines[*n - 1].voice != Voice::Agent;
        let ends: Vec<usize> = (1..=talk.lines.len()).filter(asked).collect();
        *self.dice.pick(&ends)
    }

    /// When the newest line was said: minutes ago for some, hours for others.
    fn quiet_since(&mut self, from: Timestamp, until: Timestamp) -> Timestamp {
        let quiet = self.dice.weighted(&[(10, 25), (60, 30), (300, 30), (1_500, 15)]);
        let quiet = self.dice.between(1, quiet) * MINUTE;
        until.plus_ms(-quiet.min(until.since_ms(from) * 6 / 10))
    }

    /// When each line is said: the last at `until`, the others with human gaps, after `from`.
    fn spread(&mut self, lines: usize, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        let gaps: Vec<i64> = (0..lines).map(|_| self.dice.between(2, 40) * MINUTE).collect();
        let all: i64 = gaps.iter().sum();
        let room = (until.since_ms(from) * 9 / 10).max(1);
        let mut at = until;
        let mut times: Vec<Timestamp> = Vec::with_capacity(lines);
        for gap in gaps {
            times.push(at);
            at = at.plus_ms(-if all > room { gap * room / all } else { gap });
        }
        times.reverse();
        times
    }

    /// The lines, and what the agent does about them: tags, a priority, reading.
    fn attend(&mut self, talk: &'static Talk, times: &[Timestamp], spoken: usize) {
        let mut tagged = false;
        for (line, at) in talk.lines[..spoken].iter().zip(times) {
            self.step(*at, Deed::Say(line));
            if line.voice != Voice::Agent || tagged {
                continue;
            }
            tagged = true;
            self.step(*at, Deed::Tags(&talk.tags));
            if talk.priority != Priority::Medium {
                self.step(*at, Deed::Priority(talk.priority));
            }
        }
        let last_reply = talk.lines[..spoken].iter().rposition(|l| l.voice == Voice::Agent);
        // Some agents have looked at the newest message and think about it.
        let read = if self.dice.chance(25) { spoken.checked_sub(1) } else { last_reply };
        if let Some(at) = read.and_then(|n| times.get(n)) {
            self.step(*at, Deed::Read);
        }
    }

    /// What the agent does once nothing is left to answer.
    fn wind_up(&mut self, status: OrderStatus, at: Timestamp, answered: bool) {
        use OrderStatus::{Confirmed, InProgress, Pending};
        if !answered {
            if self.dice.chance(12) {
                self.step(at, Deed::Priority(Priority::Urgent));
            }
            return;
        }
        if matches!(status, Pending | Confirmed | InProgress) {
            match self.dice.below(100) {
                0..8 => {
                    let until = self.now.plus_ms(self.dice.between(2, 60) * HOUR);
                    self.step(at, Deed::Snooze(until));
                }
                8..24 => self.step(at, Deed::Ticket(TicketStatus::Resolved)),
                _ => {}
            }
            return;
        }
        if self.dice.chance(88) {
            self.step(at, Deed::Ticket(TicketStatus::Resolved));
            if self.dice.chance(35) {
                self.step(at, Deed::Ticket(TicketStatus::Closed));
            }
        }
    }

    fn step(&mut self, at: Timestamp, deed: Deed) {
        self.steps.push(Step { at, order: self.order, deed });
    }
}

#[cfg(test)]
mod tests;
