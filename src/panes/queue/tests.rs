use super::*;
use crate::model::tickets::View;
use robindesk_protocol::{
    OrderId, Paging, Priority, TicketPage, TicketQuery, TicketStatus, Timestamp, UserId,
};

const ALL: i64 = 100_000;

/// The tickets of a view that shows the newest first.
fn queue() -> Queue {
    let view = View::own("Newest", "sort:created").unwrap();
    let mut queue = Queue::new(Tickets::new(view, UserId(3)));
    answer(&mut queue, Page::First);
    queue
}

fn ticket(id: i64) -> Ticket {
    Ticket {
        id: TicketId(id),
        order_id: OrderId(id),
        agent: None,
        status: TicketStatus::Open,
        priority: Priority::Medium,
        stream_channel_id: format!("ticket_{id}"),
        created_at: Timestamp(id),
        updated_at: Timestamp(id),
        order: None,
        tags: None,
        snoozed_until: None,
        waiting_since: None,
        last_message: None,
        unread: None,
    }
}

/// A server with [`ALL`] tickets, whose cursors are the last number of a page.
fn page(query: &TicketQuery) -> TicketPage {
    let last = query.cursor.as_deref().map(|c| c.parse::<i64>().unwrap());
    let ids: Vec<i64> = if query.sort.as_deref() == Some("-created") {
        let from = last.unwrap_or(ALL + 1);
        ((from - 100).max(1)..from).rev().collect()
    } else {
        let from = last.unwrap_or(0);
        (from + 1..=(from + 100).min(ALL)).collect()
    };
    let end = if query.sort.as_deref() == Some("-created") { 1 } else { ALL };
    let more = ids.last() != Some(&end);
    let next_cursor = ids.last().filter(|_| more).map(i64::to_string);
    let paging = Paging {
        total: ALL.unsigned_abs(),
        limit: 100,
        offset: 0,
        next_cursor,
        total_is_at_least: false,
    };
    TicketPage { tickets: ids.into_iter().map(ticket).collect(), paging }
}

fn answer(queue: &mut Queue, wanted: Page) {
    let query = queue.tickets.ask_for(wanted).expect("there is such a page");
    queue.tickets.await_page();
    queue.change(|tickets| tickets.take(wanted, page(&query)));
}

/// What the desk does between two keys.
fn look(queue: &mut Queue) {
    queue.let_go();
    if let Some(wanted) = queue.wants_more() {
        answer(queue, wanted);
    }
}

fn selected(queue: &Queue) -> i64 {
    queue.selected().map_or(0, |t| t.id.0)
}

#[test]
fn a_hundred_thousand_rows_are_walked_end_to_end_and_few_are_held() {
    let mut queue = queue();
    let mut most = 0;
    let mut walk = |queue: &mut Queue, action, ids: &mut dyn Iterator<Item = i64>| {
        for id in ids {
            assert_eq!(selected(queue), id, "no row is skipped and none comes twice");
            assert_eq!(queue.tickets.place(queue.cursor), (ALL + 1 - id).unsigned_abs());
            queue.act(action);
            look(queue);
            most = most.max(queue.tickets.rows().len());
        }
    };
    walk(&mut queue, Action::Down, &mut (1..=ALL).rev());
    assert!(queue.tickets.has_end() && selected(&queue) == 1);
    walk(&mut queue, Action::Up, &mut (1..=ALL));
    assert!(most < 2_700, "{most} rows were held at once");
}

#[test]
fn the_first_and_the_last_row_are_one_page_away_from_anywhere() {
    let mut queue = queue();
    for (action, id) in [(Action::Last, 1), (Action::First, ALL), (Action::Last, 1)] {
        queue.act(action);
        look(&mut queue);
        assert_eq!((selected(&queue), queue.is_going()), (id, false));
        look(&mut queue);
    }
    for _ in 0..5_000 {
        queue.act(Action::Up);
        look(&mut queue);
    }
    assert_eq!((selected(&queue), queue.tickets.place(queue.cursor)), (5_001, 95_000));
    assert!(queue.tickets.rows().len() < 2_700);
    queue.act(Action::Last);
    look(&mut queue);
    assert_eq!(selected(&queue), 1);
}

#[test]
fn what_is_marked_is_kept_however_far_she_goes() {
    let mut queue = queue();
    queue.mark();
    for _ in 0..3_000 {
        queue.act(Action::Down);
        look(&mut queue);
    }
    assert_eq!(queue.marked().iter().map(|t| t.id.0).collect::<Vec<_>>(), [ALL]);
    queue.unmark();
    look(&mut queue);
    assert!(queue.tickets.rows().len() < 2_700 && selected(&queue) == ALL - 3_001);
}

#[test]
fn after_an_answered_ticket_comes_the_one_that_waits_longest() {
    let waits =
        |id: i64, since: Option<i64>| Ticket { waiting_since: since.map(Timestamp), ..ticket(id) };
    let rows = vec![waits(3, Some(10)), waits(1, Some(20)), waits(2, None), waits(4, None)];
    let total = rows.len() as u64;
    let paging =
        Paging { total, limit: 100, offset: 0, next_cursor: None, total_is_at_least: false };
    let mut queue = Queue::new(Tickets::new(View::own("All", "sort:waiting").unwrap(), UserId(3)));
    queue.tickets.await_page();
    queue.change(|tickets| tickets.take(Page::First, TicketPage { tickets: rows, paging }));
    let next = |queue: &Queue, id| queue.next_after(TicketId(id)).map(|id| id.0);
    assert_eq!([next(&queue, 3), next(&queue, 1)], [Some(1), Some(2)], "one that still waits");
    assert_eq!([next(&queue, 2), next(&queue, 4)], [Some(3), Some(3)], "one that was answered");
    queue.tickets.sort_by(Sort::Created);
    assert_eq!(next(&queue, 4), Some(3), "in another order the row below");
}
