//! How fast the console is on screen, how soon a key is answered there, how much memory it takes, and
//! what it does while nothing happens: the real binary, in a pseudo-terminal, at a real server with a
//! demo's worth of tickets. Prints, and asserts nothing: a number is for reading.
//!
//! ```text
//! cargo bench --bench start
//! ```

#[expect(dead_code, reason = "a test's fixture; a measurement needs less of it")]
#[path = "../tests/binary/desk.rs"]
mod desk;
#[expect(dead_code, reason = "a test's fixture; a measurement needs less of it")]
#[path = "../tests/binary/terminal.rs"]
mod terminal;

use desk::Desk;
use std::time::{Duration, Instant};
use terminal::Terminal;

const STARTS: usize = 21;
const IDLE: Duration = Duration::from_secs(10);
/// How often each key is tried, and how quiet it must be before: keys of a fast typist are so far
/// apart.
const KEYS: usize = 300;
const PAUSE: Duration = Duration::from_millis(30);
/// Ends every frame.
const PAINTED: &str = "\u{1b}[?2026l";
const ESC: &str = "\u{1b}";

fn main() {
    let desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    desk.sign_in(&desk.seeded.agents[0], home.path());
    let mut starts: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let began = Instant::now();
            let mut terminal = Terminal::run(home.path(), &[]);
            terminal.until_wrote(PAINTED, 1);
            let painted = began.elapsed();
            terminal.press("q");
            terminal.end();
            painted
        })
        .collect();
    starts.sort();
    println!(
        "first paint, from exec to the end of the first frame: median {:.1?}, slowest of {STARTS} {:.1?}",
        starts[STARTS / 2],
        starts[STARTS - 1]
    );

    let mut terminal = Terminal::run(home.path(), &[]);
    terminal.shows("● live");
    terminal.press("\r");
    terminal.shows("i reply");
    // Starts to count anew whenever a byte comes, as one does each full minute.
    let used = terminal.is_quiet_for(IDLE);
    println!("idle: no byte for {IDLE:.0?}, {used:?} of the processor, in steps of 10 ms");
    println!(
        "memory, with an inbox and a ticket open: {:.1} MiB resident",
        terminal.resident_mib()
    );
    terminal.resize(200, 60);
    println!("a key, from pressing it to the last byte of its frame, at 200x60:");
    // First into the pane that the keys are for, where the bottom line names a key of its own.
    for (place, first, named, keys) in [
        ("list", ESC, "/ filter", "jk"),
        ("chat", "\r", "> relay", "KJ"),
        ("composer", "r", "leave (kept)", "ab "),
    ] {
        terminal.press(first);
        terminal.shows(named);
        let mut took = key_to_output(&mut terminal, keys);
        took.sort();
        let at = |part: usize| took[took.len() * part / 100];
        println!("  {place:<9} p50 {:>7.1?}   p95 {:>7.1?}", at(50), at(95));
    }
}

/// From pressing a key to the end of the first frame after it.
fn key_to_output(terminal: &mut Terminal, keys: &str) -> Vec<Duration> {
    let one = |key: char| {
        terminal.is_quiet_for(PAUSE);
        let pressed = Instant::now();
        let before = terminal.press(&key.to_string());
        terminal.until_wrote_after(before, PAINTED, 1) - pressed
    };
    keys.chars().cycle().take(KEYS).map(one).collect()
}
