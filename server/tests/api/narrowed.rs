//! Lists narrowed to what is common: too much of it to look all up, so each ticket is held against
//! what is asked for.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{BrandId, OrderPage, Ticket, TicketStatus};

/// So many tickets, of which every seventh is of the second brand: of the first, and of the only
/// package, there are more than are looked up, and altogether more than one answer holds against them.
const FIRST: i64 = 1_000;
const LAST: i64 = 24_000;

/// Rows as the writer leaves them.
async fn fill(desk: &Desk) {
    desk.brand_a.place(&Desk::new_order()).await;
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST({FIRST} AS BIGINT) UNION ALL \
         SELECT i + 1 FROM n WHERE i < {LAST})"
    );
    let orders = format!(
        "{numbers} INSERT INTO orders SELECT i, i, o.package_id, CASE WHEN i % 7 = 0 THEN 2 ELSE 1 END, \
         o.creator_id, 1, o.total_minor, o.currency, o.status, NULL, o.order_date, NULL, NULL \
         FROM n, orders o WHERE o.id = 1"
    );
    let tickets = format!(
        "{numbers} INSERT INTO tickets (id, order_id, agent_id, status, priority, tags, waiting_since, \
         created_at, updated_at) SELECT i, i, CASE WHEN i % 5 = 0 THEN NULL ELSE t.agent_id END, \
         CASE WHEN i % 3 = 0 THEN 'open' ELSE 'resolved' END, i % 4, \
         CASE WHEN i % 2 = 0 THEN '[\"vip\"]' ELSE '[]' END, \
         CASE WHEN i % 9 = 0 THEN i ELSE t.waiting_since END, t.created_at, (i * 7919) % 10007 \
         FROM n, tickets t WHERE t.id = 1"
    );
    let mut conn = desk.running.app().store.connect().await.unwrap();
    for sql in [orders, tickets] {
        let rows = conn.run(sqlx::AssertSqlSafe(sql), vec![]).await.unwrap();
        assert_eq!(rows, u64::try_from(LAST - FIRST + 1).unwrap());
    }
    let counters = "INSERT INTO cells SELECT 'ticket', COALESCE(agent_id, 0), status, priority, count(*) \
                    FROM tickets GROUP BY 2, 3, 4";
    conn.run("DELETE FROM cells WHERE kind = 'ticket'", vec![]).await.unwrap();
    conn.run(counters, vec![]).await.unwrap();
}

/// The first tickets of a list, by cursor.
async fn walk(who: &Client, query: &str, most: usize) -> Vec<Ticket> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    while found.len() < most {
        let page = who.tickets(&format!("{query}&limit=200{cursor}")).await;
        found.extend(page.tickets);
        let Some(next) = page.paging.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    found.truncate(most);
    found
}

