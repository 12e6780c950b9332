//! Panics: the terminal is given back, what happened is said without obeying it, and where the log is.
//! The real binary has nothing that makes it panic, so this test program runs itself in a terminal and
//! does, with the same terminal and the same loop.

use crate::terminal::Terminal;
use portable_pty::CommandBuilder;
use robindesk::app::{self, Clock, Options, Start, World};
use robindesk::terminal::{self, Screen};
use robindesk_protocol::Timestamp;

/// What says to the guest where to panic.
const WHERE: &str = "ROBINDESK_TEST_PANIC";
const WORDS: &str = "inside \u{1b}]0;owned\u{7}a \u{9b}2Jname";

/// Run by itself it does nothing: it is what the tests below run in a terminal.
#[test]
fn guest() {
    let Ok(place) = std::env::var(WHERE) else { return };
    terminal::log_is_at("/log/of/robindesk.log".into());
    if place == "drawing" {
        let _ = Screen::enter(false).unwrap().draw(|_| panic!("{WORDS}"));
        return;
    }
    let (effects, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let (_told, messages) = tokio::sync::mpsc::unbounded_channel();
    let start = Start::Login { server: String::new(), email: String::new() };
    let options = Options::new(start, Clock::held(Timestamp(0)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Once something is asked of the world, that is, after the first key, a thread panics.
    std::thread::spawn(move || asked.blocking_recv().map(|_| panic!("{WORDS}")));
    let ended = runtime.block_on(app::run(options, World { effects, messages }));
    assert_eq!(ended.unwrap_err().to_string(), "a part of the console panicked");
}

fn panics(place: &str) -> (tempfile::TempDir, Terminal) {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "panics::guest", "--nocapture"]);
    command.env(WHERE, place);
    command.env("TERM", "xterm-256color");
    let terminal = Terminal::spawn(home.path(), command);
    (home, terminal)
}

fn said_and_given_back(mut terminal: Terminal) {
    terminal.end();
    terminal.is_as_it_was();
    assert!(terminal.wrote("inside a name"), "{}", terminal.text());
    assert!(terminal.wrote("The log is /log/of/robindesk.log"));
    assert!(!terminal.wrote("owned") && !terminal.wrote("\u{9b}"));
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back() {
    let (_home, terminal) = panics("drawing");
    said_and_given_back(terminal);
}

#[test]
fn a_panic_beside_the_drawing_ends_the_console_at_once() {
    let (_home, mut terminal) = panics("beside");
    terminal.shows("Server");
    // Fills in the login, so that the console asks to sign in.
    terminal.press("http://127.0.0.1:1\ta@b.example\tsecret\r");
    said_and_given_back(terminal);
}
