//! One order's part of the story.

use super::{DAY, Deed, HOUR, MINUTE, Placed, Step};
use crate::ops::seed::Plan;
use crate::ops::seed::dice::Dice;
use crate::ops::seed::talks::{CLOSINGS, Line, TALKS, Talk, Voice};
use robindesk_protocol::{Audience, OrderStatus, Priority, TicketStatus, Timestamp};

const INSTRUCTIONS: &str = include_str!("../../../../../assets/seed/instructions.txt");
const REASONS: &str = include_str!("../../../../../assets/seed/reasons.txt");

/// An order's tale while it is told.
pub struct Tale {
    order: usize,
    /// Which of the brands placed it, counted from 0.
    brand: usize,
    /// Whose it is in the rotation, counted from 0, and how many that agent had before.
    agent: usize,
    turn: usize,
    now: Timestamp,
    steps: Vec<Step>,
    dice: Dice,
}

impl Tale {
    /// The tale of order number `order`.
    pub fn new(order: usize, plan: &Plan) -> Self {
        let agents = plan.agents.max(1);
        let (agent, turn) = (order % agents, order / agents);
        let brand = brand(plan, agent, turn);
        let dice = Dice::new(plan.random_seed, order as u64 + 1);
        Self { order, brand, agent, turn, now: plan.now, steps: Vec::new(), dice }
    }

    /// All that happened to an order since it was placed, `age` milliseconds ago.
    pub fn tell(mut self, age: i64, packages: usize) -> Vec<Step> {
        let placed = self.now.plus_ms(-age);
        let quantity = self.dice.weighted(&[(1, 75), (2, 15), (3, 7), (5, 3)]);
        let instructions: Vec<&str> = INSTRUCTIONS.lines().collect();
        let instructions = self.dice.chance(60).then(|| *self.dice.pick(&instructions));
        let (brand, package) = (self.brand, self.dice.below(packages));
        self.step(placed, Deed::Place(Placed { brand, package, quantity, instructions }));
        let road = self.road(age);
        let times = self.times(placed, road.len());
        for (n, status) in road.iter().enumerate() {
            let last = n + 1 == road.len();
            if n > 0 {
                let reasons: Vec<&str> = REASONS.lines().collect();
                let rejected = *status == OrderStatus::Rejected;
                let reason = rejected.then(|| *self.dice.pick(&reasons));
                self.step(times[n], Deed::Order(*status, reason));
            }
            let end = if last { self.now.plus_ms(-MINUTE) } else { times[n + 1] };
            // What is over was talked over soon, not when the next thing happened days later.
            let open = last && is_open(*status);
            let soon = times[n].plus_ms(self.dice.between(30, 300) * MINUTE);
            let until = if open { end } else { end.min(soon) };
            let answered = if self.dice.chance(if last { 80 } else { 45 }) {
                self.converse(*status, times[n], until, open)
            } else {
                true
            };
            if last {
                self.wind_up(*status, until, answered);
            }
        }
        self.steps
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

    /// A conversation between two times. Tells whether it came to its end, with everybody answered.
    fn converse(
        &mut self,
        during: OrderStatus,
        from: Timestamp,
        until: Timestamp,
        open: bool,
    ) -> bool {
        let fitting: Vec<&'static Talk> =
            TALKS.iter().filter(|talk| talk.during == during).collect();
        // In turn rather than by chance: an agent should not read the same opening twice in a row.
        let turn = self.turn + self.dice.below(2) * 2;
        let talk = fitting[turn % fitting.len()];
        let spoken = self.cut(talk, open);
        let whole = spoken == talk.lines.len();
        let mut lines: Vec<&'static Line> = talk.lines[..spoken].iter().collect();
        for lane in Talk::unanswered(&talk.lines[..spoken]).into_iter().filter(|_| whole) {
            lines.push(self.closing(lane));
        }
        let until = if open { self.quiet_since(from, until) } else { until };
        let times = self.spread(lines.len(), from, until);
        self.attend(talk, &lines, &times);
        whole
    }

    /// What the agent ends a lane with. In turn, and each agent from another place in the list: the
    /// last line is what the inbox shows, and an inbox of equal lines cannot be told apart.
    fn closing(&self, lane: Audience) -> &'static Line {
        let fitting: Vec<&'static Line> =
            CLOSINGS.iter().filter(|line| line.lane == lane).collect();
        fitting[(self.turn + self.agent * 3) % fitting.len()]
    }

    /// How many lines have been said: the newest conversations mostly wait for an answer.
    fn cut(&mut self, talk: &Talk, open: bool) -> usize {
        if !open || !self.dice.chance(75) {
            return talk.lines.len();
        }
        let asked = |n: &usize| talk.lines[*n - 1].voice != Voice::Agent;
        let ends: Vec<usize> = (1..=talk.lines.len()).filter(asked).collect();
        *self.dice.pick(&ends)
    }

    /// When the newest line was said: minutes ago for some, hours for others.
    fn quiet_since(&mut self, from: Timestamp, until: Timestamp) -> Timestamp {
        let longest = self.dice.weighted(&[(12, 35), (60, 30), (300, 25), (1_500, 10)]) * MINUTE;
        let quiet = self.dice.between(MINUTE, longest);
        until.plus_ms(-quiet.min(until.since_ms(from) * 6 / 10))
    }

    /// When each line is said: the last at `until`, the others with human gaps, after `from`.
    fn spread(&mut self, lines: usize, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        let gaps: Vec<i64> =
            (0..lines).map(|_| self.dice.between(2 * MINUTE, 40 * MINUTE)).collect();
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
    fn attend(&mut self, talk: &'static Talk, lines: &[&'static Line], times: &[Timestamp]) {
        let mut tagged = false;
        for (line, at) in lines.iter().zip(times) {
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
        let last_reply = lines.iter().rposition(|line| line.voice == Voice::Agent);
        // Some agents have looked at the newest message and think about it.
        let read = if self.dice.chance(25) { lines.len().checked_sub(1) } else { last_reply };
        if let Some(at) = read.and_then(|n| times.get(n)) {
            self.step(*at, Deed::Read);
        }
    }

    /// What the agent does once nothing is left to answer.
    fn wind_up(&mut self, status: OrderStatus, at: Timestamp, answered: bool) {
        if !answered {
            if self.dice.chance(12) {
                self.step(at, Deed::Priority(Priority::Urgent));
            }
            return;
        }
        if is_open(status) {
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

/// Whether an order in this status still goes somewhere by itself.
const fn is_open(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::InProgress)
}

/// Which brand places the order that is an agent's number `turn`. Each agent gets the brands as from a
/// deck that is shuffled anew whenever it is used up: mere chance fills an inbox with two of them.
fn brand(plan: &Plan, agent: usize, turn: usize) -> usize {
    let round = turn / plan.brands;
    let nth = u64::MAX - (round * plan.agents.max(1) + agent) as u64;
    Dice::new(plan.random_seed, nth).shuffled(plan.brands)[turn % plan.brands]
}
