//! The story is the same for the same numbers, in the order of time, and leaves work to do.

use super::{DAY, Deed, SPAN, Step, write};
use crate::ops::seed::Plan;
use crate::ops::seed::talks::Voice;
use robindesk_protocol::{
    Amount, Audience, CreatorId, Currency, OrderStatus, Package, PackageId, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

const NOW: Timestamp = Timestamp(1_793_525_400_000);

fn told(random_seed: u64) -> Vec<Step> {
    let package = |id| Package {
        id: PackageId(id),
        creator_id: CreatorId(1),
        title: "Reel".to_owned(),
        description: String::new(),
        price: Amount::from("1.00"),
        currency: Currency::parse("USD").unwrap(),
    };
    let packages: Vec<Package> = (1..=40).map(package).collect();
    write(&Plan { random_seed, ..Plan::demo(NOW) }, &packages)
}

fn by_order(steps: &[Step]) -> BTreeMap<usize, Vec<&Step>> {
    let mut orders: BTreeMap<usize, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        orders.entry(step.order).or_default().push(step);
    }
    orders
}

#[test]
fn the_same_numbers_tell_the_same_story() {
    assert_eq!(told(1), told(1));
    assert_ne!(told(1), told(2));
}

#[test]
fn time_only_goes_forward_and_ends_before_now() {
    let steps = told(1);
    assert!(steps.is_sorted_by_key(|step| step.at));
    assert!(steps.iter().all(|s| s.at < NOW && s.at >= NOW.plus_ms(-SPAN)));
    let orders = by_order(&steps);
    assert_eq!(orders.len(), 300);
    for (order, steps) in orders {
        assert!(matches!(steps[0].deed, Deed::Place(_)), "order {order}");
        let places = steps.iter().filter(|s| matches!(s.deed, Deed::Place(_)));
        assert_eq!(places.count(), 1, "order {order}");
    }
}

#[test]
fn orders_are_in_every_status_and_walk_the_road() {
    let mut ends = BTreeSet::new();
    for (order, steps) in by_order(&told(1)) {
        let mut status = OrderStatus::Pending;
        for step in steps {
            if let Deed::Order(to, reason) = step.deed {
                let ways = crate::desk::order::successors(status);
                assert!(ways.contains(&to), "order {order}: {status} -> {to}");
                assert_eq!(reason.is_some(), to == OrderStatus::Rejected);
                status = to;
            }
        }
        ends.insert(status);
    }
    assert_eq!(ends.len(), OrderStatus::ALL.len());
}

#[test]
fn many_parties_wait_for_an_answer_for_different_times() {
    let mut waits = Vec::new();
    for steps in by_order(&told(1)).values() {
        if steps.iter().any(|s| matches!(s.deed, Deed::Ticket(_))) {
            continue;
        }
        for lane in [Audience::Brand, Audience::Creator] {
            let said = steps.iter().rev().find_map(|s| match s.deed {
                Deed::Say(line) if line.lane == lane => Some((s.at, line.voice)),
                _ => None,
            });
            if let Some((at, Voice::Brand | Voice::Creator)) = said {
                waits.push(NOW.since_ms(at));
            }
        }
    }
    assert!(waits.len() >= 40, "five agents have {} to answer", waits.len());
    assert!(waits.iter().any(|ms| *ms < 15 * 60_000), "some wait for minutes");
    assert!(waits.iter().any(|ms| *ms > 3 * 3_600_000), "some wait for hours");
    assert!(waits.iter().all(|ms| *ms < 3 * DAY), "nobody was forgotten");
}

/// What each agent's inbox shows: brand and last line of each unresolved ticket.
fn inboxes(steps: &[Step], agents: usize) -> Vec<Vec<(usize, &'static str)>> {
    let mut inboxes = vec![Vec::new(); agents];
    for (order, steps) in by_order(steps) {
        let Deed::Place(placed) = &steps[0].deed else { continue };
        if steps.iter().any(|s| matches!(s.deed, Deed::Ticket(_) | Deed::Snooze(_))) {
            continue;
        }
        let last = steps.iter().rev().find_map(|s| match s.deed {
            Deed::Say(line) => Some(line.text.as_str()),
            _ => None,
        });
        inboxes[order % agents].push((placed.brand, last.unwrap_or_default()));
    }
    inboxes
}

/// How often the most frequent one is there.
fn most<T: Ord>(among: impl Iterator<Item = T>) -> usize {
    let mut counts = BTreeMap::new();
    for one in among {
        *counts.entry(one).or_insert(0) += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

#[test]
fn an_inbox_is_of_many_brands_and_many_words() {
    for random_seed in 1..=5 {
        for inbox in inboxes(&told(random_seed), 5) {
            assert!(inbox.len() >= 12, "{} tickets are little to do", inbox.len());
            let brand = most(inbox.iter().map(|(brand, _)| brand));
            let line = most(inbox.iter().map(|(_, line)| line).filter(|line| !line.is_empty()));
            assert!(brand * 4 <= inbox.len(), "{brand} of {} are of one brand", inbox.len());
            assert!(line <= 4 && line * 6 <= inbox.len(), "{line} of {} end alike", inbox.len());
        }
    }
}
