//! A whole console without a terminal: its screen in memory, its runner on a real server.

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use robindesk::app::effect::Effect;
use robindesk::app::message::Message;
use robindesk::app::runner::{self, RunnerOptions};
use robindesk::app::{Clock, Console, Notify, Options, Start, World};
use std::time::Duration;

#[path = "../screens/press.rs"]
mod press;

/// Far more than any step takes; reached only when something is broken.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// How long a screen waits for a message before it looks at the clock.
const BEAT: Duration = Duration::from_millis(200);

/// The console and its world.
pub struct Screen {
    console: Box<Console>,
    world: World,
    /// In columns and rows.
    size: (u16, u16),
}

impl Screen {
    /// Goes on with the session that is kept there.
    pub fn open(options: RunnerOptions, size: (u16, u16)) -> Self {
        let who = options.signed_in().expect("a session is kept");
        let console = Box::new(Console::new(Options {
            still: true,
            notify: Notify::Off,
            send_delay: Some(0),
            ..Options::new(Start::SignedIn(Box::new(who)), Clock::System)
        }));
        let mut screen = Self { console, world: runner::start(options), size };
        let effects = screen.console.start();
        screen.perform(effects);
        screen
    }

    /// Types keys by their names in the keymap file.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split(' ') {
            let effects = self.console.update_keys(&[Input::Key(press::press(name))], false);
            self.perform(effects);
            self.shown();
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
        self.until_it(text, |shown| shown.contains(text)).await;
    }

    /// Lives until the screen is so. Nothing of what comes from the world is heard but here: between
    /// two such waits the screen shows what the keys did and nothing else.
    pub async fn until_it(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let lives = async {
            while !is_so(&self.shown()) {
                self.beat().await;
            }
        };
        let came = tokio::time::timeout(DEADLINE, lives).await.is_ok();
        assert!(came, "{what:?} never came:\n{}", self.shown());
    }

    /// Hears one message from the world, or looks at the clock when none comes.
    pub async fn beat(&mut self) {
        match tokio::time::timeout(BEAT, self.world.messages.recv()).await {
            Ok(message) => {
                let effects = self.console.update(message.expect("the runner is alive"));
                self.perform(effects);
            }
            Err(_) => self.console.tick(),
        }
    }

    /// The screen as text, after the console acted on what came into sight.
    pub fn shown(&mut self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.console.draw(frame)).unwrap();
        let effects = self.console.seen();
        self.perform(effects);
        let rows = terminal.backend().buffer().content().chunks(usize::from(self.size.0));
        let line = |row: &[ratatui::buffer::Cell]| {
            row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        rows.map(|row| line(row) + "\n").collect()
    }

    /// Ends it; what is unsaved is written.
    pub async fn close(mut self) {
        self.perform(vec![Effect::Quit]);
        while self.world.messages.recv().await.is_some() {}
    }

    /// What is for the terminal goes nowhere; the rest is for the runner.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.world.effects.send(effect).expect("the runner is alive");
        }
    }
}
