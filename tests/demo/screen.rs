//! A whole console without a terminal: its screen in memory, its runner on a real server.

use super::DEADLINE;
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use robindesk::app::effect::Effect;
use robindesk::app::message::Message;
use robindesk::app::runner::{self, RunnerOptions};
use robindesk::app::{Clock, Console, Notify, Options, Start, World};

#[path = "../screens/press.rs"]
mod press;

/// The console and its world.
pub struct Screen {
    console: Console,
    world: World,
}

impl Screen {
    /// Goes on with the session that is kept there.
    pub fn open(options: RunnerOptions) -> Self {
        let who = options.signed_in().expect("a session is kept");
        let console = Console::new(Options {
            still: true,
            notify: Notify::Off,
            ..Options::new(Start::SignedIn(Box::new(who)), Clock::System)
        });
        let mut screen = Self { console, world: runner::start(options) };
        let effects = screen.console.start();
        screen.perform(effects);
        screen
    }

    /// Types keys by their names in the keymap file.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split(' ') {
            let effects = self.console.update_keys(&[Input::Key(press::press(name))], false);
            self.perform(effects);
        }
        self
    }

    /// Types a text letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            let effects = self.console.update(Message::Input(Input::Key(key)));
            self.perform(effects);
        }
        self
    }

    /// Lives until the screen shows a text.
    pub async fn until(&mut self, text: &str) {
        let lives = async {
            while !self.shown().contains(text) {
                let next = tokio::time::timeout(super::BEAT, self.world.messages.recv()).await;
                match next {
                    Ok(message) => {
                        let effects = self.console.update(message.expect("the runner is alive"));
                        self.perform(effects);
                    }
                    Err(_) => self.console.tick(),
                }
                let effects = self.console.seen();
                self.perform(effects);
            }
        };
        let came = tokio::time::timeout(DEADLINE, lives).await.is_ok();
        assert!(came, "{text:?} never came:\n{}", self.shown());
    }

    /// Ends it; what is unsaved is written.
    pub async fn close(mut self) {
        self.perform(vec![Effect::Quit]);
        while self.world.messages.recv().await.is_some() {}
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.world.effects.send(effect).expect("the runner is alive");
        }
    }

    fn shown(&mut self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
        terminal.draw(|frame| self.console.draw(frame)).unwrap();
        let cells = terminal.backend().buffer().content();
        cells.iter().map(ratatui::buffer::Cell::symbol).collect()
    }
}
