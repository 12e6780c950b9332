//! A small believable marketplace: what stands on the desk of the tests.

use robindesk_protocol::{
    AccountStatus, Actor, AgentRef, Amount, Audience, Availability, Brand, BrandId, Contact,
    Creator, CreatorId, Currency, LastMessage, Message, MessageId, MessageType, Order, OrderId,
    OrderStatus, OrderSummary, Package, PackageId, Party, Priority, Sender, StatusChange, Ticket,
    TicketId, TicketStatus, Timestamp, User, UserId, UserType,
};

use super::desk::{ME, now};

pub fn ago(minutes: i64) -> Timestamp {
    now().plus_ms(-minutes * 60_000)
}

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

pub fn agent(id: UserId, name: &str) -> User {
    User {
        id,
        email: "maya@desk.example".into(),
        name: name.into(),
        user_type: UserType::Agent,
        status: AccountStatus::Active,
        brand_id: None,
        creator_id: None,
        agent_status: Some(Availability::Available),
        created_at: ago(99_999),
    }
}

pub fn summary(id: i64, brand: &str, creator: &str) -> OrderSummary {
    OrderSummary {
        id: OrderId(id),
        package_title: "Reel package".into(),
        brand: Party { id: BrandId(id), name: brand.into() },
        creator: Party { id: CreatorId(id), name: creator.into() },
        quantity: 1,
        total_amount: Amount::from("250.00"),
        currency: usd(),
        status: OrderStatus::Pending,
    }
}

pub fn sender(id: i64, name: &str, user_type: UserType) -> Sender {
    Sender { id: UserId(id), name: name.into(), user_type }
}

pub fn ticket(id: i64, brand: &str, creator: &str) -> Ticket {
    Ticket {
        id: TicketId(id),
        order_id: OrderId(id - 2),
        agent: Some(AgentRef {
            id: ME,
            name: "Maya Rivera".into(),
            email: "maya@desk.example".into(),
        }),
        status: TicketStatus::Open,
        priority: Priority::Medium,
        stream_channel_id: format!("ticket_{id}"),
        created_at: ago(600),
        updated_at: ago(id),
        order: Some(summary(id - 2, brand, creator)),
        tags: Some(Vec::new()),
        snoozed_until: None,
        waiting_since: None,
        last_message: None,
        unread: Some(0),
    }
}

fn last(line: &str, who: Sender, audience: Audience, minutes: i64) -> LastMessage {
    LastMessage { line: line.into(), audience, sender: Some(who), at: ago(minutes) }
}

pub fn tickets() -> Vec<Ticket> {
    let mut five = ticket(5, "Nordic Fit", "Jonas Weber");
    five.priority = Priority::Urgent;
    five.waiting_since = Some(ago(14));
    five.unread = Some(2);
    five.last_message = Some(last(
        "The reel went live with the wrong discount code, can she fix it today?",
        sender(21, "Nordic Fit", UserType::Brand),
        Audience::Brand,
        14,
    ));
    let mut eight = ticket(8, "Acme Co", "Lena Ortiz");
    eight.priority = Priority::High;
    eight.waiting_since = Some(ago(2));
    eight.unread = Some(1);
    eight.last_message = Some(last(
        "When will the draft be ready?",
        sender(20, "Acme Co", UserType::Brand),
        Audience::Brand,
        2,
    ));
    let mut three = ticket(3, "Blue Kite", "日本太郎");
    three.status = TicketStatus::InProgress;
    three.last_message = Some(last(
        "Thank you, both. I'll keep an eye on the upload.",
        sender(3, "Maya Rivera", UserType::Agent),
        Audience::Everyone,
        190,
    ));
    let mut twelve = ticket(12, "Café Zoë & Søns", "Priya Nair");
    twelve.priority = Priority::Low;
    twelve.status = TicketStatus::InProgress;
    twelve.last_message = Some(last(
        "asked finance about the invoice, waiting",
        sender(3, "Maya Rivera", UserType::Agent),
        Audience::Staff,
        1500,
    ));
    let mut two = ticket(2, "Old Harbour", "Lena Ortiz");
    two.status = TicketStatus::Resolved;
    two.last_message = Some(last(
        "All good now, thanks!",
        sender(22, "Old Harbour", UserType::Brand),
        Audience::Brand,
        3000,
    ));
    let mut fourteen = ticket(14, "Sun Valley", "Amir Haddad");
    fourteen.agent = None;
    vec![five, eight, three, twelve, two, fourteen]
}

