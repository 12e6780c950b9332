//! Whom and what reads met: most pages name the same people, so they need not be asked for again.
//!
//! It holds while the head's `facts` stands still, and that is read in the same statement as the rows
//! that name them: a page is never older than its rows, on any node.

use super::load::card::Named;
use crate::desk::world::{BrandFact, CreatorFact, PackageFact, UserFact, World};
use robindesk_protocol::{BrandId, CreatorId, PackageId, UserId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of one kind no more are remembered.
const MANY: usize = 4_096;

/// Empty at first.
#[derive(Clone, Default)]
pub struct Met(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    /// The head's `facts` that all of it belongs to.
    facts: i64,
    users: HashMap<UserId, UserFact>,
    brands: HashMap<BrandId, BrandFact>,
    creators: HashMap<CreatorId, CreatorFact>,
    packages: HashMap<PackageId, PackageFact>,
}

impl Met {
    /// Hands the world what is known of those that are named.
    pub fn recall(&self, named: &Named, world: &mut World) {
        let held = self.held();
        if held.facts != named.facts {
            return;
        }
        let senders = named.senders.iter().map(|(_, sender)| sender);
        let users = named.agents.iter().chain(senders);
        copy(users, &held.users, &mut world.users);
        let companies = named.senders.iter().filter_map(|(_, id)| world.users.get(id)?.brand_id);
        let companies: Vec<BrandId> = companies.collect();
        copy(named.brands.iter().chain(&companies), &held.brands, &mut world.brands);
        copy(&named.creators, &held.creators, &mut world.creators);
        copy(&named.packages, &held.packages, &mut world.packages);
    }

    /// Keeps what the world knows. Rows from before what is held, read by somebody slower, add nothing.
    pub fn keep(&self, named: &Named, world: &World) {
        let mut held = self.held();
        if held.facts > named.facts {
            return;
        }
        if held.facts < named.facts {
            *held = Held { facts: named.facts, ..Held::default() };
        }
        add(&world.users, &mut held.users);
        add(&world.brands, &mut held.brands);
        add(&world.creators, &mut held.creators);
        add(&world.packages, &mut held.packages);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Copies what `world` lacks of `keys` and is known.
fn copy<'k, K: Eq + Hash + Copy + 'k, V: Clone>(
    keys: impl IntoIterator<Item = &'k K>,
    held: &HashMap<K, V>,
    world: &mut HashMap<K, V>,
) {
    for key in keys {
        if !world.contains_key(key) {
            world.extend(held.get(key).map(|value| (*key, value.clone())));
        }
    }
}

/// Copies what is not held yet; what is on today's pages is soon held again when it was too many.
fn add<K: Eq + Hash + Copy, V: Clone>(world: &HashMap<K, V>, held: &mut HashMap<K, V>) {
    for (key, value) in world {
        if !held.contains_key(key) {
            if held.len() >= MANY {
                held.clear();
            }
            held.insert(*key, value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, Met, Named, World, add};
    use crate::desk::world::BrandFact;
    use robindesk_protocol::{BrandId, UserId};
    use std::collections::HashMap;

    fn brand(name: &str) -> BrandFact {
        BrandFact {
            id: BrandId(1),
            user_id: UserId(1),
            company_name: name.to_owned(),
            contact_name: String::new(),
            contact_email: String::new(),
        }
    }

    /// What a page with the brand says whose rows were read when the head said so.
    fn page(met: &Met, facts: i64, name: &str) -> String {
        let named = Named { facts, brands: vec![BrandId(1)], ..Named::default() };
        let mut world = World::default();
        met.recall(&named, &mut world);
        // What is not known is asked for.
        world.brands.entry(BrandId(1)).or_insert_with(|| brand(name));
        met.keep(&named, &world);
        world.brands[&BrandId(1)].company_name.clone()
    }

    #[test]
    fn a_name_is_remembered_until_the_head_says_that_something_changed() {
        let met = Met::default();
        assert_eq!(page(&met, 4, "Acme"), "Acme");
        assert_eq!(page(&met, 4, "asked again"), "Acme");
        assert_eq!(page(&met, 5, "Zephyr"), "Zephyr");
        // Rows from before, read by somebody slower, neither hear of it nor undo it.
        assert_eq!(page(&met, 4, "Acme"), "Acme");
        assert_eq!(page(&met, 5, "asked again"), "Zephyr");
    }

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let mut held = HashMap::new();
        for n in 0..MANY + 5 {
            add(&HashMap::from([(n, n)]), &mut held);
        }
        assert_eq!(held.len(), 5);
    }
}
