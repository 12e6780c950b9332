//! The console's one loop and its vocabulary.

pub mod action;
mod acts;
mod console;
mod desk;
mod draw;
pub mod effect;
mod hints;
mod input;
mod lookup;
mod many;
pub mod message;
mod mouse;
mod news;
mod office;
mod overlay;
mod run;
pub mod runner;
mod screen;
mod update;

pub use console::{Ask, Console};
pub use run::run;

use crate::config::keymap::Keymap;
use crate::config::theme::{Depth, Theme};
pub use crate::config::{Enter, Notify};
use crate::model::tickets::View;
pub use crate::ui::look::Signs;
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
    pub signs: Signs,
    /// Reduced motion: nothing on screen moves by itself.
    pub still: bool,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// How news is told while the window is not looked at.
    pub notify: Notify,
    /// The program that opens links; they are copied where there is none.
    pub opener: Option<String>,
    /// For so many seconds a message can be taken back before it goes out.
    pub send_delay: Option<u32>,
    /// Times are shown in this zone.
    pub zone: TimeZone,
    pub clock: Clock,
    pub start: Start,
    /// Her own views, from the config file.
    pub views: Vec<View>,
    /// Nobody has worked on this machine before: the first keys are shown.
    pub newcomer: bool,
}

impl Options {
    /// As for somebody who set nothing and has been here before, on a terminal of sixteen colours.
    /// Nothing is asked of the machine: times are in UTC, and links are copied.
    pub fn new(start: Start, clock: Clock) -> Self {
        Self {
            keymap: Keymap::defaults(),
            theme: Theme::named("default", Depth::Ansi16).expect("it comes with the console"),
            enter: Enter::Send,
            signs: Signs::Fine,
            still: false,
            mouse: false,
            notify: Notify::Auto,
            opener: None,
            send_delay: None,
            zone: TimeZone::UTC,
            clock,
            start,
            views: Vec::new(),
            newcomer: false,
        }
    }
}

/// The two ends that tie the console to the runner: what is asked of the world, and what came of it.
#[derive(Debug)]
pub struct World {
    pub effects: UnboundedSender<Effect>,
    pub messages: UnboundedReceiver<Message>,
}
