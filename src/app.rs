//! The console's one loop and its vocabulary.

pub mod action;
mod acts;
mod console;
mod desk;
mod draw;
pub mod effect;
mod input;
mod lookup;
pub mod message;
mod overlay;
mod run;
pub mod runner;
mod update;

pub use console::{Ask, Console};
pub use run::run;

pub use crate::config::Enter;
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;
use effect::Effect;
use jiff::tz::TimeZone;
use message::{Message, SignedIn};
pub use robindesk_server::clock::Clock;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// Who is there when the console starts.
#[derive(Debug, Clone)]
pub enum Start {
    /// A session that an earlier run left.
    SignedIn(Box<SignedIn>),
    /// Nobody yet: the login's fields, filled in as far as they are known.
    Login { server: String, email: String },
}

/// What the console is started with.
#[derive(Debug, Clone)]
pub struct Options {
    pub keymap: Keymap,
    pub theme: Theme,
    pub enter: Enter,
    /// Draws with ASCII alone.
    pub ascii: bool,
    /// The program that opens links; they are copied where there is none.
    pub opener: Option<String>,
    /// For so many seconds a message can be taken back before it goes out.
    pub send_delay: u32,
    /// Times are shown in this zone.
    pub zone: TimeZone,
    pub clock: Clock,
    pub start: Start,
}

/// The two ends that tie the console to the runner: what is asked of the world, and what came of it.
#[derive(Debug)]
pub struct World {
    pub effects: UnboundedSender<Effect>,
    pub messages: UnboundedReceiver<Message>,
}
