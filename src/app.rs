//! The console's one loop and its vocabulary.

pub mod effect;
pub mod message;
pub mod runner;

use effect::Effect;
use message::Message;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// Both ends of the way to everything outside the drawing thread.
#[derive(Debug)]
pub struct World {
    /// What the console asks for.
    pub effects: UnboundedSender<Effect>,
    /// What came of it. Ends when the world has ended, after `Effect::Quit`.
    pub messages: UnboundedReceiver<Message>,
}
