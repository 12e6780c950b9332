//! Lists of which the server tells a piece at a time.

use crate::console::Home;
use crate::fake::{Fake, a_ticket};
use robindesk::app::effect::{Ask, Effect};
use robindesk::app::message::Message;
use robindesk_protocol::{Paging, Ticket, TicketId, TicketPage, TicketQuery, TicketStatus};

fn page(tickets: Vec<Ticket>, cursor: Option<&str>) -> TicketPage {
    let next_cursor = cursor.map(str::to_owned);
    TicketPage { tickets, paging: Paging { next_cursor, ..Paging::default() } }
}

#[tokio::test]
async fn where_the_server_looked_in_vain_the_console_looks_on() {
    let fake = Fake::start().await;
    let found = page(vec![a_ticket(8, TicketStatus::Open)], Some("c"));
    fake.desk().pages = [page(vec![], Some("a")), page(vec![], Some("b")), found].into();
    let mut console = Home::signed_in(&fake).console();
    console.ask(Effect::LoadTickets { ask: Ask(1), query: TicketQuery::default() });
    let told = |message| match message {
        Message::Tickets { result, .. } => Some(result.unwrap()),
        _ => None,
    };
    let first = console.wait(told).await;
    assert_eq!(first.tickets.iter().map(|t| t.id).collect::<Vec<_>>(), [TicketId(8)]);
    assert_eq!(first.paging.next_cursor.as_deref(), Some("c"));
    let asked = fake.desk().cursors.clone();
    assert_eq!(asked, [None, Some("a".to_owned()), Some("b".to_owned())]);
}
