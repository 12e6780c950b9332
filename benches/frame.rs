//! What a frame of the console costs: 200x60, a hundred thousand tickets in the list, a thousand
//! messages in the chat, against a blank draw of the same size in the same run; and how long a key
//! takes to its output. Prints, and asserts nothing: a number is for reading.
//!
//! ```text
//! cargo bench --bench frame
//! ```

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use robindesk::app::effect::Effect;
use robindesk::app::message::{Link, Message, SignedIn};
use robindesk::app::{Clock, Console, Enter, Notify, Options, Signs, Start};
use robindesk::config::keymap::Keymap;
use robindesk::config::theme::{Depth, Theme};
use robindesk_protocol::{
    AccountStatus, AgentRef, Amount, Audience, Availability, BrandId, CreatorId, Currency,
    LastMessage, Message as Posted, MessageId, MessagePage, MessageType, OrderId, OrderStatus,
    OrderSummary, Paging, Party, Priority, Sender, Ticket, TicketId, TicketPage, TicketStatus,
    Timestamp, User, UserId, UserType,
};
use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

const SIZE: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
const TICKETS: i64 = 100_000;
const MESSAGES: i64 = 1_000;
const FRAMES: u32 = 3_000;
const KEYS: usize = 2_000;
const ME: UserId = UserId(3);
const NOW: Timestamp = Timestamp(1_795_428_000_000);

fn main() {
    let mut console = console();
    let mut screen = screen();
    let blank = cpu_each(FRAMES, || {
        screen.draw(|frame| _ = black_box(frame.area())).expect("a sink takes all");
    });
    screen.draw(|frame| console.draw(frame)).expect("a sink takes all");
    let steady = cpu_each(FRAMES, || {
        screen.draw(|frame| console.draw(frame)).expect("a sink takes all");
    });
    println!("{TICKETS} tickets, {MESSAGES} messages, 200x60");
    println!("blank draw    {:>8.1} us CPU", micros(blank));
    let times = steady.as_secs_f64() / blank.as_secs_f64();
    println!("steady frame  {:>8.1} us CPU   {times:.1} x the blank draw (goal 5)", micros(steady));
    for (what, keys) in [("list", "jjjkjjkG"), ("chat", "kkjkkjkj"), ("composer", "a word ")] {
        put_focus(&mut console, what);
        let mut took = key_to_output(&mut console, &mut screen, keys);
        took.sort_unstable();
        let at = |part: usize| micros(took[took.len() * part / 100]);
        println!("key in {what:<9} p50 {:>7.1} us   p95 {:>7.1} us", at(50), at(95));
    }
}

/// Counts what would go to the terminal.
#[derive(Debug, Default)]
struct Sink(usize);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Screen = Terminal<CrosstermBackend<Sink>>;

fn screen() -> Screen {
    let options = TerminalOptions { viewport: Viewport::Fixed(SIZE) };
    Terminal::with_options(CrosstermBackend::new(Sink::default()), options)
        .expect("a sink has no size")
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// CPU time of this thread, where the system tells it; else the time of day.
fn cpu() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|t| t.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

fn cpu_each(times: u32, mut work: impl FnMut()) -> Duration {
    (0..times / 10).for_each(|_| work());
    let begun = cpu();
    (0..times).for_each(|_| work());
    cpu().saturating_sub(begun) / times
}

fn press(console: &mut Console, code: KeyCode) -> Vec<Effect> {
    console.update_keys(&[Event::Key(KeyEvent::new(code, KeyModifiers::NONE))], false)
}

fn put_focus(console: &mut Console, pane: &str) {
    let keys: &[KeyCode] = match pane {
        "list" => &[KeyCode::Char('1')],
        "chat" => &[KeyCode::Tab],
        _ => &[KeyCode::Char('r')],
    };
    for key in keys {
        let _ = press(console, *key);
    }
}

/// From a key to the last byte of what it changed on screen.
fn key_to_output(console: &mut Console, screen: &mut Screen, keys: &str) -> Vec<Duration> {
    let one = |key: char| {
        let begun = Instant::now();
        black_box(press(console, KeyCode::Char(key)));
        screen.draw(|frame| console.draw(frame)).expect("a sink takes all");
        black_box(console.seen());
        begun.elapsed()
    };
    keys.chars().cycle().take(KEYS).map(one).collect()
}

/// A console with everything loaded and a ticket open.
fn console() -> Console {
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
    let mut console = Console::new(Options {
        keymap: Keymap::defaults(),
        theme: Theme::named("default", Depth::Ansi16).expect("it comes with the console"),
        enter: Enter::Send,
        signs: Signs::Fine,
        still: false,
        mouse: false,
        notify: Notify::Auto,
        opener: None,
        send_delay: Some(0),
        zone: jiff::tz::TimeZone::UTC,
        clock: Clock::held(NOW),
        start: Start::SignedIn(Box::new(who)),
        views: Vec::new(),
        newcomer: false,
    });
    let mut effects = console.start();
    effects.extend(console.update(Message::Link(Link::Live)));
    answer(&mut console, effects);
    let opened = press(&mut console, KeyCode::Enter);
    answer(&mut console, opened);
    console
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
