//! What is wrong with a request is said in one and the same way, and changes nothing.

use super::desk::Desk;
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{BrandAnswer, Code, OrderPage};
use serde_json::json;

const ORDERS: &str = "/api/orders";

on_each_engine! {
    async fn a_body_that_is_no_object_is_refused(desk: Desk) {
        for body in ["", "{", "[1, 1, 1, 250]", "null", "7"] {
            let body = Some(body.to_owned());
            let answer = desk.brand_a.send(Method::POST, ORDERS, &[], body).await;
            assert_eq!(answer.fault(), (400, "body".to_owned()));
        }
        let huge = Some("{".repeat(1024 * 1024 + 1));
        let answer = desk.brand_a.send(Method::POST, ORDERS, &[], huge).await;
        assert_eq!(answer.problem().code, Code::PayloadTooLarge);
        assert_eq!(desk.brand_a.get(ORDERS).await.data::<OrderPage>().paging.total, 0);
    }

    async fn a_number_of_any_length_is_an_amount_or_refused(desk: Desk) {
        let order = json!(Desk::new_order()).to_string();
        let digits = "1".repeat(65_536);
        for number in [format!("{digits}e1"), format!("0.{digits}E-1"), format!("1e{digits}"), digits] {
            let body = order.replace("\"250.00\"", &number);
            let answer = desk.brand_a.send(Method::POST, ORDERS, &[], Some(body)).await;
            assert_eq!(answer.fault(), (400, "total_amount".to_owned()));
        }
        let body = order.replace("\"250.00\"", "2500000e-4");
        let answer = desk.brand_a.send(Method::POST, ORDERS, &[], Some(body)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }

    async fn an_array_stands_for_no_object_inside_a_body_either(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let brand = json!({"company_name": "Kite", "contact": ["Bea", "bea@kite.example"]});
        let bulk = json!({"ticket_ids": [1], "set": ["resolved"]});
        let reply = json!({"title": "Hello", "body": "Hello", "actions": [null]});
        let change = json!({"contact": [null, null]});
        for (method, path, body, field) in [
            (Method::POST, "/api/brands", brand, "contact"),
            (Method::PUT, "/api/brands/1", change, "contact"),
            (Method::POST, "/api/crm/tickets/bulk", bulk, "set"),
            (Method::POST, "/api/crm/macros", reply, "actions"),
        ] {
            let answer = desk.admin.send(method, path, &[], Some(body.to_string())).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
        // Nothing is no contact.
        let none = json!({"contact": null});
        desk.admin.put("/api/brands/1", &none).await.data::<BrandAnswer>();
    }

    async fn a_text_with_a_nul_is_refused_by_its_name(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let nul = "a\0b@x.example";
        let mut order = serde_json::json!(Desk::new_order());
        order["additional_instructions"] = json!(nul);
        let agent = desk.agents[0].me().id;
        for (who, method, path, body, field) in [
            (&desk.brand_a, Method::POST, ORDERS, order, "additional_instructions"),
            (
                &desk.creator_a,
                Method::PUT,
                "/api/orders/1/status",
                json!({"status": "rejected", "rejection_message": nul}),
                "rejection_message",
            ),
            (
                &desk.admin,
                Method::PUT,
                "/api/crm/tickets/1/reassign",
                json!({"agent_id": agent, "reason": nul}),
                "reason",
            ),
            (
                &desk.super_admin,
                Method::POST,
                "/api/admin/agents",
                json!({"email": nul, "name": "New"}),
                "email",
            ),
            (
                &desk.admin,
                Method::POST,
                "/api/brands",
                json!({"company_name": "New", "contact": {"name": "New", "email": nul}}),
                "contact.email",
            ),
            (&desk.admin, Method::PUT, "/api/creators/1", json!({"email": nul}), "email"),
        ] {
            let answer = who.send(method, path, &[], Some(body.to_string())).await;
            assert_eq!(answer.fault(), (400, field.to_owned()), "{path}");
        }
        let login = json!({"email": nul, "password": "wrong"});
        let answer = desk.nobody.post("/api/auth/login", &login).await;
        assert_eq!(answer.fault(), (400, "email".to_owned()));
        // Only what reads like it.
        let mut order = json!(Desk::new_order());
        order["additional_instructions"] = json!("a\\u0000b");
        assert_eq!(desk.brand_a.post(ORDERS, &order).await.status, 201);
        let reason = json!({"agent_id": agent, "reason": "x".repeat(2_001)});
        let answer = desk.admin.put("/api/crm/tickets/1/reassign", &reason).await;
        assert_eq!(answer.fault(), (400, "reason".to_owned()));
    }

    async fn odd_paths_methods_and_queries_are_problems(desk: Desk) {
        let agent = &desk.agents[0];
        assert_eq!(agent.get("/api/nothing").await.problem().code, Code::NotFound);
        let answer = agent.send(Method::DELETE, ORDERS, &[], None).await;
        assert_eq!(answer.problem().code, Code::MethodNotAllowed);
        assert_eq!(agent.get("/api/orders/999").await.problem().code, Code::NotFound);
        for odd in ["0", "x", "-1", "1.0", "99999999999999999999", "%00"] {
            let answer = agent.get(&format!("{ORDERS}/{odd}")).await;
            assert_eq!(answer.fault(), (400, "order_id".to_owned()), "{odd}");
        }
        for (query, field) in [("stauts=pending", "stauts"), ("brand_id=x", "brand_id")] {
            let answer = agent.get(&format!("{ORDERS}?{query}")).await;
            assert_eq!(answer.fault(), (400, field.to_owned()));
        }
    }

    async fn a_key_that_is_no_key_is_refused(desk: Desk) {
        for odd in [&"k".repeat(201), "two words"] {
            let headers = [("idempotency-key", odd)];
            let body = Some(serde_json::json!(Desk::new_order()).to_string());
            let answer = desk.brand_a.send(Method::POST, ORDERS, &headers, body).await;
            assert_eq!(answer.fault(), (400, "Idempotency-Key".to_owned()));
        }
    }

    async fn a_request_has_one_number_everywhere(desk: Desk) {
        let own = [("x-request-id", "try-7")];
        let answer = desk.nobody.send(Method::GET, "/api/auth/me", &own, None).await;
        assert_eq!(answer.problem().request_id, "try-7");
        let answer = desk.nobody.get("/health/live").await;
        assert_eq!(answer.headers["x-request-id"].len(), 32);
        let odd = [("x-request-id", "two words")];
        let answer = desk.nobody.send(Method::GET, "/health/live", &odd, None).await;
        assert_ne!(answer.headers["x-request-id"], "two words");
    }

    async fn who_is_about_to_stop_is_not_ready(desk: Desk) {
        assert_eq!(desk.nobody.get("/health/ready").await.status, 200);
        desk.running.app().shutdown.ask();
        let answer = desk.nobody.get("/health/ready").await;
        assert_eq!(answer.problem().code, Code::Unavailable);
        assert_eq!(desk.nobody.get("/health/live").await.status, 200);
    }
}
