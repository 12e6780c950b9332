//! The one loop: input, messages, frames. It draws the last state, never every state, and between
//! changes it sleeps.

use super::console::{Ask, Console};
use super::effect::Effect;
use super::{Notify, Options, World};
use crate::terminal::{self, Screen, Signalled, Signals};
use crossterm::event::{Event, EventStream};
use futures_util::StreamExt;
use robindesk_server::clock::Clock;
use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The least time between two frames: sixty a second at most.
const FRAME: Duration = Duration::from_millis(16);
/// How many messages are taken before the next frame is looked at.
const MESSAGES: usize = 256;
/// An enter this soon after the read before it belongs to the same paste.
const BURST: Duration = Duration::from_millis(5);

/// Runs the console on the terminal until she quits, or a signal ends it, whose name it gives. Paints
/// before anything is asked of the world.
///
/// # Errors
/// When the terminal can't be taken over or written to, or the runner is gone.
pub async fn run(options: Options, world: World) -> io::Result<Option<&'static str>> {
    let clock = options.clock.clone();
    let (notify, mouse) = (options.notify, options.mouse);
    let mut console = Console::new(options);
    let mut screen = Screen::enter(mouse)?;
    screen.draw(|frame| console.draw(frame))?;
    let effects = console.start();
    Loop { console, screen, world, clock, notify, changed: true, last_frame: Instant::now() }
        .run(effects)
        .await
}

struct Loop {
    console: Console,
    screen: Screen,
    world: World,
    clock: Clock,
    notify: Notify,
    changed: bool,
    last_frame: Instant,
}

impl Loop {
    async fn run(mut self, effects: Vec<Effect>) -> io::Result<Option<&'static str>> {
        let mut signals = Signals::listen()?;
        let mut input = EventStream::new();
        let mut last_read = Instant::now() - BURST;
        let mut ended_by = None;
        self.perform(effects)?;
        while !self.console.is_done() {
            if terminal::is_lost() {
                return Err(io::Error::other("a part of the console panicked"));
            }
            let wake = self.paint()?;
            tokio::select! {
                biased;
                events = read(&mut input) => {
                    let events = events?;
                    if events.is_empty() {
                        break;
                    }
                    let close = last_read.elapsed() < BURST;
                    last_read = Instant::now();
                    self.take_input(&events, close)?;
                    if let Some(Ask::Edit) = self.console.take_ask() {
                        // Whoever else reads the terminal would take keys from the editor.
                        drop(input);
                        self.edit()?;
                        input = EventStream::new();
                    }
                }
                message = self.world.messages.recv() => {
                    let Some(message) = message else {
                        return Err(io::Error::other("the console's runner is gone"));
                    };
                    let effects = self.console.update(message);
                    self.perform(effects)?;
                    for _ in 0..MESSAGES {
                        let Ok(message) = self.world.messages.try_recv() else { break };
                        let effects = self.console.update(message);
                        self.perform(effects)?;
                    }
                }
                signalled = signals.next() => match signalled {
                    Signalled::GoOn => {
                        self.screen.retake()?;
                        self.changed = true;
                    }
                    Signalled::End(name) => {
                        ended_by = Some(name);
                        break;
                    }
                },
                () = terminal::lost() => {}
                () = sleep_until(wake) => self.changed = true,
            }
        }
        if !self.console.is_done() {
            let _ = self.world.effects.send(Effect::Quit);
        }
        Ok(ended_by)
    }

    /// Draws if something changed and the last frame is long enough ago. Gives when to look again.
    fn paint(&mut self) -> io::Result<Instant> {
        let due = self.last_frame + FRAME;
        let now = Instant::now();
        if self.changed && now < due {
            return Ok(due);
        }
        if self.changed {
            self.console.tick();
            let console = &mut self.console;
            self.screen.draw(|frame| console.draw(frame))?;
            self.changed = false;
            self.last_frame = now;
            // What was drawn tells what is in sight.
            let effects = self.console.seen();
            if !effects.is_empty() {
                self.perform(effects)?;
            }
        }
        let pause = self.console.next_change().map(|at| at.since_ms(self.clock.now()).max(1));
        let pause = pause.and_then(|ms| u64::try_from(ms).ok()).unwrap_or(3_600_000);
        Ok(now + Duration::from_millis(pause))
    }

    fn take_input(&mut self, events: &[Event], close: bool) -> io::Result<()> {
        if events.iter().any(|e| matches!(e, Event::Resize(..))) {
            self.screen.renew()?;
        }
        let effects = self.console.update_keys(events, close);
        self.perform(effects)?;
        match self.console.ask() {
            Some(Ask::Redraw) => self.screen.renew()?,
            Some(Ask::Suspend) => self.screen.suspend()?,
            Some(Ask::Edit) | None => return Ok(()),
        }
        self.console.take_ask();
        Ok(())
    }

    /// The draft in the editor of her choice. The world goes on meanwhile and is heard afterwards.
    fn edit(&mut self) -> io::Result<()> {
        let edited = self.screen.edit(self.console.draft())?;
        let effects = self.console.edited(edited);
        self.perform(effects)
    }

    /// What is for the terminal goes there; the rest is for the runner.
    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        self.changed = true;
        for effect in effects {
            match effect {
                Effect::Title(title) => self.screen.title(&title)?,
                Effect::Copy(text) => self.screen.copy(&text)?,
                Effect::CopySecret(secret) => self.screen.copy(&secret.0)?,
                Effect::Notify(text) => self.screen.notify(self.notify, &text)?,
                effect => self
                    .world
                    .effects
                    .send(effect)
                    .map_err(|_| io::Error::other("the console's runner is gone"))?,
            }
        }
        Ok(())
    }
}

/// Waits for input and takes all that is there: the keys of one read. Polled with the loop's own
/// waker to the last: crossterm remembers the waker that first found nothing, and wakes no other.
/// Nothing at all says that the terminal is gone.
async fn read(input: &mut EventStream) -> io::Result<Vec<Event>> {
    poll_fn(|cx| {
        let mut events = Vec::new();
        loop {
            match input.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(event))) => events.push(event),
                Poll::Ready(Some(Err(why))) => return Poll::Ready(Err(why)),
                Poll::Pending if events.is_empty() => return Poll::Pending,
                Poll::Ready(None) | Poll::Pending => return Poll::Ready(Ok(events)),
            }
        }
    })
    .await
}
