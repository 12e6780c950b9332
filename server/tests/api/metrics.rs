//! `/metrics`: what it says, and to whom.

use super::desk::Desk;
use super::engine::on_each_engine;
use reqwest::Method;

on_each_engine! {
    async fn metrics_are_for_this_machine_alone(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let answer = desk.nobody.get("/metrics").await;
        assert_eq!(answer.headers["content-type"], "text/plain; version=0.0.4");
        for line in [
            "robindesk_orders{status=\"pending\"} 1",
            "robindesk_tickets{status=\"open\"} 1",
            "robindesk_nodes 1",
            "robindesk_writer_queue 0",
            "robindesk_database_up 1",
            "robindesk_requests_total{status=\"2xx\"} 1",
            "# TYPE robindesk_request_seconds histogram",
        ] {
            assert!(answer.text.lines().any(|l| l == line), "{line} is not in {}", answer.text);
        }
        for name in ["x-forwarded-for", "forwarded", "via"] {
            let headers = [(name, "127.0.0.1")];
            let answer = desk.nobody.send(Method::GET, "/metrics", &headers, None).await;
            assert_eq!(answer.problem().status, 404, "{name}");
        }
    }

    async fn without_its_database_a_node_tells_that_and_what_it_knows_itself(desk: Desk) {
        desk.running.app().store.close().await;
        let answer = desk.nobody.get("/metrics").await;
        for line in [
            "robindesk_database_up 0",
            "robindesk_requests_total{status=\"5xx\"} 0",
            "robindesk_writer_queue 0",
            "robindesk_streams 0",
            "# TYPE robindesk_uptime_seconds gauge",
        ] {
            assert!(answer.text.lines().any(|l| l == line), "{line} is not in {}", answer.text);
        }
        for name in ["orders", "nodes", "database_bytes", "event_lag"] {
            assert!(!answer.text.contains(&format!("robindesk_{name}")), "{}", answer.text);
        }
    }

    async fn with_an_address_of_their_own_they_are_nowhere_else(desk: Desk) {
        let desk = desk.restart_held(|s| s.metrics_address = "127.0.0.1:0".parse().ok()).await;
        assert_eq!(desk.admin.get("/metrics").await.problem().status, 404);
        let addr = desk.running.metrics_addr().unwrap();
        let mut scraper = desk.nobody.clone();
        scraper.base = format!("http://{addr}");
        assert_eq!(scraper.get("/metrics").await.status, 200);
        assert_eq!(scraper.get("/health/live").await.problem().status, 404);
        desk.running.stop().await;
        assert!(scraper.http.get(format!("http://{addr}/metrics")).send().await.is_err());
    }
}
