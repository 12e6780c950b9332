//! A random history of a desk: some hundred steps over forty days, by everybody.

use super::{DAY, HOUR};
use crate::api::client::Client;
use crate::api::desk::Desk;
use robindesk_protocol::{
    Audience, Availability, OrderId, OrderStatus, Priority, TicketId, TicketStatus,
};
use robindesk_server::desk::command::{
    Account, Caller, Command, NewMessage, Request, TicketChange,
};

/// Small numbers that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }
}

/// Plays some hundred steps over the last 40 days; what is refused is refused. Gives the seed back,
/// which can be set as `ROBINDESK_SEED`.
pub async fn history(desk: &Desk) -> u64 {
    let given = std::env::var("ROBINDESK_SEED").ok().and_then(|text| text.parse().ok());
    let now = desk.running.app().clock.now();
    let seed = given.unwrap_or_else(|| now.0.unsigned_abs());
    let mut dice = Dice(seed | 1);
    let mut at = now.plus_ms(-40 * DAY);
    let mut tickets = 0;
    while at < now {
        let (by, command) = step(desk, &mut dice, &mut tickets);
        let request = Request { at, by, key: None, command };
        // A step that the rules refuse is part of the history too: it must count for nothing.
        let _ = desk.running.app().writer.submit(request).await;
        let gap = i64::try_from(dice.roll(5 * HOUR.unsigned_abs())).unwrap();
        at = at.plus_ms(gap);
    }
    seed
}

fn account(client: &Client) -> Caller {
    Caller::Account(Account::of(client.me()))
}

fn step(desk: &Desk, dice: &mut Dice, tickets: &mut u64) -> (Caller, Command) {
    let number = i64::try_from(dice.roll((*tickets).max(1)) + 1).unwrap();
    let (ticket, order) = (TicketId(number), OrderId(number));
    let agent = &desk.agents[usize::try_from(dice.roll(3)).unwrap()];
    let update = |change| Command::UpdateTicket { ticket, change };
    let say = |audience| {
        let text = "well".to_owned();
        Command::PostMessage(NewMessage { ticket, text, audience, client_id: None, file: None })
    };
    match dice.roll(12) {
        0 | 1 => {
            *tickets += 1;
            (account(&desk.brand_a), Command::PlaceOrder(Desk::new_order()))
        }
        2 => (account(&desk.brand_a), say(None)),
        3 => (account(&desk.creator_a), say(None)),
        4 | 5 => (account(agent), say(Some(dice.pick(Audience::ALL)))),
        6 | 7 => (account(agent), update(TicketChange::Status(dice.pick(TicketStatus::ALL)))),
        8 => (account(agent), update(TicketChange::Priority(dice.pick(Priority::ALL)))),
        9 => {
            let agent = agent.me().id;
            (account(&desk.admin), update(TicketChange::Agent { agent, reason: None }))
        }
        10 => (account(agent), Command::SetAvailability(dice.pick(Availability::ALL))),
        _ => {
            let status = dice.pick(OrderStatus::ALL);
            let reason = (status == OrderStatus::Rejected).then(|| "no time".to_owned());
            let command = Command::SetOrderStatus { order, status, rejection_message: reason };
            (Caller::System, command)
        }
    }
}
