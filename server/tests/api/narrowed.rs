//! Lists narrowed to what is common: too much of it to look all up, so each ticket is held against
//! what is asked for.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{BrandId, Ticket};

/// So many tickets, of which every seventh is of the second brand: of the first, and of the only
/// package, there are more than are looked up.
const FIRST: i64 = 1_000;
const LAST: i64 = 13_000;

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
        let none = desk.admin.tickets("q=reel%20-acme%20-nordic&limit=2").await;
        assert_eq!((none.paging.total, none.paging.total_is_at_least), (0, false), "all were held");
        let few = desk.admin.tickets("q=brand:nordic&limit=1").await;
        assert_eq!((few.paging.total, few.paging.total_is_at_least), (1_715, false));
        let both = desk.admin.tickets(&format!("q=%23{FIRST}&limit=2")).await;
        assert_eq!(both.tickets.iter().map(|t| t.id.0).collect::<Vec<_>>(), [FIRST]);
    }
}
