//! Junk in every field that the server sends: nothing of it may reach a cell (`console.md`, promise 3).

use super::desk::{Desk, maya, now, options};
use super::market;
use ratatui::buffer::Buffer;
use robindesk::app::message::{Failure, FailureKind, Link, Message, SignedIn, WhyNot};
use robindesk::app::{Clock, Start};
use robindesk_protocol::{
    AgentRef, Amount, Contact, Message as Posted, Order, Ticket, TicketId, UserType,
};

const JUNK: &str = "a\u{1b}[31m\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}b\u{200b}\u{feff}\u{e0041}c\r\nd\te\u{8}\u{7f}\u{85}f\u{1b}]52;c;ZQ==\u{1b}\\g\u{2066}h";

fn assert_clean(buffer: &Buffer, what: &str) {
    for cell in buffer.content() {
        for c in cell.symbol().chars() {
            let invisible = matches!(c,
                '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
            assert!(!c.is_control() && !invisible, "{what}: {:?}", cell.symbol());
        }
    }
    let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    for residue in ["[31m", "]0;", "owned", "2J", "]52;", "ZQ=="] {
        assert!(!text.contains(residue), "{what}: {residue} is left");
    }
}

fn hostile_ticket(mut ticket: Ticket) -> Ticket {
    ticket.agent = ticket.agent.map(|a| AgentRef { name: JUNK.into(), email: JUNK.into(), ..a });
    ticket.stream_channel_id = JUNK.into();
    ticket.tags = Some(vec![JUNK.into()]);
    if let Some(order) = &mut ticket.order {
        order.package_title = JUNK.into();
        order.brand.name = JUNK.into();
        order.creator.name = JUNK.into();
        order.total_amount = Amount::from(JUNK);
    }
    if let Some(last) = &mut ticket.last_message {
        last.line = JUNK.into();
        if let Some(sender) = &mut last.sender {
            sender.name = JUNK.into();
        }
    }
    ticket
}

fn hostile_order(mut order: Order) -> Order {
    order.package.title = JUNK.into();
    order.package.description = JUNK.into();
    order.package.price = Amount::from(JUNK);
    order.total_amount = Amount::from(JUNK);
    order.quantity = 7;
    order.brand.company_name = JUNK.into();
    order.brand.contact = Some(Contact { name: JUNK.into(), email: Some(JUNK.into()) });
    order.creator.name = JUNK.into();
    order.creator.email = Some(JUNK.into());
    order.creator.bio = JUNK.into();
    order.additional_instructions = Some(JUNK.into());
    order.rejection_message = Some(JUNK.into());
    for change in order.history.iter_mut().flatten() {
        if let Some(by) = &mut change.by {
            by.name = JUNK.into();
        }
    }
    order
}

fn hostile_message(mut message: Posted) -> Posted {
    message.message_text = JUNK.into();
    if let Some(sender) = &mut message.sender {
        sender.name = JUNK.into();
    }
    message
}

fn hostile_desk() -> Desk {
    let SignedIn { mut user, .. } = maya();
    user.name = JUNK.into();
    user.email = JUNK.into();
    let who = SignedIn { user, server: JUNK.into() };
    let start = Start::SignedIn(Box::new(who));
    let mut desk = Desk::bare(options(start, Clock::held(now())));
    desk.tickets = market::tickets().into_iter().map(hostile_ticket).collect();
    desk.orders = market::orders().into_iter().map(hostile_order).collect();
    let messages = market::conversation().into_iter().map(hostile_message).collect();
    desk.threads = vec![(TicketId(8), messages)];
    desk.begin();
    desk
}

#[test]
fn no_junk_from_the_server_reaches_a_cell() {
    let mut desk = hostile_desk();
    for keys in [
        "", "j enter", "r", "ctrl-r", "ctrl-r", "ctrl-r", "esc o", "enter", "esc", "esc 2", "t",
        "esc ?", "esc :", "esc q",
    ] {
        desk.keys(keys);
        for (columns, rows) in [(60, 20), (100, 30), (200, 60)] {
            assert_clean(&desk.buffer(columns, rows), keys);
        }
    }
}

#[test]
fn no_junk_in_an_order_off_its_road() {
    let mut desk = hostile_desk();
    for order in &mut desk.orders {
        order.status = robindesk_protocol::OrderStatus::Rejected;
    }
    desk.keys("j o");
    assert_clean(&desk.buffer(160, 45), "rejected");
}

#[test]
fn no_junk_in_what_went_wrong() {
    let failure = || Failure { kind: FailureKind::Refused, text: JUNK.into() };
    let mut desk = hostile_desk();
    desk.keys("j enter");
    desk.delivers = false;
    desk.keys("r").types("x").keys("enter");
    let out = desk.sent().remove(0);
    let (client_id, ticket) = (out.client_id, out.ticket);
    desk.hear(Message::Sent { client_id, ticket, result: Err(failure()) });
    assert_clean(&desk.buffer(160, 45), "refused");
    desk.hear(Message::Link(Link::Connecting));
    desk.hear(Message::SignedOut { reason: Some(JUNK.into()) });
    assert_clean(&desk.buffer(160, 45), "signed out");
    desk.hear(Message::SignInFailed(failure()));
    assert_clean(&desk.buffer(160, 45), "not let in");
}

#[test]
fn no_junk_from_disk_or_a_paste_reaches_a_cell() {
    let mut desk = Desk::new();
    desk.keys("j enter r");
    let drafts = vec![(robindesk_protocol::Audience::Brand, JUNK.into())];
    desk.hear(Message::Drafts { ticket: TicketId(8), drafts });
    assert_clean(&desk.buffer(160, 45), "draft");
    desk.hear(Message::Input(crossterm::event::Event::Paste(JUNK.into())));
    assert_clean(&desk.buffer(160, 45), "paste");
    desk.keys("esc esc /");
    desk.hear(Message::Input(crossterm::event::Event::Paste(JUNK.into())));
    assert_clean(&desk.buffer(160, 45), "filter");
    desk.keys("esc :");
    desk.hear(Message::Input(crossterm::event::Event::Paste(JUNK.into())));
    assert_clean(&desk.buffer(160, 45), "palette");
}

/// An admin's desk where everything that staff, trail, settings and macros say is junk.
fn hostile_office() -> Desk {
    let mut desk = Desk::as_a(UserType::SuperAdmin);
    desk.tickets = market::tickets().into_iter().map(hostile_ticket).collect();
    let office = &mut desk.office;
    for agent in &mut office.staff {
        (agent.user.name, agent.user.email) = (JUNK.into(), JUNK.into());
        agent.phone = Some(JUNK.into());
    }
    for entry in &mut office.entries {
        entry.subject.name = JUNK.into();
        entry.address = Some(JUNK.into());
        if let Some(actor) = &mut entry.actor {
            actor.name = JUNK.into();
        }
        for change in &mut entry.changes {
            change.field = JUNK.into();
            (change.from, change.to) = (Some(JUNK.into()), Some(JUNK.into()));
            change.reason = Some(JUNK.into());
        }
    }
    office.settings.tags = vec![JUNK.into()];
    for item in &mut office.macros {
        (item.title, item.body) = (JUNK.into(), JUNK.into());
        item.actions.add_tags = vec![JUNK.into()];
    }
    desk
}

#[test]
fn no_junk_in_what_admins_see() {
    for keys in
        ["5 j", "5 e", "5 j s", "5 j D", "5 j P", "5 j P y", "5 j m", "5 j m enter", "5 j t"]
    {
        let mut desk = hostile_office();
        desk.keys(keys);
        for (columns, rows) in [(60, 20), (100, 30), (200, 60)] {
            assert_clean(&desk.buffer(columns, rows), keys);
        }
    }
    for (screen, keys) in [
        ("audit: who", ""),
        ("audit: who", "enter"),
        ("audit: who", "a t"),
        ("settings of", ""),
        ("settings of", "enter"),
        ("settings of", "j j j j enter"),
        ("settings of", "j j j j D"),
    ] {
        let mut desk = hostile_office();
        desk.keys(":").types(screen).keys("enter").keys(keys);
        for (columns, rows) in [(60, 20), (100, 30), (200, 60)] {
            assert_clean(&desk.buffer(columns, rows), &format!("{screen} {keys}"));
        }
    }
    let mut desk = hostile_office();
    let fields = [("email", JUNK), (JUNK, JUNK)];
    desk.office.refuses = Some(super::office::refusal(WhyNot::Refused, JUNK, &fields));
    desk.keys("5 n").types("x").keys("ctrl-s");
    assert_clean(&desk.buffer(120, 40), "refused");
}
