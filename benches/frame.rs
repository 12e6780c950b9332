//! What a frame of the console costs: 200x60, a hundred thousand tickets in the list, a thousand
//! messages in the chat, against a blank draw of the same size in the same run; and how long a key
//! takes to its output. Prints, and asserts nothing: a number is for reading.
//!
//! ```text
//! cargo bench --bench frame
//! ```

#[path = "frame/loaded.rs"]
mod loaded;

use crossterm::event::KeyCode;
use loaded::{MESSAGES, TICKETS, press};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use robindesk::app::Console;
use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

const SIZE: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
/// Blank and steady frames take turns, so that a busy machine is busy for both.
const ROUNDS: usize = 15;
const FRAMES: u32 = 200;
const KEYS: usize = 2_000;

fn main() {
    let mut console = loaded::console();
    let (mut screen, mut empty) = (screen(), screen());
    screen.draw(|frame| console.draw(frame)).expect("a sink takes all");
    let mut rounds: Vec<(Duration, Duration)> = (0..ROUNDS)
        .map(|_| {
            let blank = cpu_each(FRAMES, || {
                empty.draw(|frame| _ = black_box(frame.area())).expect("a sink takes all");
            });
            let steady = cpu_each(FRAMES, || {
                screen.draw(|frame| console.draw(frame)).expect("a sink takes all");
            });
            (blank, steady)
        })
        .collect();
    let times = |(blank, steady): &(Duration, Duration)| steady.as_secs_f64() / blank.as_secs_f64();
    rounds.sort_by(|one, other| times(one).total_cmp(&times(other)));
    let median = rounds[ROUNDS / 2];
    println!("{TICKETS} tickets, {MESSAGES} messages, an order, 200x60; median of {ROUNDS} rounds");
    println!("blank draw    {:>8.1} us CPU", micros(median.0));
    let (steady, times) = (micros(median.1), times(&median));
    println!("steady frame  {steady:>8.1} us CPU   {times:.1} x the blank draw (goal 5)");
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
