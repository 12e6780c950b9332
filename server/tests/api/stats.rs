//! The numbers: against a naive recount of the log, over random histories, live and after a restart.

use super::desk::Desk;
use super::engine::on_each_engine;
use super::recount::{Recount, history};
use super::stream::Stream;
use robindesk_protocol::{
    AgentStatsAnswer, Distribution, DistributionAnswer, HealthAnswer, Stats, StatsAnswer,
};
use serde_json::{Value, json};

async fn stats(desk: &Desk) -> Stats {
    desk.admin.get("/api/admin/stats").await.data::<StatsAnswer>().stats
}

async fn since(desk: &Desk, since: &str) -> Distribution {
    let path = format!("/api/admin/distribution?since={since}");
    desk.admin.get(&path).await.data::<DistributionAnswer>().distribution
}

on_each_engine! {
    async fn every_number_is_what_a_recount_of_the_log_finds(desk: Desk) {
        let seed = history(&desk).await;
        let live = stats(&desk).await;
        let recount = Recount::of(&desk).await;
        recount.check(&live, &format!("live, seed {seed}"));
        let desk = desk.restart().await;
        let again = stats(&desk).await;
        recount.check(&again, &format!("after a restart, seed {seed}"));
        desk.brand_a.place(&Desk::new_order()).await;
        let recount = Recount::of(&desk).await;
        recount.check(&stats(&desk).await, &format!("folded on, seed {seed}"));
        let lists = desk.admin.tickets("status=open&limit=1").await;
        let open = stats(&desk).await.tickets.by_status[&robindesk_protocol::TicketStatus::Open];
        assert_eq!(lists.paging.total, open);
    }

    async fn the_agents_and_the_distribution_are_the_same_numbers(desk: Desk) {
        for _ in 0..7 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let whole = stats(&desk).await;
        let agents = desk.admin.get("/api/admin/agents/stats").await;
        assert_eq!(agents.data::<AgentStatsAnswer>().agents, whole.agents);
        let answer = desk.admin.get("/api/admin/distribution").await;
        let today = answer.data::<DistributionAnswer>().distribution;
        assert_eq!(today, whole.distribution[0]);
        let shares: Vec<u64> = today.agents.iter().map(|share| share.tickets).collect();
        assert_eq!((shares, today.gap), (vec![3, 2, 2], 1));
        let hour = since(&desk, &whole.at.to_string()).await;
        assert!(hour.since <= whole.at && whole.at.since_ms(hour.since) < 3_600_000);
        for odd in ["yesterday", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", ""] {
            let answer = desk.admin.get(&format!("/api/admin/distribution?since={odd}")).await;
            assert_eq!(answer.fault(), (400, "since".to_owned()), "{odd}");
        }
    }

    async fn who_was_removed_is_staff_no_more_and_what_it_got_keeps_its_name(desk: Desk) {
        for _ in 0..3 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let gone = desk.agents[0].me().clone();
        let named = |numbers: &Stats| {
            let staff: Vec<_> = numbers.agents.iter().map(|one| one.agent.id).collect();
            let shares = &numbers.distribution[0].agents;
            let share = shares.iter().find(|share| share.agent_id == gone.id).unwrap();
            (staff.contains(&gone.id), share.name == gone.name, share.tickets)
        };
        assert_eq!(named(&stats(&desk).await), (true, true, 1));
        let path = format!("/api/admin/agents/{}", gone.id);
        assert_eq!(desk.super_admin.delete(&path).await.status, 200);
        let live = stats(&desk).await;
        assert_eq!(named(&live), (false, true, 1));
        let desk = desk.restart().await;
        let again = stats(&desk).await;
        assert_eq!(named(&again), (false, true, 1));
        assert_eq!((again.agents, again.distribution), (live.agents, live.distribution));
    }

    async fn health_is_measured(desk: Desk) {
        for _ in 0..20 {
            desk.agents[0].get("/api/auth/me").await.data::<Value>();
        }
        let health = desk.admin.get("/api/admin/health").await.data::<HealthAnswer>().health;
        assert!(health.requests_per_second > 0.0 && health.database_bytes > 0, "{health:?}");
        assert!(health.latency_p50_ms <= health.latency_p99_ms, "{health:?}");
        assert!(health.latency_p50_ms.is_some_and(|ms| ms > 0.0), "{health:?}");
        assert_eq!((health.nodes, health.live_connections), (1, 0));
        assert_eq!((health.error_rate, health.last_backup), (0.0, None));
        assert!(["sqlite", "postgresql"].contains(&health.database.as_str()));
    }

    async fn admins_see_the_numbers_change_on_their_stream_and_nobody_else_does(desk: Desk) {
        let mut admin = Stream::open(&desk.admin, None, "").await;
        let mut agent = Stream::open(&desk.agents[0], None, "").await;
        let before = admin.stats().await;
        desk.brand_a.place(&Desk::new_order()).await;
        let after = loop {
            let stats = admin.stats().await;
            if stats.orders.total > before.orders.total {
                break stats;
            }
        };
        assert_eq!((after.orders.total, after.tickets.open), (1, 1));
        for _ in 0..3 {
            agent.event().await;
        }
        let last = json!({"agent_status": "busy"});
        desk.agents[1].put("/api/crm/agent/status", &last).await.data::<Value>();
        let event = agent.event().await;
        assert_eq!(event.kind, robindesk_protocol::EventKind::AgentUpdated);
    }
}
