//! What a filter leaves out, and filters that nothing meets.

use super::desk::Desk;
use super::engine::on_each_engine;
use super::lists::{fill, ids};
use robindesk_protocol::BrandId;
use serde_json::{Value, json};

on_each_engine! {
    async fn an_agent_that_nobody_is_holds_no_tickets(desk: Desk) {
        for agent in [&desk.agents[0], &desk.agents[1], &desk.agents[2]] {
            let away = json!({"agent_status": "away"});
            agent.put("/api/crm/agent/status", &away).await.data::<Value>();
        }
        fill(&desk).await;
        let agent = &desk.agents[0];
        assert_eq!(agent.tickets("q=agent:none").await.paging.total, 12);
        for query in ["q=agent:zzz", "q=agent:zzz,yyy%20status:open", "agent_id=none&q=agent:zzz"] {
            let page = agent.tickets(query).await;
            assert_eq!((page.paging.total, page.tickets.len()), (0, 0), "{query}");
        }
        assert_eq!(agent.tickets("agent_id=none&q=agent:zzz,none").await.paging.total, 12);
    }

    async fn a_filter_with_a_dash_leaves_out_what_it_names(desk: Desk) {
        fill(&desk).await;
        for (ticket, status) in [(1, "resolved"), (2, "closed"), (3, "closed")] {
            let path = format!("/api/crm/tickets/{ticket}/status");
            desk.admin.put(&path, &json!({"status": status})).await.data::<Value>();
        }
        desk.admin.put("/api/crm/tickets/2/tags", &json!({"tags": ["vip"]})).await.data::<Value>();
        desk.admin.put("/api/crm/tickets/5/tags", &json!({"tags": ["late"]})).await.data::<Value>();
        let mut second = Desk::new_order();
        second.brand_id = BrandId(2);
        desk.brand_b.place(&second).await;
        for agent in [&desk.agents[0], &desk.agents[1], &desk.agents[2]] {
            let away = json!({"agent_status": "away"});
            agent.put("/api/crm/agent/status", &away).await.data::<Value>();
        }
        desk.brand_b.place(&second).await;
        let agent = &desk.agents[0];
        for (q, total) in [
            ("-status:closed", 12),
            ("-status:closed,resolved", 11),
            ("-status:closed -status:resolved", 11),
            ("status:closed,open -status:open", 2),
            ("-priority:low,high", 8),
            ("-agent:me", 9),
            ("-agent:none", 13),
            ("-agent:me,none", 8),
            ("-agent:zzz", 14),
            ("-agent:maya acme", 8),
            ("agent:me -agent:me", 0),
            ("agent:me,none -agent:me", 1),
            ("-tag:vip", 13),
            ("-tag:vip,late", 12),
            ("tag:vip,late", 0),
            ("-tag:vip tag:late", 1),
            ("-brand:nordic", 12),
            ("-brand:acme", 2),
            ("-brand:nobody", 14),
            ("-creator:lena", 0),
            ("-before:2001-01-01", 14),
            ("-after:2001-01-01", 0),
            ("-agent:me -status:closed -brand:nordic", 6),
        ] {
            let query = format!("q={}&limit=200", q.replace(' ', "%20"));
            let page = agent.tickets(&query).await;
            assert_eq!((page.paging.total, page.tickets.len() as u64), (total, total), "{q}");
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = agent.tickets(&format!("q=-agent:me&limit=2&sort=created{cursor}")).await;
            seen.extend(ids(&page));
            let Some(next) = page.paging.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, [2, 3, 5, 6, 8, 9, 11, 12, 14]);
    }
}
