//! Draws the README's pictures: the real console on the demo's desk, from its buffer to SVG.
//!
//! `cargo run --release --example screenshot > assets/screenshot.svg`, and with `-- stats` an admin's
//! numbers for `assets/stats.svg`

#[path = "screenshot/svg.rs"]
mod svg;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use robindesk::app::effect::Effect;
use robindesk::app::runner::{self, RunnerOptions};
use robindesk::app::{Clock, Console, Options, Start, World};
use robindesk::config::theme::{Depth, Theme};
use robindesk::demo::Demo;
use robindesk::net::Pace;
use robindesk_protocol::UserType;
use std::error::Error;
use std::time::Duration;

/// The picture's size in columns and rows.
const SIZE: (u16, u16) = (150, 38);
/// How long the world may be quiet before the picture is taken.
const QUIET: Duration = Duration::from_millis(700);

/// What is pressed before the picture is taken.
const KEYS: &[KeyCode] = &[KeyCode::Char('j'), KeyCode::Enter, KeyCode::Char('i')];
const TYPED: &str = "Thank you for waiting. I have asked, and will write again within the hour.";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let clock = Clock::System;
    let stats = std::env::args().any(|argument| argument == "stats");
    let role = if stats { UserType::Admin } else { UserType::Agent };
    let demo = Demo::start(role, &clock, 1).await?;
    let runner = RunnerOptions {
        folders: demo.folders.clone(),
        clock: clock.clone(),
        server: Some(demo.address.clone()),
        insecure_http: false,
        pace: Pace::default(),
    };
    let who = runner.signed_in().ok_or("the demo signs in")?;
    let options = Options {
        theme: Theme::named("dark", Depth::True).ok_or("the theme")?,
        send_delay: Some(0),
        zone: jiff::tz::TimeZone::system(),
        ..Options::new(Start::SignedIn(Box::new(who)), clock)
    };
    let mut stage = Stage {
        console: Console::new(options),
        terminal: Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?,
        world: runner::start(runner),
    };
    let effects = stage.console.start();
    stage.perform(effects)?;
    stage.settle().await?;
    let keys = if stats { &[] } else { KEYS };
    let typed = if stats { "" } else { TYPED };
    for key in keys.iter().copied().chain(typed.chars().map(KeyCode::Char)) {
        stage.press(key)?;
        if key == KeyCode::Enter {
            stage.settle().await?;
        }
    }
    stage.settle().await?;
    println!("{}", svg::picture(stage.terminal.backend().buffer()));
    stage.world.effects.send(Effect::Quit)?;
    demo.stop(false).await?;
    Ok(())
}

/// The console, without a terminal, on a real runner.
struct Stage {
    console: Console,
    terminal: Terminal<TestBackend>,
    world: World,
}

impl Stage {
    fn press(&mut self, key: KeyCode) -> Result<(), Box<dyn Error>> {
        let key = Event::Key(KeyEvent::new(key, KeyModifiers::NONE));
        let effects = self.console.update_keys(&[key], false);
        self.perform(effects)
    }

    /// Takes what the world says until it has been quiet for a while.
    async fn settle(&mut self) -> Result<(), Box<dyn Error>> {
        while let Ok(Some(message)) = tokio::time::timeout(QUIET, self.world.messages.recv()).await
        {
            let effects = self.console.update(message);
            self.perform(effects)?;
        }
        Ok(())
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Result<(), Box<dyn Error>> {
        self.send(effects)?;
        self.console.tick();
        let console = &mut self.console;
        self.terminal.draw(|frame| console.draw(frame))?;
        let seen = self.console.seen();
        self.send(seen)
    }

    fn send(&mut self, effects: Vec<Effect>) -> Result<(), Box<dyn Error>> {
        for effect in effects {
            match effect {
                // These are for a terminal, and here is none.
                Effect::Title(_) | Effect::Copy(_) => {}
                effect => self.world.effects.send(effect)?,
            }
        }
        Ok(())
    }
}
