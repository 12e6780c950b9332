//! An order from its first minute to its last, and who sees what of it (`product.md`, People).

use crate::client::Client;
use crate::desk::Desk;
use robindesk_protocol::{
    Audience, Code, MessageAnswer, MessagePage, Order, OrderAnswer, OrderStatus, Ticket,
    TicketAnswer, TicketPage, TicketStatus,
};
use serde_json::json;

async fn say(client: &Client<'_>, ticket: &Ticket, body: serde_json::Value) -> MessageAnswer {
    client.post(&format!("/api/crm/tickets/{}/messages", ticket.id), body).await.data(201)
}

async fn heard(client: &Client<'_>, ticket: &Ticket) -> Vec<String> {
    let path = format!("/api/crm/tickets/{}/messages", ticket.id);
    let page: MessagePage = client.get(&path).await.data(200);
    page.messages.into_iter().map(|m| m.message_text).collect()
}

async fn move_to(client: &Client<'_>, order: &Order, status: &str) -> Order {
    let path = format!("/api/orders/{}/status", order.id);
    let answer: OrderAnswer = client.put(&path, json!({"status": status})).await.data(200);
    answer.order
}

#[tokio::test]
async fn an_order_becomes_a_ticket_of_the_next_agent() {
    let desk = Desk::open().await;
    let brand = desk.user("brand_a").await;
    let placed = brand.place_order().await;
    assert_eq!(placed.order.status, OrderStatus::Pending);
    assert_eq!(placed.order.total_amount.as_str(), "250.00");
    assert_eq!(placed.ticket.stream_channel_id, format!("ticket_{}", placed.ticket.id));
    let second = brand.place_order().await;
    let names = [placed, second].map(|p| p.ticket.agent.unwrap().name);
    assert_eq!(names, ["agent", "agent b"]);
    let inbox: TicketPage = desk.user("agent").await.get("/api/crm/tickets/my").await.data(200);
    assert_eq!(inbox.paging.total, 1);
}

#[tokio::test]
async fn a_creator_walks_an_order_down_its_road() {
    let desk = Desk::open().await;
    let placed = desk.user("brand_a").await.place_order().await;
    let creator = desk.user("creator_a").await;
    for status in ["confirmed", "in_progress", "completed"] {
        assert_eq!(move_to(&creator, &placed.order, status).await.status.as_str(), status);
    }
    let path = format!("/api/orders/{}", placed.order.id);
    let whole: OrderAnswer = creator.get(&path).await.data(200);
    assert_eq!(whole.order.history.unwrap().len(), 4);
    assert!(whole.order.completed_at.is_some());
    let back = creator.put(&format!("{path}/status"), json!({"status": "confirmed"})).await;
    back.refused(Code::IllegalTransition);
    let refund = creator.put(&format!("{path}/status"), json!({"status": "refunded"})).await;
    refund.refused(Code::Forbidden);
}

#[tokio::test]
async fn each_party_reads_its_own_lane_and_staff_all() {
    let desk = Desk::open().await;
    let (brand, creator) = (desk.user("brand_a").await, desk.user("creator_a").await);
    let agent = desk.user("agent").await;
    let ticket = brand.place_order().await.ticket;
    let said = say(&brand, &ticket, json!({"message_text": "from the brand"})).await;
    assert_eq!(said.message.audience, Audience::Brand);
    say(&creator, &ticket, json!({"message_text": "from the creator"})).await;
    say(&agent, &ticket, json!({"message_text": "to the brand"})).await;
    say(&agent, &ticket, json!({"message_text": "a note", "audience": "staff"})).await;
    say(&agent, &ticket, json!({"message_text": "to both", "audience": "everyone"})).await;

    let own = |texts: Vec<String>| texts[1..].join(", ");
    assert_eq!(own(heard(&brand, &ticket).await), "from the brand, to the brand, to both");
    assert_eq!(own(heard(&creator, &ticket).await), "from the creator, to both");
    assert_eq!(heard(&agent, &ticket).await.len(), 6);
    let read: TicketAnswer = agent.get(&format!("/api/crm/tickets/{}", ticket.id)).await.data(200);
    assert_eq!(read.ticket.status, TicketStatus::InProgress, "the first reply began the work");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_it() {
    let desk = Desk::open().await;
    let placed = desk.user("brand_a").await.place_order().await;
    for stranger in ["brand_b", "creator_b"] {
        let stranger = desk.user(stranger).await;
        for path in [
            format!("/api/orders/{}", placed.order.id),
            format!("/api/crm/tickets/{}", placed.ticket.id),
            format!("/api/crm/tickets/order/{}", placed.order.id),
            format!("/api/crm/tickets/{}/messages", placed.ticket.id),
        ] {
            stranger.get(&path).await.refused(Code::NotFound);
        }
        let path = format!("/api/crm/tickets/{}/messages", placed.ticket.id);
        stranger.post(&path, json!({"message_text": "hello"})).await.refused(Code::NotFound);
        let status = json!({"status": "cancelled"});
        let path = format!("/api/orders/{}/status", placed.order.id);
        stranger.put(&path, status).await.refused(Code::NotFound);
    }
}

#[tokio::test]
async fn nobody_writes_as_somebody_else() {
    let desk = Desk::open().await;
    let brand = desk.user("brand_a").await;
    let ticket = brand.place_order().await.ticket;
    let path = format!("/api/crm/tickets/{}/messages", ticket.id);
    let forged = json!({"message_text": "x", "sender_id": "5"});
    brand.post(&path, forged).await.refused(Code::Forbidden);
    for lane in ["creator", "staff", "everyone"] {
        let other = json!({"message_text": "x", "audience": lane});
        brand.post(&path, other).await.refused(Code::Forbidden);
    }
    let system = json!({"message_text": "x", "message_type": "system"});
    let code = brand.post(&path, system).await.problem().code;
    assert!(matches!(code, Code::Forbidden | Code::ValidationFailed), "{code}");
    assert_eq!(heard(&brand, &ticket).await.len(), 1);
}

#[tokio::test]
async fn a_resent_message_is_there_once() {
    let desk = Desk::open().await;
    let brand = desk.user("brand_a").await;
    let ticket = brand.place_order().await.ticket;
    let id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    let body = json!({"message_text": "once", "client_id": id});
    let first = say(&brand, &ticket, body.clone()).await;
    let path = format!("/api/crm/tickets/{}/messages", ticket.id);
    let again = brand.post(&path, body).await;
    assert!(again.status.is_success(), "{}", again.text());
    let again: MessageAnswer = again.data(again.status.as_u16());
    assert_eq!(first.message, again.message);
    assert_eq!(heard(&brand, &ticket).await.len(), 2);
}
