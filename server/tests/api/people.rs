//! People among the hits of a search.

use super::desk::Desk;
use super::engine::on_each_engine;
use super::search::{hits, page};
use robindesk_protocol::{Hit, HitKind};
use serde_json::{Value, json};

on_each_engine! {
    async fn a_removed_account_is_found_no_more(desk: Desk) {
        let (owner, omar) = (&desk.super_admin, desk.agents[2].me());
        let people = async |q: &str| {
            hits(owner, q).await.into_iter().filter(|h| h.kind == HitKind::Person).count()
        };
        assert_eq!(people("omar").await, 1);
        owner.delete(&format!("/api/admin/agents/{}", omar.id)).await.data::<Value>();
        assert_eq!((people("omar").await, people("removed").await), (0, 0));
    }

    async fn people_count_as_hits_and_nothing_is_lost_after_them(desk: Desk) {
        for n in 0..7 {
            let agent = json!({"email": format!("quill{n}@desk.example"), "name": format!("Quill {n}")});
            desk.super_admin.post("/api/admin/agents", &agent).await.data::<Value>();
        }
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        for n in 0..6 {
            desk.brand_a.write(ticket, &format!("quill {n}"), None).await;
        }
        let agent = &desk.agents[0];
        let name = |h: Hit| h.person.map_or_else(|| h.snippet.text, |person| person.name);
        let all: Vec<_> = hits(agent, "quill").await.into_iter().map(name).collect();
        assert_eq!(all.len(), 11);
        assert_eq!((&*all[0], &*all[4], &*all[5], &*all[10]), ("Quill 0", "Quill 4", "quill 5", "quill 0"));
        for limit in ["1", "2", "4", "5", "6", "11"] {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let mut query = vec![("q", "quill"), ("limit", limit)];
                query.extend(cursor.as_deref().map(|c| ("cursor", c)));
                let page = page(agent, &query).await;
                assert!((1..=limit.parse().unwrap()).contains(&page.hits.len()), "{limit}");
                seen.extend(page.hits.into_iter().map(name));
                let Some(next) = page.next_cursor else { break };
                cursor = Some(next);
            }
            assert_eq!(seen, all, "{limit}");
        }
    }
}
