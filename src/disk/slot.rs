//! A slot: one running console's own place for drafts, unsent messages
//! and changes that wait.
//!
//! Two consoles of one account on one machine each hold a slot of their own, so neither overwrites
//! the other's drafts. A slot is held by a lock that the system releases when its console dies; the
//! next console to start takes the first free slot and adopts whatever lies in the other free ones.

use super::changes::Changes;
use super::drafts::Drafts;
use super::lock::Lock;
use super::outbox::Outbox;
use std::io;
use std::path::{Path, PathBuf};

/// More consoles of one account than this on one machine are a mistake, not work.
const MOST: u32 = 64;

/// Held until it is dropped.
#[derive(Debug)]
pub struct Slot {
    pub drafts: Drafts,
    pub outbox: Outbox,
    pub changes: Changes,
    _lock: Lock,
}

impl Slot {
    /// Takes the first free slot of an account's folder ([`super::Folders::account`]).
    ///
    /// # Errors
    /// When the disk refuses, or all slots are taken.
    pub fn open(account: &Path) -> io::Result<Self> {
        for number in 1..=MOST {
            if let Some(slot) = Self::take(account, number)? {
                slot.adopt_others(account, number);
                return Ok(slot);
            }
        }
        Err(io::Error::other("too many consoles are open for this account"))
    }

    fn take(account: &Path, number: u32) -> io::Result<Option<Self>> {
        let Some(lock) = Lock::try_take(&account.join(format!("slot-{number}.lock")))? else {
            return Ok(None);
        };
        let folder = folder(account, number);
        Ok(Some(Self {
            drafts: Drafts::open(folder.join("drafts"))?,
            outbox: Outbox::open(folder.join("outbox"))?,
            changes: Changes::open(folder.join("changes"))?,
            _lock: lock,
        }))
    }

    /// What cannot be adopted now stays where it is and is tried again at the next start.
    fn adopt_others(&self, account: &Path, own: u32) {
        for number in (1..=MOST).filter(|&n| n != own && folder(account, n).is_dir()) {
            let adopted = Self::take(account, number).and_then(|other| {
                let Some(other) = other else { return Ok(()) };
                self.drafts.adopt(&other.drafts)?;
                self.outbox.adopt(&other.outbox)?;
                self.changes.adopt(&other.changes)
            });
            if let Err(error) = adopted {
                tracing::warn!(number, %error, "a slot could not be adopted");
            }
        }
    }
}

fn folder(account: &Path, number: u32) -> PathBuf {
    account.join(format!("slot-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::effect::Outgoing;
    use crate::disk::outbox::Kept;
    use robindesk_protocol::{Audience, TicketId, Timestamp};

    fn unsent(id: &str) -> Kept {
        let outgoing = Outgoing {
            client_id: id.to_owned(),
            ticket: TicketId(1),
            audience: Audience::Brand,
            text: "hello".to_owned(),
            at: Timestamp(0),
            not_before: None,
        };
        Kept { outgoing, refused: None }
    }

    #[test]
    fn two_consoles_do_not_see_each_others_drafts_until_one_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let first = Slot::open(home.path()).unwrap();
        let second = Slot::open(home.path()).unwrap();
        first.drafts.keep(TicketId(1), Audience::Brand, &"first".into()).unwrap();
        second.drafts.keep(TicketId(1), Audience::Brand, &"second".into()).unwrap();
        second.outbox.put(&unsent("b")).unwrap();
        assert_eq!(first.drafts.of(TicketId(1)), [(Audience::Brand, "first".into())]);
        drop(second);
        drop(first);

        let next = Slot::open(home.path()).unwrap();
        assert_eq!(next.drafts.of(TicketId(1)), [(Audience::Brand, "first\n\nsecond".into())]);
        assert_eq!(next.outbox.all().unwrap(), [unsent("b")]);
    }

    #[test]
    fn a_slot_that_is_held_is_not_adopted() {
        let home = tempfile::tempdir().unwrap();
        let first = Slot::open(home.path()).unwrap();
        first.outbox.put(&unsent("a")).unwrap();
        let second = Slot::open(home.path()).unwrap();
        assert!(second.outbox.all().unwrap().is_empty());
        assert_eq!(first.outbox.all().unwrap().len(), 1);
    }
}