pub fn orders() -> Vec<Order> {
    [("Nordic Fit", "Jonas Weber", 3), ("Acme Co", "Lena Ortiz", 6), ("Blue Kite", "日本太郎", 1)]
        .map(|(brand, creator, id)| order(id, brand, creator))
        .to_vec()
}

pub fn order(id: i64, brand: &str, creator: &str) -> Order {
    let by = |name: &str, user_type| Some(Actor { id: UserId(20), name: name.into(), user_type });
    Order {
        id: OrderId(id),
        package: Package {
            id: PackageId(1),
            creator_id: CreatorId(1),
            title: "Reel package".into(),
            description: "Three reels of 30 seconds".into(),
            price: Amount::from("250.00"),
            currency: usd(),
        },
        brand: Brand {
            id: BrandId(id),
            company_name: brand.into(),
            contact: Some(Contact {
                name: "Dana Fox".into(),
                email: Some("dana@acme.example".into()),
            }),
        },
        creator: Creator {
            id: CreatorId(id),
            name: creator.into(),
            email: Some("lena@ortiz.example".into()),
            bio: "Travel and food, 240k followers".into(),
        },
        quantity: 1,
        total_amount: Amount::from("250.00"),
        currency: usd(),
        status: OrderStatus::Confirmed,
        next_statuses: vec![OrderStatus::InProgress, OrderStatus::Cancelled],
        additional_instructions: Some("Please show the blue bottle, not the green one.".into()),
        order_date: ago(300),
        completed_at: None,
        rejection_message: None,
        ticket: None,
        history: Some(vec![
            StatusChange {
                status: OrderStatus::Pending,
                at: ago(1700),
                by: by(brand, UserType::Brand),
            },
            StatusChange {
                status: OrderStatus::Confirmed,
                at: ago(40),
                by: by(creator, UserType::Creator),
            },
        ]),
    }
}

fn message(id: i64, minutes: i64, who: Option<Sender>, audience: Audience, text: &str) -> Message {
    Message {
        id: MessageId(id),
        ticket_id: TicketId(8),
        message_type: if who.is_some() { MessageType::Text } else { MessageType::System },
        sender: who,
        message_text: text.into(),
        audience,
        client_id: None,
        created_at: ago(minutes),
        file: None,
    }
}

/// What was written on ticket 8.
pub fn conversation() -> Vec<Message> {
    let brand = || Some(sender(20, "Acme Co", UserType::Brand));
    let creator = || Some(sender(30, "Lena Ortiz", UserType::Creator));
    let me = || Some(sender(3, "Maya Rivera", UserType::Agent));
    let sam = || Some(sender(4, "Sam Lee", UserType::Agent));
    vec![
        message(1, 1700, None, Audience::Everyone, "Order 6 placed: Reel package × 1, $250.00 USD"),
        message(2, 1700, None, Audience::Staff, "Assigned to Maya Rivera, next in turn"),
        message(
            3,
            1650,
            brand(),
            Audience::Brand,
            "Hi! We launch on Friday and need the reel a day before.\nIs that possible?",
        ),
        message(4, 60, me(), Audience::Brand, "I'll ask her right away."),
        message(
            5,
            59,
            me(),
            Audience::Creator,
            "Hi Lena, can you make the draft by Thursday noon? The brand launches on Friday and wants a day for its own people to look at it.",
        ),
        message(6, 40, None, Audience::Everyone, "Lena Ortiz confirmed the order"),
        message(7, 38, creator(), Audience::Creator, "Tomorrow noon."),
        message(8, 37, creator(), Audience::Creator, "I only need the logo as SVG 🙏"),
        message(
            9,
            30,
            sam(),
            Audience::Staff,
            "They had a late delivery last month, keep it close.",
        ),
        message(10, 2, brand(), Audience::Brand, "When will the draft be ready?"),
    ]
}

/// A message that a party writes on ticket 8.
pub fn from_party(id: i64, brand: bool, text: &str) -> Message {
    let (user_type, name, audience) = if brand {
        (UserType::Brand, "Acme Co", Audience::Brand)
    } else {
        (UserType::Creator, "Lena Ortiz", Audience::Creator)
    };
    Message {
        id: MessageId(id),
        ticket_id: TicketId(8),
        sender: Some(Sender {
            id: UserId(if brand { 20 } else { 30 }),
            name: name.into(),
            user_type,
        }),
        message_text: text.into(),
        message_type: MessageType::Text,
        audience,
        client_id: None,
        created_at: now(),
        file: None,
    }
}
