//! Tickets over HTTP: what messages and hands do to them.

use super::desk::Desk;
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{Code, Priority, Ticket, TicketAnswer, TicketStatus};
use serde_json::{Value, json};

on_each_engine! {
    async fn a_reply_begins_the_work_and_a_party_reopens_it(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = &desk.agents[0];
        let asked = desk.brand_a.write(id, "When?", None).await;
        let ticket = agent.ticket(id).await;
        assert_eq!(ticket.waiting_since, Some(asked.created_at));
        assert_eq!((ticket.status, ticket.unread), (TicketStatus::Open, Some(1)));
        assert_eq!(ticket.last_message.unwrap().line, "When?");

        agent.write(id, "Tomorrow.", None).await;
        let ticket = agent.ticket(id).await;
        assert_eq!((ticket.status, ticket.waiting_since), (TicketStatus::InProgress, None));

        let path = format!("/api/crm/tickets/{id}/status");
        agent.put(&path, &json!({"status": "resolved"})).await.data::<TicketAnswer>();
        desk.creator_a.write(id, "One more thing", None).await;
        assert_eq!(agent.ticket(id).await.status, TicketStatus::Open);
    }

    async fn each_change_by_hand_is_answered_kept_and_checked(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = desk.agents[0].clone();
        let put = |what: &str, body: Value| {
            let (agent, path) = (agent.clone(), format!("/api/crm/tickets/{id}/{what}"));
            async move { agent.put(&path, &body).await }
        };
        let changed = |answer: super::super::client::Answer| -> Ticket {
            answer.data::<TicketAnswer>().ticket
        };
        let ticket = changed(put("priority", json!({"priority": "urgent"})).await);
        assert_eq!(ticket.priority, Priority::Urgent);
        let ticket = changed(put("tags", json!({"tags": ["VIP", "late", "vip"]})).await);
        assert_eq!(ticket.tags.unwrap(), ["late", "vip"]);
        let until = "2099-01-01T00:00:00.000Z";
        let ticket = changed(put("snooze", json!({"snoozed_until": until})).await);
        assert_eq!(ticket.snoozed_until.unwrap().to_string(), until);
        let ticket = changed(put("snooze", json!({"snoozed_until": null})).await);
        assert_eq!(ticket.snoozed_until, None);
        let to = desk.agents[1].me().id;
        let ticket = changed(put("reassign", json!({"agent_id": to, "reason": "lunch"})).await);
        assert_eq!(ticket.agent.unwrap().id, to);
        assert_eq!(put("reassign", json!({"agent_id": to})).await.status, 403);

        for (what, body, field) in [
            ("priority", json!({"priority": "extreme"}), "priority"),
            ("tags", json!({"tags": ["two words"]}), "tags"),
            ("snooze", json!({"snoozed_until": "2001-01-01T00:00:00Z"}), "snoozed_until"),
            ("snooze", json!({"snoozed_until": "tomorrow"}), "snoozed_until"),
            ("status", json!({"status": "open", "force": true}), "force"),
        ] {
            assert_eq!(put(what, body).await.fault(), (400, field.to_owned()));
        }
        let kept = desk.admin.ticket(id).await;
        assert_eq!((kept.priority, kept.tags.unwrap().len()), (Priority::Urgent, 2));
    }

    async fn a_closed_ticket_is_opened_before_anything_else(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{id}/status");
        let agent = &desk.agents[0];
        agent.put(&path, &json!({"status": "closed"})).await.data::<TicketAnswer>();
        let refused = agent.put(&path, &json!({"status": "resolved"})).await.problem();
        assert_eq!(refused.code, Code::IllegalTransition);
        assert!(refused.detail.contains("closed") && refused.detail.contains("open"));
    }

    async fn reading_is_counted_for_each_of_the_staff_alone(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        desk.brand_a.write(id, "one", None).await;
        desk.creator_a.write(id, "two", None).await;
        let (reader, other) = (&desk.agents[0], &desk.agents[1]);
        assert_eq!(reader.ticket(id).await.unread, Some(2));
        reader.post(&format!("/api/crm/tickets/{id}/read"), &json!({})).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(0));
        assert_eq!(other.ticket(id).await.unread, Some(2));
        other.write(id, "mine", None).await;
        assert_eq!(reader.ticket(id).await.unread, Some(1));
        assert_eq!(other.ticket(id).await.unread, Some(2));
        let newest = desk.agents[0].messages(id).await;
        assert_eq!(newest.read_up_to, Some(newest.messages[2].id));
    }

    async fn what_was_read_may_be_unread_again_on_purpose(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{id}/read");
        let (reader, other) = (&desk.agents[0], &desk.agents[1]);
        let (read, unread) = (json!({}), json!({"unread": true}));
        // Nobody but the desk itself has written yet: there is nothing to go back to.
        reader.post(&path, &read).await.data::<Value>();
        reader.post(&path, &unread).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(0));
        desk.brand_a.write(id, "one", None).await;
        desk.brand_a.write(id, "two", None).await;
        reader.post(&path, &unread).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(2), "what is unread stays so");
        // No body at all reads as well.
        assert!(reader.send(Method::POST, &path, &[], None).await.status.is_success());
        assert_eq!(reader.ticket(id).await.unread, Some(0));
        reader.write(id, "mine", None).await;
        reader.post(&path, &unread).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(1), "one's own never counts");
        reader.post(&path, &unread).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(1));
        assert_eq!(other.ticket(id).await.unread, Some(3));
        reader.post(&path, &read).await.data::<Value>();
        assert_eq!(reader.ticket(id).await.unread, Some(0));
    }

    async fn an_odd_wish_to_read_is_refused(desk: Desk) {
        let id = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{id}/read");
        let agent = &desk.agents[0];
        for (body, field) in
            [(json!({"unread": "yes"}), "unread"), (json!({"read": true}), "read"), (json!([]), "body")]
        {
            assert_eq!(agent.post(&path, &body).await.fault(), (400, field.to_owned()));
        }
        let plain = agent.http.post(format!("{}{path}", agent.base)).body("x");
        let plain = plain.bearer_auth(agent.token.as_ref().expect("a token"));
        assert_eq!(plain.send().await.expect("an answer").status(), 415);
        let nowhere = agent.post("/api/crm/tickets/99/read", &json!({"unread": true})).await;
        assert_eq!(nowhere.problem().code, Code::NotFound);
    }

    async fn a_party_sees_of_its_ticket_what_is_its_business(desk: Desk) {
        let placed = desk.brand_a.place(&Desk::new_order()).await;
        desk.brand_a.write(placed.ticket.id, "When?", None).await;
        let by_order = format!("/api/crm/tickets/order/{}", placed.order.id);
        for who in [&desk.brand_a, &desk.creator_a] {
            let ticket = who.get(&by_order).await.data::<TicketAnswer>().ticket;
            assert_eq!(ticket.id, placed.ticket.id);
            let staff_only = (ticket.tags, ticket.waiting_since, ticket.last_message, ticket.unread);
            assert_eq!(staff_only, (None, None, None, None));
            let answer = who.get(&by_order).await.data::<Value>();
            assert_eq!(answer["ticket"].get("snoozed_until"), None);
        }
        // For staff what is not set is there all the same, as `null`.
        let answer = desk.agents[0].get(&by_order).await.data::<Value>();
        assert_eq!(answer["ticket"].get("snoozed_until"), Some(&Value::Null));
        for who in [&desk.brand_b, &desk.creator_b] {
            assert_eq!(who.get(&by_order).await.problem().code, Code::NotFound);
        }
        assert_eq!(desk.brand_a.get("/api/crm/tickets").await.status, 403);
    }
}
