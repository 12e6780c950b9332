//! How fast the console is on screen, how much memory it takes, and what it does while nothing
//! happens: the real binary, in a pseudo-terminal, at a real server with a demo's worth of tickets.

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
/// Ends every frame.
const PAINTED: &str = "\u{1b}[?2026l";

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
}
