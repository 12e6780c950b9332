//! Whether whoever asks may still ask. `auth` let a request in, but others were decided since: what has
//! become of the account by now holds (`product.md`, People: from that moment on).

use super::command::Caller;
use super::rejection::Rejection;
use super::world::{UserFact, World};
use robindesk_protocol::{AccountStatus, UserId, UserType};

/// What an account may do at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub user_type: UserType,
    /// Neither suspended nor removed, and no longer pending.
    pub active: bool,
}

impl Standing {
    fn of(user: &UserFact) -> Self {
        let active = user.status == AccountStatus::Active && user.removed_at.is_none();
        Self { user_type: user.user_type, active }
    }
}

impl World {
    /// How an account stands after all that was decided so far; `None` where it is not known.
    pub fn standing(&self, id: UserId) -> Option<Standing> {
        // A command of this batch may have changed the whole account, and never what is known of it
        // besides.
        self.users.get(&id).map(Standing::of).or_else(|| self.standings.get(&id).copied())
    }
}

/// Refuses an account that is no longer what it was when it was let in.
///
/// # Errors
/// `unauthorized`, as it would be told by now.
pub fn admit(world: &World, by: &Caller) -> Result<(), Rejection> {
    let Some(account) = by.account() else { return Ok(()) };
    let same = Standing { user_type: account.user_type, active: true };
    if world.standing(account.id) == Some(same) {
        return Ok(());
    }
    Err(Rejection::unauthorized())
}

#[cfg(test)]
mod tests {
    use super::super::command::Command;
    use super::super::rejection::Rejection;
    use super::super::stage::{AGENT, BRAND, Stage};
    use super::Standing;
    use robindesk_protocol::{AccountStatus, Availability, SetAccountStatus, UserType};

    #[test]
    fn an_account_that_was_suspended_since_it_was_let_in_does_nothing() {
        let mut stage = Stage::with_agents(2);
        let owner = stage.agent("owner@desk.example", UserType::SuperAdmin);
        let to = |status| Command::SetAccountStatus {
            agent: AGENT,
            change: SetAccountStatus { status, version: None },
        };
        stage.by(owner, to(AccountStatus::Suspended)).unwrap();
        let back = Command::SetAvailability(Availability::Available);
        assert_eq!(stage.by(AGENT, back.clone()), Err(Rejection::unauthorized()));
        assert_eq!(stage.world.agents[&AGENT].availability, Availability::Offline);
        stage.by(owner, to(AccountStatus::Active)).unwrap();
        stage.by(AGENT, back).unwrap();
    }

    #[test]
    fn what_a_batch_did_not_load_is_asked_for() {
        let mut stage = Stage::with_agents(1);
        let order = || Command::PlaceOrder(Stage::new_order());
        let account = stage.as_account(BRAND);
        stage.world.users.remove(&BRAND);
        assert_eq!(stage.asked_by(account.clone(), order()), Err(Rejection::unauthorized()));
        let standing = Standing { user_type: UserType::Brand, active: true };
        stage.world.standings.insert(BRAND, standing);
        assert!(stage.asked_by(account.clone(), order()).is_ok());
        stage.world.standings.insert(BRAND, Standing { active: false, ..standing });
        assert_eq!(stage.asked_by(account, order()), Err(Rejection::unauthorized()));
    }
}
