use super::*;
use robindesk_protocol::{
    AgentRef, OrderId, Paging, Priority, TicketPage, TicketQuery, TicketStatus, Timestamp,
};

const ME: UserId = UserId(3);

fn ticket(id: i64, waiting: Option<i64>) -> Ticket {
    Ticket {
        id: TicketId(id),
        order_id: OrderId(id),
        agent: Some(AgentRef { id: ME, name: "Maya".into(), email: "m@x.example".into() }),
        status: TicketStatus::Open,
        priority: Priority::Medium,
        stream_channel_id: format!("ticket_{id}"),
        created_at: Timestamp(id),
        updated_at: Timestamp(id),
        order: None,
        tags: None,
        snoozed_until: None,
        waiting_since: waiting.map(Timestamp),
        last_message: None,
        unread: None,
    }
}

fn page(tickets: Vec<Ticket>, total: u64, next: Option<&str>) -> TicketPage {
    let next_cursor = next.map(str::to_owned);
    TicketPage { tickets, paging: Paging { total, limit: 100, next_cursor, ..Paging::default() } }
}

fn inbox() -> View {
    View::built_in().swap_remove(View::INBOX)
}

fn all() -> View {
    View::built_in().swap_remove(View::ALL)
}

fn unread(unread: u32) -> News {
    News { unread, created: false }
}

fn ids(tickets: &Tickets) -> Vec<i64> {
    tickets.rows().iter().map(|t| t.id.0).collect()
}

#[test]
fn an_event_keeps_the_order_and_the_unread_count() {
    let mut list = Tickets::new(inbox(), ME);
    let mut five = ticket(5, Some(50));
    five.unread = Some(2);
    list.take(Page::First, page(vec![ticket(8, Some(10)), five, ticket(3, None)], 3, None));
    assert!(!list.apply(&ticket(5, Some(5)), unread(1)));
    assert_eq!(ids(&list), [5, 8, 3]);
    assert_eq!(list.get(TicketId(5)).unwrap().unread, Some(3));
    assert!(list.apply(&ticket(9, Some(7)), unread(1)));
    assert_eq!(ids(&list), [5, 9, 8, 3]);
    assert_eq!(list.total(), 4);
}

#[test]
fn what_the_view_no_longer_holds_leaves_it() {
    let mut list = Tickets::new(inbox(), ME);
    list.take(Page::First, page(vec![ticket(8, Some(10)), ticket(5, Some(50))], 2, None));
    let resolved = Ticket { status: TicketStatus::Resolved, ..ticket(8, None) };
    list.apply(&resolved, unread(0));
    let other = Ticket { agent: None, ..ticket(7, Some(1)) };
    list.apply(&other, unread(0));
    assert_eq!((ids(&list), list.total()), (vec![5], 1));
}

#[test]
fn a_row_beyond_the_loaded_front_waits_for_its_page_and_comes_once() {
    let mut list = Tickets::new(inbox(), ME);
    list.take(Page::First, page(vec![ticket(1, Some(10)), ticket(2, Some(20))], 3, Some("c")));
    list.apply(&ticket(9, Some(90)), unread(0));
    assert_eq!((ids(&list), list.total()), (vec![1, 2], 3), "not loaded is not new");
    assert_eq!(list.ask_for(Page::After).unwrap().cursor.as_deref(), Some("c"));
    list.apply(&ticket(3, Some(15)), unread(0));
    list.take(Page::After, page(vec![ticket(3, Some(15)), ticket(9, Some(90))], 4, None));
    assert_eq!(ids(&list), [1, 3, 2, 9]);
    assert_eq!(list.ask_for(Page::After), None);
}

#[test]
fn a_filter_narrows_at_once_and_asks_the_server() {
    let mut list = Tickets::new(all(), ME);
    list.take(Page::First, page(vec![ticket(12, None), ticket(1, None)], 2, None));
    list.filter_by("#12");
    assert_eq!(ids(&list), [12]);
    assert_eq!(list.ask_for(Page::First).unwrap().q.as_deref(), Some("#12"));
    assert_eq!(list.loaded, Loaded::Never);
}

#[test]
fn what_events_told_while_the_page_was_on_its_way_is_not_lost() {
    let mut list = Tickets::new(inbox(), ME);
    list.await_page();
    let newer = Ticket { updated_at: Timestamp(99), ..ticket(8, Some(10)) };
    list.apply(&newer, unread(1));
    list.apply(&ticket(9, Some(20)), unread(1));
    let resolved =
        Ticket { status: TicketStatus::Resolved, updated_at: Timestamp(99), ..ticket(5, None) };
    list.apply(&resolved, unread(0));
    list.take(Page::First, page(vec![ticket(8, Some(70)), ticket(5, Some(50))], 2, None));
    assert_eq!(ids(&list), [8, 9]);
    assert_eq!(list.get(TicketId(8)).unwrap().waiting_since, Some(Timestamp(10)));
    assert_eq!(list.get(TicketId(8)).unwrap().unread, Some(1));
}

