//! A desk to draw and type on: a console at a held clock, with a small world behind it that answers
//! from memory.

mod answers;

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use robindesk::app::effect::{Change, Deed, Effect, Outgoing};
use robindesk::app::message::{Link, Message, SignedIn};
use robindesk::app::{Clock, Console, Options, Start};
use robindesk_protocol::{Message as Posted, Order, Ticket, TicketId, Timestamp, UserId, UserType};

pub use super::press::press;
use super::{market, office};

pub const ME: UserId = UserId(3);

/// A console, and what its effects would have reached.
pub struct Desk {
    pub console: Console,
    pub clock: Clock,
    pub tickets: Vec<Ticket>,
    pub orders: Vec<Order>,
    pub threads: Vec<(TicketId, Vec<Posted>)>,
    /// Every effect so far that was not answered from memory, and those that were.
    pub effects: Vec<Effect>,
    /// What the same brand and creator ordered.
    pub past: Vec<Order>,
    /// What an admin has beside the desk.
    pub office: office::Office,
    /// Tickets that a change to many is refused on.
    pub refuses: Vec<TicketId>,
    /// Whether messages that are sent are answered.
    pub delivers: bool,
    /// The screen's size in columns and rows.
    pub size: (u16, u16),
    next_id: i64,
}

pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T10:06:00.000Z").unwrap()
}

pub fn options(start: Start, clock: Clock) -> Options {
    Options { send_delay: Some(0), ..Options::new(start, clock) }
}

pub fn maya() -> SignedIn {
    SignedIn { user: market::agent(ME, "Maya Rivera"), server: "https://desk.example".into() }
}

impl Desk {
    /// Maya at her desk with a few tickets, everything loaded, the link live.
    pub fn new() -> Self {
        Self::with(market::tickets(), market::orders())
    }

    pub fn with(tickets: Vec<Ticket>, orders: Vec<Order>) -> Self {
        let clock = Clock::held(now());
        let start = Start::SignedIn(Box::new(maya()));
        let mut desk = Self::bare(options(start, clock));
        desk.tickets = tickets;
        desk.orders = orders;
        desk.threads = vec![(TicketId(8), market::conversation())];
        desk.begin();
        desk
    }

    /// The same desk, but she is of another kind.
    pub fn as_a(user_type: UserType) -> Self {
        let mut who = maya();
        who.user.user_type = user_type;
        let start = Start::SignedIn(Box::new(who));
        let mut desk = Self::bare(options(start, Clock::held(now())));
        desk.tickets = market::tickets();
        desk.orders = market::orders();
        desk.begin();
        desk
    }

    /// What was asked of the desk so far that changes something.
    pub fn deeds(&self) -> Vec<Deed> {
        let deed = |e: &Effect| match e {
            Effect::Manage { deed, .. } if !deed.only_asks() => Some(deed.clone()),
            _ => None,
        };
        self.effects.iter().filter_map(deed).collect()
    }

    /// After the first paint: asks for what is missing, and the link comes up.
    pub fn begin(&mut self) {
        self.screen(self.size.0, self.size.1);
        let effects = self.console.start();
        self.answer(effects);
        self.hear(Message::Link(Link::Live));
        self.screen(self.size.0, self.size.1);
    }

    /// A console with nothing behind it.
    pub fn bare(options: Options) -> Self {
        let clock = options.clock.clone();
        Self {
            console: Console::new(options),
            clock,
            tickets: Vec::new(),
            orders: Vec::new(),
            threads: Vec::new(),
            effects: Vec::new(),
            past: Vec::new(),
            refuses: Vec::new(),
            office: office::Office::default(),
            delivers: true,
            size: (120, 40),
            next_id: 900,
        }
    }

    /// Something happened.
    pub fn hear(&mut self, message: Message) -> &mut Self {
        let effects = self.console.update(message);
        self.answer(effects);
        self
    }

    /// Types keys by their names in the keymap file, each in a read of its own.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split(' ').filter(|n| !n.is_empty()) {
            let event = Input::Key(press(name));
            let effects = self.console.update_keys(&[event], false);
            self.answer(effects);
            self.screen(self.size.0, self.size.1);
        }
        self
    }

    /// Types a text letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let event = Input::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
            self.hear(Message::Input(event));
        }
        self
    }

    /// Draws, and lets the console act on what came into sight. Where nothing came of that, drawing once
    /// more changes no cell: what is on the screen is true from the first time on.
    pub fn buffer(&mut self, columns: u16, rows: u16) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| self.console.draw(frame)).unwrap();
        let first = terminal.backend().buffer().clone();
        let effects = self.console.seen();
        let still = effects.is_empty();
        self.answer(effects);
        terminal.draw(|frame| self.console.draw(frame)).unwrap();
        let second = terminal.backend().buffer();
        assert!(!still || first == *second, "{} was drawn too early", terminal.backend());
        second.clone()
    }

    /// The screen as text, without the spaces at the ends of its lines.
    pub fn screen(&mut self, columns: u16, rows: u16) -> String {
        let buffer = self.buffer(columns, rows);
        let mut out = String::new();
        for y in 0..rows {
            let mut line = String::new();
            let mut x = 0;
            while x < columns {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap().max(1);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// Whether the screen shows a text.
    pub fn shows(&mut self, text: &str) -> bool {
        self.screen(self.size.0, self.size.1).contains(text)
    }

    /// What was sent so far.
    pub fn sent(&self) -> Vec<Outgoing> {
        let sent = |e: &Effect| match e {
            Effect::Send(out) => Some(out.clone()),
            _ => None,
        };
        self.effects.iter().filter_map(sent).collect()
    }

    /// What was changed so far, read positions aside.
    pub fn changes(&self) -> Vec<Change> {
        let change = |e: &Effect| match e {
            Effect::Change { change, .. } if !matches!(change, Change::Read { .. }) => {
                Some(change.clone())
            }
            _ => None,
        };
        self.effects.iter().filter_map(change).collect()
    }
}
