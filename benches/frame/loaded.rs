//! A console with everything loaded: the list full, a long thread and its order open.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use robindesk::app::effect::Effect;
use robindesk::app::message::{Link, Message, SignedIn};
use robindesk::app::{Clock, Console, Options, Start};
use robindesk_protocol::{
    AccountStatus, Actor, AgentRef, Amount, Audience, Availability, Brand, BrandId, Contact,
    Creator, CreatorId, Currency, LastMessage, Message as Posted, MessageId, MessagePage,
    MessageType, Order, OrderId, OrderStatus, OrderSummary, Package, PackageId, Paging, Party,
    Priority, Sender, StatusChange, Ticket, TicketId, TicketPage, TicketStatus, Timestamp, User,
    UserId, UserType,
};

pub const TICKETS: i64 = 100_000;
pub const MESSAGES: i64 = 1_000;
const ME: UserId = UserId(3);
const NOW: Timestamp = Timestamp(1_795_428_000_000);

/// A console at a desk that has answered everything.
pub fn console() -> Console {
    let user = User {
        id: ME,
        email: "maya@desk.example".into(),
        name: "Maya Rivera".into(),
        user_type: UserType::Agent,
        status: AccountStatus::Active,
        brand_id: None,
        creator_id: None,
        agent_status: Some(Availability::Available),
        created_at: NOW,
    };
    let who = SignedIn { user, server: "https://desk.example".into() };
    let start = Start::SignedIn(Box::new(who));
    let mut console =
        Console::new(Options { send_delay: Some(0), ..Options::new(start, Clock::held(NOW)) });
    let mut effects = console.start();
    effects.extend(console.update(Message::Link(Link::Live)));
    answer(&mut console, effects);
    let opened = press(&mut console, KeyCode::Enter);
    answer(&mut console, opened);
    console
}

pub fn press(console: &mut Console, code: KeyCode) -> Vec<Effect> {
    console.update_keys(&[Event::Key(KeyEvent::new(code, KeyModifiers::NONE))], false)
}

fn answer(console: &mut Console, effects: Vec<Effect>) {
    for effect in effects {
        let message = match effect {
            Effect::LoadTickets { ask, .. } => {
                let tickets: Vec<Ticket> = (1..=TICKETS).map(ticket).collect();
                let paging = Paging { total: tickets.len() as u64, ..Paging::default() };
                Message::Tickets { ask, result: Ok(TicketPage { tickets, paging }) }
            }
            Effect::LoadThread { ask, ticket, .. } => {
                let messages = (1..=MESSAGES).map(|id| message(id, ticket)).collect();
                let page = MessagePage { messages, has_more: false, read_up_to: None };
                Message::Thread { ask, ticket, result: Ok(page) }
            }
            Effect::LoadOrder { ask, order: id } => {
                Message::Order { ask, result: Ok(Box::new(order(id))) }
            }
            _ => continue,
        };
        let more = console.update(message);
        answer(console, more);
    }
}

fn brand(id: i64) -> Sender {
    Sender { id: UserId(100 + id), name: format!("Brand {id}"), user_type: UserType::Brand }
}

fn ticket(id: i64) -> Ticket {
    let order = OrderSummary {
        id: OrderId(id),
        package_title: "Reel package".into(),
        brand: Party { id: BrandId(id), name: format!("Brand {id}") },
        creator: Party { id: CreatorId(id), name: format!("Creator {id}") },
        quantity: 1,
        total_amount: Amount::from("250.00"),
        currency: Currency::parse("USD").expect("a currency"),
        status: OrderStatus::Confirmed,
    };
    let line = "The reel went live with the wrong discount code, can she fix it today?";
    let at = NOW.plus_ms(-id * 1_000);
    Ticket {
        id: TicketId(id),
        order_id: OrderId(id),
        agent: Some(AgentRef { id: ME, name: "Maya Rivera".into(), email: "m@x.example".into() }),
        status: TicketStatus::Open,
        priority: Priority::ALL[usize::try_from(id % 4).unwrap_or(0)],
        stream_channel_id: format!("ticket_{id}"),
        created_at: at,
        updated_at: at,
        order: Some(order),
        tags: Some(Vec::new()),
        snoozed_until: None,
        waiting_since: Some(at),
        last_message: Some(LastMessage {
            line: line.into(),
            audience: Audience::Brand,
            sender: Some(brand(id)),
            at,
        }),
        unread: Some(u32::try_from(id % 3).unwrap_or(0)),
    }
}

fn message(id: i64, ticket_id: TicketId) -> Posted {
    Posted {
        id: MessageId(id),
        ticket_id,
        sender: Some(brand(id % 2)),
        message_text: "Can you make the draft by Thursday noon? The brand launches on Friday and \
                       wants a day for its own people to look at it. "
            .repeat(usize::try_from(id % 3).unwrap_or(0) + 1),
        message_type: MessageType::Text,
        audience: Audience::Brand,
        client_id: None,
        file: None,
        created_at: NOW.plus_ms((id - MESSAGES) * 60_000),
    }
}

fn order(id: OrderId) -> Order {
    let currency = Currency::parse("USD").expect("a currency");
    let by = |name: &str| Actor { id: ME, name: name.into(), user_type: UserType::Brand };
    let change = |status, name| StatusChange { status, at: NOW, by: Some(by(name)) };
    Order {
        id,
        package: Package {
            id: PackageId(1),
            creator_id: CreatorId(id.0),
            title: "Reel package".into(),
            description: String::new(),
            price: Amount::from("250.00"),
            currency,
        },
        brand: Brand {
            id: BrandId(id.0),
            company_name: format!("Brand {id}"),
            contact: Some(Contact {
                name: "Mara Lind".into(),
                email: Some("mara.lind@brand.example".into()),
            }),
        },
        creator: Creator {
            id: CreatorId(id.0),
            name: format!("Creator {id}"),
            email: Some("lena.ortiz@creator.example".into()),
            bio: "Short films on food and the people who make it, from Lisbon.".into(),
        },
        quantity: 1,
        total_amount: Amount::from("250.00"),
        currency,
        status: OrderStatus::Confirmed,
        next_statuses: vec![OrderStatus::InProgress, OrderStatus::Cancelled],
        additional_instructions: Some("Please show the label within the first seconds.".into()),
        order_date: NOW,
        completed_at: None,
        rejection_message: None,
        ticket: None,
        history: Some(vec![
            change(OrderStatus::Pending, "Mara Lind"),
            change(OrderStatus::Confirmed, "Lena Ortiz"),
        ]),
    }
}