#[test]
fn the_end_is_one_page_away_and_the_list_goes_on_from_there() {
    let mut list = Tickets::new(inbox(), ME);
    let row = |id: i64| ticket(id, Some(id * 10));
    list.take(Page::First, page(vec![row(1), row(2)], 7, Some("f")));
    assert!(!list.is_whole() && !list.has_end());
    // From the end the pages come in the other direction.
    let asked = list.ask_for(Page::Last).unwrap();
    assert_eq!((asked.sort.as_deref(), asked.cursor), (Some("-waiting"), None));
    list.take(Page::Last, page(vec![row(7), row(6)], 7, Some("e")));
    assert_eq!((ids(&list), list.has_front()), (vec![6, 7], false));
    assert_eq!([0, 1].map(|at| list.place(at)), [6, 7]);
    // What is not loaded comes with its page; what falls among the rows is there at once.
    list.apply(&ticket(9, Some(45)), News { created: true, unread: 1 });
    list.apply(&ticket(10, Some(65)), News { created: true, unread: 1 });
    assert_eq!((ids(&list), list.total()), (vec![6, 10, 7], 9));
    assert_eq!(list.ask_for(Page::After), None);
    assert_eq!(list.ask_for(Page::Before).unwrap().cursor.as_deref(), Some("e"));
    list.take(Page::Before, page(vec![row(5), ticket(9, Some(45)), row(4)], 9, Some("e2")));
    assert_eq!(list.place(0), 4);
    list.take(Page::Before, page(vec![row(3), row(2), row(1)], 9, None));
    assert!(list.is_whole());
    assert_eq!(ids(&list), [1, 2, 3, 4, 9, 5, 6, 10, 7]);
}

#[test]
fn what_is_far_from_sight_goes_and_comes_back_by_the_same_cursor() {
    let mut list = Tickets::new(inbox(), ME);
    let rows = |from: i64| (from..from + 2).map(|id| ticket(id, Some(id * 10))).collect();
    list.take(Page::First, page(rows(1), 8, Some("c2")));
    for from in [3, 5, 7] {
        let next = format!("c{}", from + 1);
        list.take(Page::After, page(rows(from), 8, (from < 7).then_some(next.as_str())));
    }
    assert!(list.is_whole());
    list.let_go(7, 1);
    assert_eq!((ids(&list), list.place(0), list.total()), (vec![7, 8], 7, 8));
    assert_eq!(list.ask_for(Page::Before).unwrap().cursor.as_deref(), Some("c4"));
    // Meanwhile two more have come there than one page holds.
    list.apply(&ticket(20, Some(55)), News { created: true, unread: 1 });
    list.apply(&ticket(21, Some(56)), News { created: true, unread: 0 });
    assert_eq!((ids(&list), list.place(0), list.unread()), (vec![7, 8], 9, 0));
    list.take(Page::Before, page(vec![ticket(5, Some(50)), ticket(20, Some(55))], 10, Some("c5")));
    assert_eq!(ids(&list), [7, 8], "what lies between comes first");
    assert_eq!(list.ask_for(Page::Before).unwrap().cursor.as_deref(), Some("c5"));
    list.take(Page::Before, page(vec![ticket(21, Some(56)), ticket(6, Some(60))], 10, Some("c6")));
    assert_eq!((ids(&list), list.place(0)), (vec![21, 6, 7, 8], 7));
    assert_eq!(list.ask_for(Page::Before).unwrap().cursor.as_deref(), Some("c4"));
}

#[test]
fn what_an_event_told_while_a_further_page_was_on_its_way_is_not_lost() {
    let mut list = Tickets::new(inbox(), ME);
    list.take(Page::First, page(vec![ticket(1, Some(10)), ticket(2, Some(20))], 4, Some("c")));
    list.await_page();
    let gone =
        Ticket { status: TicketStatus::Resolved, updated_at: Timestamp(99), ..ticket(3, None) };
    list.apply(&gone, unread(0));
    let moved = Ticket { updated_at: Timestamp(99), ..ticket(4, Some(35)) };
    list.apply(&moved, unread(0));
    list.take(Page::After, page(vec![ticket(3, Some(30)), ticket(5, Some(50))], 4, None));
    assert_eq!(ids(&list), [1, 2, 4, 5], "neither the one that left nor the one that moved");
}