on_each_engine! {
    async fn orders_are_found_by_names_that_few_and_that_most_have(desk: Desk) {
        fill(&desk).await;
        let all = (FIRST..=LAST).chain([1]);
        let (nordic, acme): (Vec<i64>, Vec<i64>) = all.partition(|id| id % 7 == 0);
        let reel: Vec<i64> = nordic.iter().chain(&acme).copied().collect();
        for (q, mut wanted) in [("nordic", nordic), ("ACME", acme), ("reel", reel)] {
            wanted.sort_unstable_by(|a, b| b.cmp(a));
            let path = format!("/api/orders?limit=200&q={q}");
            let first: OrderPage = desk.admin.get(&path).await.data();
            // Beyond ten thousand they are not counted.
            let counted = wanted.len().min(10_000);
            assert_eq!(first.paging.total, counted as u64, "{q}");
            let path = format!("{path}&cursor={}", first.paging.next_cursor.unwrap());
            let second: OrderPage = desk.admin.get(&path).await.data();
            let found: Vec<i64> = first.orders.iter().chain(&second.orders).map(|o| o.id.0).collect();
            assert_eq!(found, wanted[..400], "{q}");
        }
    }

    async fn a_list_narrowed_to_what_is_common_is_the_list_without_the_rest(desk: Desk) {
        fill(&desk).await;
        let me = desk.agents[0].me().id;
        let acme = |t: &Ticket| t.order.as_ref().is_some_and(|order| order.brand.id == BrandId(1));
        let mine = |t: &Ticket| t.agent.as_ref().is_some_and(|agent| agent.id == me);
        for sort in ["-updated", "updated", "created", "-created", "waiting", "-priority"] {
            let all = walk(&desk.admin, &format!("sort={sort}"), 1_200).await;
            let asked = async |q: &str| {
                let query = format!("sort={sort}&q={q}");
                walk(&desk.agents[0], &query, 400).await.iter().map(|t| t.id).collect::<Vec<_>>()
            };
            let wanted = |which: &dyn Fn(&Ticket) -> bool| {
                all.iter().filter(|t| which(t)).take(400).map(|t| t.id).collect::<Vec<_>>()
            };
            assert_eq!(asked("acme").await, wanted(&acme), "{sort}");
            assert_eq!(asked("reel%20-nordic%20-nobody").await, wanted(&acme), "{sort}");
            assert_eq!(asked("brand:acme%20agent:me").await[..200], wanted(&|t| acme(t) && mine(t))[..200]);
        }
        let page = desk.admin.tickets("q=acme&limit=2").await;
        assert!(page.paging.total_is_at_least && (2..=1_000).contains(&page.paging.total));
        let deep = desk.admin.tickets("q=acme&offset=9000&limit=2").await;
        assert!(deep.paging.total_is_at_least && deep.paging.total >= 9_002);
        let few = desk.admin.tickets("q=brand:nordic&limit=1").await;
        assert_eq!((few.paging.total, few.paging.total_is_at_least), (3_286, false));
        let both = desk.admin.tickets(&format!("q=%23{FIRST}&limit=2")).await;
        assert_eq!(both.tickets.iter().map(|t| t.id.0).collect::<Vec<_>>(), [FIRST]);
    }

    async fn a_page_that_had_too_much_to_look_at_is_short_and_goes_on(desk: Desk) {
        fill(&desk).await;
        for sort in ["-updated", "created", "waiting", "-priority"] {
            let none = format!("sort={sort}&q=reel%20-acme%20-nordic");
            let page = desk.admin.tickets(&none).await;
            assert!(page.tickets.is_empty() && page.paging.next_cursor.is_some(), "{sort}");
            assert!(page.paging.total_is_at_least);
            assert_eq!(walk(&desk.admin, &none, 1).await.len(), 0);
            let all = walk(&desk.admin, &format!("sort={sort}"), usize::MAX).await;
            let wanted: Vec<_> = all.iter().filter(|t| t.id.0 % 7 == 0).map(|t| t.id).collect();
            let found = walk(&desk.admin, &format!("sort={sort}&q=-acme"), usize::MAX).await;
            assert_eq!(found.iter().map(|t| t.id).collect::<Vec<_>>(), wanted, "{sort}");
        }
        let last = desk.admin.tickets("sort=created&q=reel%20-acme%20-nordic&status=open").await;
        assert_eq!((last.paging.next_cursor, last.paging.total), (None, 0), "all were held");
        assert!(!last.paging.total_is_at_least);
    }

    async fn the_tickets_of_many_agents_are_a_list_like_any_other(desk: Desk) {
        fill(&desk).await;
        let mine = desk.admin.ticket(1).await.agent.unwrap().id;
        for (sort, status) in [("-updated", ""), ("waiting", ""), ("created", "&status=open")] {
            // So many that the list is not made of each one's; with the status they are few.
            let query = format!("sort={sort}{status}&agent_id={mine},901,902,903,904,905");
            let all = walk(&desk.admin, &format!("sort={sort}"), usize::MAX).await;
            let is_wanted = |t: &&Ticket| {
                t.agent.as_ref().is_some_and(|agent| agent.id == mine)
                    && (status.is_empty() || t.status == TicketStatus::Open)
            };
            let wanted: Vec<_> = all.iter().filter(is_wanted).map(|t| t.id).collect();
            let found = walk(&desk.admin, &query, usize::MAX).await;
            assert_eq!(found.iter().map(|t| t.id).collect::<Vec<_>>(), wanted, "{sort}");
            let page = desk.admin.tickets(&query).await.paging;
            assert_eq!((page.total, page.total_is_at_least), (wanted.len() as u64, false), "{sort}");
        }
    }
}
