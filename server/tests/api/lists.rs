//! Lists of tickets: filters, sorts, pages, and what they refuse.

use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{BrandId, OrderPage, TicketId, TicketPage, UserId};
use serde_json::{Value, json};

/// Twelve tickets in turn for three agents, of four priorities; every third one waits.
pub async fn fill(desk: &Desk) {
    for n in 0..12 {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let priority = ["low", "medium", "high", "urgent"][n % 4];
        let path = format!("/api/crm/tickets/{id}/priority");
        desk.admin.put(&path, &json!({"priority": priority})).await.data::<Value>();
        if n % 3 == 0 {
            desk.brand_a.write(id, "hello?", None).await;
        }
    }
}

pub fn ids(page: &TicketPage) -> Vec<i64> {
    page.tickets.iter().map(|t| t.id.0).collect()
}

on_each_engine! {
    async fn filters_narrow_and_combine(desk: Desk) {
        fill(&desk).await;
        let status = json!({"status": "resolved"});
        desk.admin.put("/api/crm/tickets/1/status", &status).await.data::<Value>();
        desk.admin.put("/api/crm/tickets/2/tags", &json!({"tags": ["vip"]})).await.data::<Value>();
        let agent = &desk.agents[0];
        let me = agent.me().id;
        for (query, total) in [
            (String::new(), 12),
            ("status=open".to_owned(), 11),
            ("status=open,resolved".to_owned(), 12),
            ("status=resolved&priority=low".to_owned(), 1),
            ("priority=high,urgent".to_owned(), 6),
            ("agent_id=me".to_owned(), 4),
            (format!("agent_id={me},none"), 4),
            ("agent_id=none".to_owned(), 0),
            ("agent_id=me&status=open".to_owned(), 3),
            ("tag=VIP".to_owned(), 1),
            ("tag=vi".to_owned(), 0),
            ("q=acme".to_owned(), 12),
            ("q=%2312".to_owned(), 1),
            ("q=%25".to_owned(), 0),
            ("q=reel%20acme".to_owned(), 12),
            ("q=status:resolved".to_owned(), 1),
            ("q=status:resolved&status=open".to_owned(), 0),
            ("q=acme%20agent:me%20priority:low,medium".to_owned(), 2),
            ("q=agent:maya%20status:open".to_owned(), 3),
            ("q=agent:none".to_owned(), 0),
            ("q=tag:vip%20brand:acme%20creator:lena".to_owned(), 1),
            ("q=brand:nordic".to_owned(), 0),
            ("q=-acme".to_owned(), 0),
            // Still being typed: nothing is asked for yet.
            ("q=-".to_owned(), 12),
            ("q=%22%22".to_owned(), 12),
            ("q=acme%20-".to_owned(), 12),
            ("q=status:resolved%20--".to_owned(), 1),
            ("q=before:2001-01-01".to_owned(), 0),
            ("q=after:2001-01-01%20%22reel%20package%22".to_owned(), 12),
            ("q='%3B%20DROP%20TABLE%20tickets%3B--".to_owned(), 0),
        ] {
            assert_eq!(agent.tickets(&query).await.paging.total, total, "{query}");
        }
        let mine: TicketPage = agent.get("/api/crm/tickets/my?status=open").await.data();
        assert_eq!(mine.paging.total, 3);
    }

    async fn a_list_by_tag_follows_every_change_of_tags(desk: Desk) {
        fill(&desk).await;
        let agent = &desk.agents[0];
        let bulk = async |tickets: &[i64], set: Value| {
            let body = json!({"ticket_ids": tickets, "set": set});
            desk.admin.post("/api/crm/tickets/bulk", &body).await.data::<Value>();
        };
        bulk(&[1, 2, 3, 4], json!({"add_tags": ["vip", "late"]})).await;
        let found = async |query: &str| ids(&agent.tickets(&format!("sort=created&{query}")).await);
        assert_eq!(found("tag=vip").await, [1, 2, 3, 4]);
        bulk(&[2, 3], json!({"remove_tags": ["vip"]})).await;
        agent.put("/api/crm/tickets/4/tags", &json!({"tags": ["late"]})).await.data::<Value>();
        assert_eq!(found("tag=vip").await, [1]);
        assert_eq!(found("tag=late&limit=2").await, [1, 2]);
        assert_eq!(found("tag=late&q=tag:vip").await, [1]);
        assert_eq!(found("tag=late&priority=high,urgent").await, [3, 4]);
        assert_eq!(agent.tickets("tag=late&limit=1").await.paging.total, 4);
    }

    async fn orders_are_counted_as_they_are_found(desk: Desk) {
        fill(&desk).await;
        let mut second = Desk::new_order();
        second.brand_id = BrandId(2);
        desk.brand_b.place(&second).await;
        for (order, status) in [(1, "confirmed"), (2, "confirmed"), (2, "in_progress"), (3, "rejected")] {
            let path = format!("/api/orders/{order}/status");
            let why = (status == "rejected").then_some("no");
            let body = json!({"status": status, "rejection_message": why});
            desk.creator_a.put(&path, &body).await.data::<Value>();
        }
        for (path, total) in [
            ("?limit=2", 13),
            ("?status=pending", 10),
            ("?status=pending,confirmed&limit=1", 11),
            ("?status=completed", 0),
            ("?brand_id=1", 12),
            ("?brand_id=2&status=pending", 1),
            ("?creator_id=1&status=rejected", 1),
            ("?q=nordic", 1),
            ("/brand/1?status=pending", 9),
            ("/creator/2", 0),
        ] {
            let page: OrderPage = desk.admin.get(&format!("/api/orders{path}")).await.data();
            assert_eq!((page.paging.total, page.paging.total_is_at_least), (total, false), "{path}");
        }
        let own: OrderPage = desk.brand_b.get("/api/orders").await.data();
        assert_eq!(own.paging.total, 1);
    }

    async fn every_sort_goes_both_ways(desk: Desk) {
        fill(&desk).await;
        let agent = &desk.agents[0];
        for sort in ["updated", "created", "waiting", "priority"] {
            let up = ids(&agent.tickets(&format!("sort={sort}")).await);
            let mut down = ids(&agent.tickets(&format!("sort=-{sort}")).await);
            down.reverse();
            assert_eq!(up, down, "{sort}");
        }
        let longest = agent.tickets("sort=waiting&limit=4").await;
        assert_eq!(ids(&longest), [1, 4, 7, 10]);
        let urgent = agent.tickets("sort=-priority&limit=3").await;
        assert_eq!(ids(&urgent), [12, 8, 4]);
        assert_eq!(agent.tickets("").await.tickets[0].id, TicketId(12));
    }

    async fn a_cursor_walks_every_row_once_while_rows_arrive(desk: Desk) {
        fill(&desk).await;
        let agent = &desk.agents[0];
        for sort in ["-created", "waiting", "-priority"] {
            let mut seen = Vec::new();
            let mut query = format!("sort={sort}&limit=5");
            loop {
                let page = agent.tickets(&query).await;
                seen.extend(ids(&page));
                if seen.len() == 5 {
                    desk.brand_a.place(&Desk::new_order()).await;
                }
                let Some(cursor) = page.paging.next_cursor else { break };
                query = format!("sort={sort}&limit=5&cursor={cursor}");
            }
            let old: Vec<_> = seen.iter().copied().filter(|id| *id <= 12).collect();
            let mut once = old.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!((old.len(), once.len()), (12, 12), "{sort}: {seen:?}");
        }
    }

    async fn every_filter_and_sort_pages_through_what_it_finds(desk: Desk) {
        fill(&desk).await;
        for (ticket, status) in [(2, "in_progress"), (3, "resolved"), (7, "closed")] {
            let path = format!("/api/crm/tickets/{ticket}/status");
            desk.admin.put(&path, &json!({"status": status})).await.data::<Value>();
        }
        let agent = &desk.agents[0];
        let all = agent.tickets("limit=200").await.tickets;
        let (me, other) = (agent.me().id, desk.agents[1].me().id);
        // More agents than are read one by one; some of them nobody is.
        let many = format!("agent_id=me,{other},none,9001,9002,9003");
        for (who, agents) in [
            ("", None),
            ("agent_id=me", Some(vec![me])),
            ("agent_id=me,none", Some(vec![me])),
            ("agent_id=me,none,9001,9002,9003", Some(vec![me])),
            (many.as_str(), Some(vec![me, other])),
            ("tag=none-has-it", Some(vec![])),
        ] {
            let theirs = |agent: Option<UserId>| {
                agents.as_ref().is_none_or(|ids| agent.is_some_and(|id| ids.contains(&id)))
            };
            for status in ["", "open", "open,in_progress", "resolved,closed,open,open"] {
                for priority in ["", "urgent", "low,high"] {
                    for sort in ["updated", "-created", "waiting", "-waiting", "priority", "-priority"]
                    {
                        let mut query = format!("sort={sort}&limit=2&{who}");
                        let fits = |words: &str, word: &str| {
                            words.is_empty() || words.split(',').any(|w| w == word)
                        };
                        if !status.is_empty() {
                            query = format!("{query}&status={status}");
                        }
                        if !priority.is_empty() {
                            query = format!("{query}&priority={priority}");
                        }
                        let mut expected: Vec<i64> = all
                            .iter()
                            .filter(|t| fits(status, t.status.as_str()))
                            .filter(|t| fits(priority, t.priority.as_str()))
                            .filter(|t| theirs(t.agent.as_ref().map(|a| a.id)))
                            .map(|t| t.id.0)
                            .collect();
                        let (mut seen, mut cursor) = (Vec::new(), String::new());
                        loop {
                            let page = agent.tickets(&format!("{query}{cursor}")).await;
                            assert_eq!(page.paging.total, expected.len() as u64, "{query}");
                            seen.extend(ids(&page));
                            let Some(next) = page.paging.next_cursor else { break };
                            cursor = format!("&cursor={next}");
                        }
                        seen.sort_unstable();
                        expected.sort_unstable();
                        assert_eq!(seen, expected, "{query}");
                    }
                }
            }
        }
    }

    async fn what_a_list_does_not_know_is_refused_by_name(desk: Desk) {
        let agent = &desk.agents[0];
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("limit=x", "limit"),
            ("offset=-1", "offset"),
            ("cursor=abc", "cursor"),
            ("sort=name", "sort"),
            ("status=opn", "status"),
            ("status=", "status"),
            ("priority=urgent,,low", "priority"),
            ("agent_id=somebody", "agent_id"),
            ("statsu=open", "statsu"),
            ("q=status:opn", "q"),
            ("q=-status:opn", "q"),
            ("q=-status:open%20status:open", "q"),
            ("q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l%20m%20n%20o%20p%20q%20r%20s%20t%20u%20v%20w%20x%20y", "q"),
        ] {
            let answer = agent.get(&format!("/api/crm/tickets?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{query}: {}", answer.text);
        }
        assert_eq!(agent.get("/api/crm/tickets/0").await.fault().0, 400);
        assert_eq!(agent.get("/api/crm/tickets/999").await.problem().status, 404);
        assert_eq!(agent.get("/api/nothing").await.problem().status, 404);
        let wrong = agent.send(reqwest::Method::DELETE, "/api/orders", &[], None).await;
        assert_eq!(wrong.problem().status, 405);
    }
}