/// A server with tickets that answers pages as ours does, and a list that looks at it.
mod storm {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Deed {
        /// A ticket comes, or waits anew; the event reaches the list at once.
        Event { id: i64, waiting: Option<i64>, mine: bool },
        /// A page is asked for; it is answered from what is there now.
        Ask(Page),
        /// What is far from this part of the list, in percent, is let go of.
        LetGo(usize),
        /// The page that is on its way arrives, as old as it is by now.
        Arrive,
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let event = (1..60_i64, proptest::option::of(1..40_i64), any::<bool>());
        let deed = prop_oneof![
            3 => event.prop_map(|(id, waiting, mine)| Deed::Event { id, waiting, mine }),
            2 => proptest::sample::select(vec![Page::First, Page::Last, Page::Before, Page::Before, Page::After, Page::After]).prop_map(Deed::Ask),
            1 => (0..100_usize).prop_map(Deed::LetGo),
            2 => Just(Deed::Arrive),
        ];
        proptest::collection::vec(deed, 1..80)
    }

    /// The server's page behind a cursor, which names the last row of the page before.
    fn answer(all: &[Ticket], query: &TicketQuery) -> TicketPage {
        let from_front = query.sort.as_deref() == Some("waiting");
        let key = |t: &Ticket| {
            let (a, b) = Sort::Waiting.key(t);
            if from_front { (a, b) } else { (-a, -b) }
        };
        let mut rows: Vec<&Ticket> = all.iter().filter(|t| t.agent.is_some()).collect();
        rows.sort_by_key(|t| key(t));
        let total = rows.len() as u64;
        let after = query.cursor.as_deref().map(|c| {
            let (a, b) = c.split_once(':').unwrap();
            (a.parse().unwrap(), b.parse().unwrap())
        });
        rows.retain(|t| after.is_none_or(|after: (i64, i64)| key(t) > after));
        let page_of: Vec<Ticket> = rows.iter().take(5).map(|t| (*t).clone()).collect();
        let last = page_of.last().filter(|_| rows.len() > 5).map(key);
        page(page_of, total, last.map(|(a, b)| format!("{a}:{b}")).as_deref())
    }

    proptest! {
        /// Whatever comes when: rows are in order, each once, as new as was told, and when everything
        /// is asked for the list is the server's.
        #[test]
        fn any_events_and_pages_end_in_the_servers_list(deeds in deeds()) {
            let mut all: Vec<Ticket> = (1..30).map(|id| ticket(id, Some(id * 3 % 17))).collect();
            let mut list = Tickets::new(inbox(), ME);
            list.await_page();
            list.take(Page::First, answer(&all, &list.ask_for(Page::First).unwrap()));
            let (mut on_its_way, mut now) = (None, 1_000);
            let finish = std::iter::repeat_n([Deed::Arrive, Deed::Ask(Page::Before), Deed::Arrive, Deed::Ask(Page::After)], 60).flatten();
            for deed in deeds.into_iter().chain(finish) {
                match deed {
                    Deed::Event { id, waiting, mine } => {
                        now += 1;
                        let mut t = ticket(id, waiting);
                        t.updated_at = Timestamp(now);
                        t.agent = t.agent.filter(|_| mine);
                        let created = !all.iter().any(|t| t.id.0 == id);
                        all.retain(|t| t.id.0 != id);
                        all.push(t.clone());
                        list.apply(&t, News { unread: 0, created });
                    }
                    Deed::Ask(page) => {
                        if let (None, Some(query)) = (&on_its_way, list.ask_for(page)) {
                            list.await_page();
                            on_its_way = Some((page, answer(&all, &query)));
                        }
                    }
                    Deed::LetGo(percent) => list.let_go(list.rows().len() * percent / 100, 6),
                    Deed::Arrive => {
                        if let Some((page, answer)) = on_its_way.take() {
                            list.take(page, answer);
                        }
                    }
                }
                let keys: Vec<Key> = list.rows().iter().map(|t| Sort::Waiting.key(t)).collect();
                prop_assert!(keys.is_sorted(), "in order, each once");
                for (at, row) in list.rows().iter().enumerate() {
                    prop_assert_eq!(list.position(row.id), Some(at));
                }
            }
            let mut expected: Vec<&Ticket> = all.iter().filter(|t| t.agent.is_some()).collect();
            expected.sort_by_key(|t| Sort::Waiting.key(t));
            let expected: Vec<i64> = expected.iter().map(|t| t.id.0).collect();
            prop_assert!(list.is_whole());
            prop_assert_eq!(ids(&list), expected);
        }
    }
}

#[test]
fn a_total_that_nobody_counted_to_its_end_says_so() {
    let mut list = Tickets::new(View::own("All", "sort:created").unwrap(), ME);
    assert_eq!(list.place_words(0), "1 of …");
    let mut first = page((1..=100).map(|id| ticket(id, None)).collect(), 40, Some("c"));
    first.paging.total_is_at_least = true;
    list.take(Page::First, first);
    assert_eq!(
        (list.place_words(4), list.place_words(99)),
        ("5 of 100+".into(), "100 of 100+".into())
    );
    list.take(Page::After, page(vec![ticket(101, None)], 40, None));
    assert_eq!(list.place_words(100), "101 of 101", "now all of them are here");
}
