//! Lanes over HTTP: who writes where, who reads what, and resends that do no harm.

use super::desk::Desk;
use super::engine::on_each_engine;
use robindesk_protocol::{Code, MessageAnswer, MessagePage};
use serde_json::json;

const ID: &str = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

on_each_engine! {
    async fn each_reads_its_own_lanes_and_staff_read_all(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let agent = &desk.agents[0];
        desk.brand_a.write(ticket, "from the brand", None).await;
        desk.creator_a.write(ticket, "from the creator", None).await;
        agent.write(ticket, "to the brand", Some("brand")).await;
        agent.write(ticket, "to the creator", Some("creator")).await;
        agent.write(ticket, "to both", Some("everyone")).await;
        agent.write(ticket, "a note", Some("staff")).await;
        let texts = |page: MessagePage| -> Vec<String> {
            page.messages.into_iter().skip(1).map(|m| m.message_text).collect()
        };
        let brand = texts(desk.brand_a.messages(ticket).await);
        assert_eq!(brand, ["from the brand", "to the brand", "to both"]);
        let creator = texts(desk.creator_a.messages(ticket).await);
        assert_eq!(creator, ["from the creator", "to the creator", "to both"]);
        assert_eq!(texts(agent.messages(ticket).await).len(), 6);
        let path = format!("/api/crm/tickets/{ticket}/messages?audience=staff,creator");
        let sneaky: MessagePage = desk.brand_a.get(&path).await.data();
        assert!(sneaky.messages.is_empty());
    }

    async fn nobody_writes_as_another_or_in_anothers_lane(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{ticket}/messages");
        let me = desk.brand_a.me().id;
        for (body, status) in [
            (json!({"message_text": "x", "sender_id": desk.agents[0].me().id}), 403),
            (json!({"message_text": "x", "audience": "creator"}), 403),
            (json!({"message_text": "x", "audience": "staff"}), 403),
            (json!({"message_text": "x", "audience": "everyone"}), 403),
            (json!({"message_text": "x", "message_type": "system"}), 403),
            (json!({"message_text": "x", "message_type": "file"}), 400),
            (json!({"message_text": "  "}), 400),
            (json!({"message_text": "nul \u{0}"}), 400),
            (json!({"message_text": "x", "client_id": "7"}), 400),
            (json!({"message_text": "x".repeat(64 * 1024 + 1)}), 400),
            (json!({"message_text": "x", "created_at": "2020-01-01T00:00:00Z"}), 400),
            (json!({"message_text": "x", "sender_id": me}), 201),
            (json!({"message_text": "x".repeat(64 * 1024)}), 201),
        ] {
            let answer = desk.brand_a.post(&path, &body).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        }
        let outsider = desk.brand_b.post(&path, &json!({"message_text": "x"})).await;
        assert_eq!(outsider.problem().code, Code::NotFound);
    }

    async fn a_resend_with_the_same_client_id_is_harmless(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        let path = format!("/api/crm/tickets/{ticket}/messages");
        let body = json!({"message_text": "hello", "client_id": ID});
        let agent = &desk.agents[0];
        let first = agent.post(&path, &body).await;
        let written = [ID.to_owned(), ID.to_uppercase(), ID.replace('-', ""), format!("{{{ID}}}"), format!("urn:uuid:{ID}")];
        let bodies: Vec<_> = written.iter().map(|id| json!({"message_text": "hello", "client_id": id})).collect();
        let sent = (0..10).map(|n| agent.post(&path, &bodies[n % 5]));
        let sent = futures_util::future::join_all(sent).await;
        let id = first.data::<MessageAnswer>().message.id;
        assert!(sent.iter().all(|a| a.data::<MessageAnswer>().message.id == id));
        assert_eq!(sent[4].data::<MessageAnswer>().message.client_id.as_deref(), Some(ID));
        assert_eq!(agent.messages(ticket).await.messages.len(), 2);
        let other = agent.post(&path, &json!({"message_text": "other", "client_id": ID})).await;
        assert_eq!(other.fault(), (400, "client_id".to_owned()));
        // Another sender's id of the same name is another message.
        desk.brand_a.post(&path, &body).await.data::<MessageAnswer>();
    }

    async fn pages_go_back_in_time_without_gap_or_repeat(desk: Desk) {
        let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
        for n in 0..25 {
            desk.brand_a.write(ticket, &format!("message {n}"), None).await;
        }
        let mut all = Vec::new();
        let mut before = String::new();
        loop {
            let path = format!("/api/crm/tickets/{ticket}/messages?limit=7{before}");
            let page: MessagePage = desk.agents[0].get(&path).await.data();
            before = format!("&before={}", page.messages[0].id);
            let ids: Vec<_> = page.messages.iter().map(|m| m.id).collect();
            assert!(ids.is_sorted());
            all.splice(0..0, ids);
            if !page.has_more {
                break;
            }
        }
        assert_eq!(all.len(), 26);
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
