//! Orders over HTTP: placing, reading, moving, and what is refused.

use super::desk::Desk;
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{Code, NewOrder, OrderPage, OrderStatus, PlacedOrder};
use serde_json::{Value, json};

on_each_engine! {
    async fn an_order_opens_one_ticket_and_answers_as_the_contract_says(desk: Desk) {
        let body = r#"{"package_id": 1, "brand_id": "1", "creator_id": 1, "total_amount": 250.00,
                       "additional_instructions": "Please film in daylight."}"#;
        let answer =
            desk.brand_a.send(Method::POST, "/api/orders", &[], Some(body.to_owned())).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let whole: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(whole["message"], "Order created successfully with support ticket");
        let (order, ticket) = (&whole["data"]["order"], &whole["data"]["ticket"]);
        assert_eq!(order["id"], "1");
        assert_eq!(order["package"]["price"], "250.00");
        assert_eq!(order["brand"]["contact"]["email"], "ada@acme.example");
        assert_eq!(order["creator"]["email"], Value::Null);
        assert_eq!(order["total_amount"], "250.00");
        assert_eq!((&order["status"], &order["completed_at"]), (&json!("pending"), &Value::Null));
        assert_eq!(ticket["order_id"], "1");
        assert_eq!(ticket["stream_channel_id"], "ticket_1");
        assert_eq!(ticket["agent"]["email"], "maya@desk.example");
        assert!(order["order_date"].as_str().unwrap().ends_with('Z'));

        let page = desk.creator_a.messages(1).await;
        assert_eq!(page.messages.len(), 1);
        let text = &page.messages[0].message_text;
        assert!(text.contains("Please film in daylight.") && text.contains("250.00 USD"), "{text}");
        assert!(!text.contains('@') && !text.contains("555"));
    }

    async fn the_same_key_gives_the_first_answer_back(desk: Desk) {
        let body = json!(Desk::new_order()).to_string();
        let key = [("Idempotency-Key", "order-1")];
        let send = |body: &str| {
            desk.brand_a.send(Method::POST, "/api/orders", &key, Some(body.to_owned()))
        };
        let first = send(&body).await;
        let again = send(&body).await;
        assert_eq!((first.status, again.status), (201.try_into().unwrap(), first.status));
        assert_eq!(first.text, again.text);
        assert!(first.headers.get("idempotent-replayed").is_none());
        assert_eq!(again.headers["idempotent-replayed"], "true");
        let other = send(&body.replace("250.00", "250.0")).await;
        assert_eq!(other.problem().code, Code::IdempotencyMismatch);
        assert_eq!(other.status, 422);
        let page: OrderPage = desk.admin.get("/api/orders").await.data();
        assert_eq!(page.paging.total, 1);
    }

    async fn keys_of_two_accounts_do_not_meet_and_survive_a_restart(desk: Desk) {
        let body = json!(Desk::new_order()).to_string();
        let key = [("Idempotency-Key", "same")];
        let send = |who: super::super::client::Client, body: String| async move {
            who.send(Method::POST, "/api/orders", &key, Some(body)).await
        };
        let first = send(desk.brand_a.clone(), body.clone()).await;
        let staff = send(desk.admin.clone(), body.clone()).await;
        assert_ne!(first.data::<PlacedOrder>().order.id, staff.data::<PlacedOrder>().order.id);
        let desk = desk.restart().await;
        assert_eq!(send(desk.brand_a.clone(), body).await.text, first.text);
    }

    async fn a_body_of_the_wrong_shape_is_a_4xx_that_names_the_field(desk: Desk) {
        let order = json!(Desk::new_order());
        let with = |field: &str, value: Value| {
            let mut body = order.clone();
            body[field] = value;
            body.to_string()
        };
        for (body, status, field) in [
            ("{".to_owned(), 400, "body"),
            ("[]".to_owned(), 400, "body"),
            (r#"{"package_id": 1}"#.to_owned(), 400, "brand_id"),
            (with("package_id", json!("x")), 400, "package_id"),
            (with("package_id", json!(-1)), 400, "package_id"),
            (with("package_id", json!(99)), 400, "package_id"),
            (with("creator_id", json!(2)), 400, "creator_id"),
            (with("total_amount", json!("250.001")), 400, "total_amount"),
            (with("total_amount", json!(true)), 400, "total_amount"),
            (with("total_amount", json!(1)), 400, "total_amount"),
            (with("quantity", json!(-1)), 400, "quantity"),
            (with("quantity", json!(1.5)), 400, "quantity"),
            (with("currency", json!("usd")), 400, "currency"),
            (with("agent_id", json!(1)), 400, "agent_id"),
            (with("status", json!("completed")), 400, "status"),
            (with("additional_instructions", json!(["a"])), 400, "additional_instructions"),
        ] {
            let answer =
                desk.brand_a.send(Method::POST, "/api/orders", &[], Some(body.clone())).await;
            assert_eq!(answer.fault(), (status, field.to_owned()), "{body}: {}", answer.text);
        }
        let big = format!("{{\"a\": \"{}\"}}", "x".repeat(2_000_000));
        let answer = desk.brand_a.send(Method::POST, "/api/orders", &[], Some(big)).await;
        assert_eq!(answer.problem().code, Code::PayloadTooLarge);
        let text = [("content-type", "text/plain")];
        let answer = desk.brand_a.send(Method::POST, "/api/orders", &text, None).await;
        assert_eq!(answer.problem().code, Code::UnsupportedMediaType);
        assert_eq!(desk.admin.get("/api/orders").await.data::<OrderPage>().paging.total, 0);
    }

    async fn an_order_goes_its_road_and_remembers_it(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.order.id;
        let path = format!("/api/orders/{id}/status");
        for status in ["confirmed", "in_progress", "completed"] {
            desk.creator_a.put(&path, &json!({"status": status})).await.data::<Value>();
        }
        let refused = desk.creator_a.put(&path, &json!({"status": "confirmed"})).await.problem();
        assert_eq!(refused.code, Code::IllegalTransition);
        assert!(refused.detail.contains("completed"), "{}", refused.detail);
        let order = desk.admin.order(id).await;
        let road: Vec<_> = order.history.unwrap().iter().map(|step| step.status).collect();
        let words: Vec<_> = road.iter().map(|status| status.as_str()).collect();
        assert_eq!(words, ["pending", "confirmed", "in_progress", "completed"]);
        assert_eq!(order.next_statuses, [OrderStatus::Refunded]);
        assert!(order.completed_at.is_some());
        assert_eq!(order.ticket.unwrap().order_id, id);
    }

    async fn a_rejection_needs_its_reason(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.order.id;
        let path = format!("/api/orders/{id}/status");
        let none = desk.creator_a.put(&path, &json!({"status": "rejected"})).await;
        assert_eq!(none.fault(), (400, "rejection_message".to_owned()));
        let body = json!({"status": "rejected", "rejection_message": "Fully booked"});
        desk.creator_a.put(&path, &body).await.data::<Value>();
        let seen = desk.brand_a.order(id).await;
        assert_eq!(seen.rejection_message.as_deref(), Some("Fully booked"));
    }

    async fn lists_are_a_partys_own_and_all_for_staff(desk: Desk) {
        for _ in 0..3 {
            desk.brand_a.place(&Desk::new_order()).await;
        }
        let other = NewOrder { brand_id: robindesk_protocol::BrandId(2), ..Desk::new_order() };
        desk.brand_b.place(&other).await;
        let total = |path: &'static str, who: &super::super::client::Client| {
            let who = who.clone();
            async move { who.get(path).await.data::<OrderPage>().paging.total }
        };
        assert_eq!(total("/api/orders", &desk.brand_a).await, 3);
        assert_eq!(total("/api/orders?brand_id=2", &desk.brand_a).await, 0);
        assert_eq!(total("/api/orders", &desk.creator_a).await, 4);
        assert_eq!(total("/api/orders", &desk.creator_b).await, 0);
        assert_eq!(total("/api/orders?q=nordic&status=pending", &desk.admin).await, 1);
        for (query, orders) in [
            ("q=Reel%20package", 4),
            ("q=lena", 4),
            ("q=acme&brand_id=2", 0),
            ("q=lena&creator_id=1&status=pending", 4),
            ("q=%234", 1),
            ("q=4", 1),
            ("q=nobody", 0),
            ("q=%25", 0),
            ("q=reel&status=completed", 0),
            ("q=reel%20lena%20acme", 3),
            ("q=lena%20nobody", 0),
            ("q=%22lena%20ortiz%22%20%234", 1),
            ("q=%22ortiz%20lena%22", 0),
            ("q=ortiz%20lena", 4),
            ("q=-lena", 0),
            ("q=-nobody%20reel", 4),
            ("q=acme%20-%234", 3),
            ("q=brand:acme%20creator:lena", 3),
            ("q=-brand:acme", 1),
            ("q=-creator:nobody", 4),
            ("q=-", 4),
        ] {
            let page: OrderPage = desk.admin.get(&format!("/api/orders?{query}")).await.data();
            assert_eq!((page.paging.total, page.orders.len() as u64), (orders, orders), "{query}");
        }
        assert_eq!(total("/api/orders?q=nordic", &desk.brand_a).await, 0);
        assert_eq!(total("/api/orders/brand/1?status=pending,completed", &desk.brand_a).await, 3);
        for nobody in ["/api/orders/brand/987654", "/api/orders/creator/987654"] {
            assert_eq!(desk.admin.get(nobody).await.problem().status, 404);
        }
        for (path, field) in [
            ("/api/orders?q=status:open", "q"),
            ("/api/orders?q=-agent:me", "q"),
            ("/api/orders?q=before:2026-11-01", "q"),
            ("/api/orders/brand/1?brand_id=2", "brand_id"),
            ("/api/orders/creator/1?creator_id=2", "creator_id"),
        ] {
            assert_eq!(desk.admin.get(path).await.fault(), (400, field.to_owned()));
        }
        assert_eq!(total("/api/orders/brand/1?creator_id=2", &desk.admin).await, 0);
        assert_eq!(desk.brand_a.get("/api/orders/brand/2").await.status, 404);
        assert_eq!(desk.creator_b.get("/api/orders/creator/1").await.status, 404);
    }
}
