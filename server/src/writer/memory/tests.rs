use super::Memory;
use crate::desk::changes::Changes;
use crate::desk::command::{Caller, Command, Request};
use crate::desk::needs::Needs;
use crate::desk::stage::{AGENT, Stage};
use crate::desk::world::{Head, World};
use robindesk_protocol::{BrandId, Timestamp, UserId};

/// The desk of a test with two agents, as a batch that placed an order knew it.
fn known() -> World {
    let mut stage = Stage::with_agents(2);
    stage.place();
    World { all_staff: true, ..stage.world }
}

fn remembered() -> Memory {
    let mut memory = Memory::default();
    memory.keep(known(), &Changes::default());
    memory
}

fn recalled(memory: &mut Memory, command: Command, head: Head) -> World {
    let request = Request { at: Timestamp(0), by: Caller::System, key: None, command };
    let mut world = World { head, ..World::default() };
    memory.recall(&Needs::of([&request]), &mut world);
    world
}

fn an_order() -> Command {
    Command::PlaceOrder(Stage::new_order())
}

#[test]
fn an_order_is_decided_on_what_the_last_one_knew() {
    let world = recalled(&mut remembered(), an_order(), known().head);
    assert!(world.all_staff && world.brands.contains_key(&BrandId(1)));
    assert_eq!(world.agents, known().agents);
    // Staff, and nobody else's account.
    assert_eq!(world.users.len(), 2);
}

#[test]
fn another_nodes_orders_void_the_rotation_alone() {
    let head = Head { seq: known().head.seq + 3, ..known().head };
    let world = recalled(&mut remembered(), an_order(), head);
    assert!(!world.all_staff && world.agents.is_empty() && world.users.is_empty());
    assert!(world.brands.contains_key(&BrandId(1)));
}

#[test]
fn a_changed_account_voids_everything() {
    let head = Head { facts: known().head.facts + 1, ..known().head };
    let world = recalled(&mut remembered(), an_order(), head);
    assert!(!world.all_staff && world.brands.is_empty() && world.packages.is_empty());
    let mut memory = Memory::default();
    let users = [UserId(1)].into();
    memory.keep(known(), &Changes { users, ..Changes::default() });
    assert!(recalled(&mut memory, an_order(), known().head).brands.is_empty());
}

#[test]
fn a_batch_without_the_rotation_leaves_it_known_unless_it_moved_somebody() {
    for (agents, kept) in [(vec![], true), (vec![AGENT], false)] {
        let mut memory = remembered();
        let world = recalled(&mut memory, Command::WakeSnoozed, known().head);
        assert!(!world.all_staff && world.agents.is_empty());
        let agents = agents.into_iter().collect();
        memory.keep(world, &Changes { agents, ..Changes::default() });
        assert_eq!(recalled(&mut memory, an_order(), known().head).all_staff, kept);
    }
}
