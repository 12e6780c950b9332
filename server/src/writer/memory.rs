//! What the last batch knew and the next need not ask for again: profiles and packages, how those stand
//! who ask, and all staff with its place in the rotation. An order is then decided on the log head alone.
//!
//! It holds while the head says so, and the head is locked before it is asked: nobody, on any node,
//! can have changed what is remembered and not the head.

use crate::desk::changes::Changes;
use crate::desk::needs::Needs;
use crate::desk::standing::Standing;
use crate::desk::world::{AgentFact, BrandFact, CreatorFact, Head, PackageFact, UserFact, World};
use robindesk_protocol::{BrandId, CreatorId, PackageId, UserId};
use std::collections::{BTreeMap, HashMap};

/// Profiles, packages or accounts of which more are not remembered.
const MANY: usize = 4_096;

/// Empty at first, and after every failure.
#[derive(Default)]
pub struct Memory {
    /// The head as the last batch left it.
    head: Head,
    brands: HashMap<BrandId, BrandFact>,
    creators: HashMap<CreatorId, CreatorFact>,
    packages: HashMap<PackageId, PackageFact>,
    standings: HashMap<UserId, Standing>,
    /// `None` while not all of it is known.
    staff: Option<Staff>,
    /// The last batch that asked for the rotation found that somebody else had moved it.
    in_company: bool,
}

/// All staff, and its place in the rotation.
struct Staff {
    users: HashMap<UserId, UserFact>,
    agents: BTreeMap<UserId, AgentFact>,
}

// Written by hand: accounts are nobody's business.
impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("head", &self.head).finish_non_exhaustive()
    }
}

impl Memory {
    /// Whether other nodes write as well, so that what is known of the staff seldom holds.
    pub const fn is_in_company(&self) -> bool {
        self.in_company
    }

    /// Hands the world what still holds and this batch may need. What is not handed over stays as it
    /// is, for [`Memory::keep`] to decide on.
    pub fn recall(&mut self, needs: &Needs, world: &mut World) {
        // A batch that asks for everybody behind the profiles at hand means those that it names.
        if self.head.facts != world.head.facts || needs.owners || needs.offers {
            *self = Self::default();
            return;
        }
        world.brands = std::mem::take(&mut self.brands);
        world.creators = std::mem::take(&mut self.creators);
        world.packages = std::mem::take(&mut self.packages);
        world.standings = std::mem::take(&mut self.standings);
        // Whatever changes a place in the rotation is told of in the log, or in the audit trail.
        let stale = (self.head.seq, self.head.audit) != (world.head.seq, world.head.audit);
        if stale {
            self.staff = None;
        }
        if !needs.rotation {
            return;
        }
        self.in_company = stale;
        if let Some(staff) = self.staff.take() {
            world.users = staff.users;
            world.agents = staff.agents;
            world.all_staff = true;
        }
    }

    /// Keeps what a batch knew once it is committed with these changes.
    pub fn keep(&mut self, world: World, changes: &Changes) {
        let before = std::mem::take(self);
        self.head = world.head;
        self.in_company = before.in_company;
        if changes.touches_facts() {
            // Copies of what was changed may be among it: the next batch asks for everything.
            return;
        }
        self.staff = if world.all_staff {
            let users = world.users.into_iter().filter(|(_, user)| user.user_type.is_staff());
            Some(Staff { users: users.collect(), agents: world.agents })
        } else {
            before.staff.filter(|_| changes.agents.is_empty())
        };
        if world.brands.len() + world.creators.len() + world.packages.len() <= MANY {
            self.brands = world.brands;
            self.creators = world.creators;
            self.packages = world.packages;
        }
        if world.standings.len() <= MANY {
            self.standings = world.standings;
        }
    }
}

#[cfg(test)]
mod tests;
