//! Terminal injection: with junk in every text that a server can send, no byte of it commands the
//! terminal, on any screen, in the title, on the clipboard, in a notification or in a script's output.

use crate::desk::Desk;
use crate::liar::{JUNK, lie_for};
use crate::terminal::{ROBINDESK, Terminal};
use portable_pty::CommandBuilder;
use robindesk::app::action::Action;
use std::process::Command;
use std::time::Duration;

/// Long enough for an answer to be drawn; a longer one is read with what follows.
const SETTLED: Duration = Duration::from_millis(30);

#[test]
fn no_junk_commands_the_terminal_on_any_screen() {
    let desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    let agent = desk.seeded.agents[0].clone();
    desk.sign_in_through(&format!("http://{}", lie_for(&desk)), &agent, home.path());
    let mut command = CommandBuilder::new(ROBINDESK);
    command.env("TERM", "xterm-256color");
    command.env("ROBINDESK_NOTIFY", "osc777");
    let mut terminal = Terminal::spawn(home.path(), command);
    terminal.shows("● live");
    // In a row of the list, and not in the agent's own name above it: enter opens that row.
    let row = |line: &str| line.contains('#') && line.contains("unk ");
    terminal.until("junk made harmless", |text| text.lines().any(row));
    terminal.press("\r");
    terminal.until("the open ticket's order", |text| text.contains("⇄"));
    // Looked away: what comes now is told by a notification and in the title.
    terminal.press("\u{1b}[O");
    for order in 1..=desk.seeded.orders {
        desk.brand_writes(order.to_string().parse().unwrap(), JUNK);
    }
    terminal.until_wrote("\u{1b}]777;notify;robindesk;#", 1);
    terminal.press("\u{1b}[I");
    let ends = [Action::Quit, Action::SignOut, Action::Suspend];
    for action in Action::ALL.iter().filter(|action| !ends.contains(action)) {
        // By its name, from the list and from the chat; then out of whatever it opened.
        for from in ["\u{1b}", "i"] {
            terminal.press(from);
            terminal.is_quiet_for(SETTLED / 3);
            terminal.press("\u{10}");
            terminal.press(action.what());
            terminal.is_quiet_for(SETTLED / 3);
            terminal.press("\r");
            terminal.is_quiet_for(SETTLED);
            terminal.press("\u{1b}");
        }
        assert_eq!(foreign(&terminal.bytes()), Vec::<String>::new(), "{}", action.name());
    }
    for (cols, rows) in [(60, 20), (80, 24), (200, 60), (40, 10)] {
        terminal.resize(cols, rows);
        terminal.is_quiet_for(SETTLED);
    }
    assert_eq!(foreign(&terminal.bytes()), Vec::<String>::new());
}

#[test]
fn no_junk_comes_out_of_a_script() {
    let desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    let agent = desk.seeded.agents[0].clone();
    desk.sign_in_through(&format!("http://{}", lie_for(&desk)), &agent, home.path());
    for args in [
        &["tickets"][..],
        &["tickets", "--json"],
        &["ticket", "1"],
        &["ticket", "1", "--json"],
        &["order", "1"],
        &["order", "1", "--json"],
        &["whoami"],
        &["whoami", "--json"],
        &["stats"],
        &["reply", "1", "--json", "hello"],
        &["status", "1", "in_progress"],
        &["assign", "2", "99999"],
        &["ticket", "99999"],
        &["order", "99999"],
        &["logout"],
    ] {
        let mut command = Command::new(ROBINDESK);
        let output = command.args(args).env("ROBINDESK_HOME", home.path()).output().unwrap();
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8(said).unwrap();
            let foreign: Vec<char> = said.chars().filter(|c| commands(*c) && *c != '\n').collect();
            assert!(foreign.is_empty(), "{args:?}: {foreign:?} in {said}");
            assert!(args.contains(&"--json") || !said.contains("pwned"), "{args:?}: {said}");
        }
    }
}

/// Everything in what the console wrote that it would not write of its own accord.
fn foreign(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            if commands(c) {
                found.push(format!("{c:?}"));
            }
            continue;
        }
        let kind = chars.next();
        let mut body = String::new();
        let mut whole = kind.is_some();
        match kind {
            Some('[') => {
                for c in chars.by_ref() {
                    body.push(c);
                    if ('@'..='~').contains(&c) {
                        break;
                    }
                }
                whole = body.ends_with(|c| ('@'..='~').contains(&c));
            }
            Some(']') => {
                while let Some(c) = chars.next_if(|c| *c != '\u{7}' && *c != '\u{1b}') {
                    body.push(c);
                }
                let end = chars.next();
                whole = end.is_some();
                if end == Some('\u{1b}') {
                    whole = chars.next().is_some();
                }
            }
            _ => {}
        }
        if !whole {
            // The rest of it is still on its way, and is judged with what comes next.
            break;
        }
        let ours = match kind {
            Some('[') => is_our_csi(&body),
            Some(']') => is_our_osc(&body),
            _ => false,
        };
        if !ours {
            found.push(format!("ESC {kind:?} {body:?}"));
        }
    }
    if text.contains("pwned") {
        found.push("pwned".to_owned());
    }
    found
}

/// Colours, the cursor's place, clearing, and the modes that are set on the way in.
fn is_our_csi(body: &str) -> bool {
    let (params, last) = body.split_at(body.len() - 1);
    let known = match last {
        "m" | "H" | "J" | "K" => params.chars().all(|c| c.is_ascii_digit() || c == ';'),
        "h" | "l" => {
            ["?25", "?1000", "?1002", "?1003", "?1004", "?1006", "?1015", "?1049", "?2004", "?2026"]
                .contains(&params)
        }
        "t" => ["22;2", "23;2"].contains(&params),
        "u" => [">1", "<1"].contains(&params),
        _ => false,
    };
    known && !params.contains("7331")
}

/// The title, the clipboard and notifications.
fn is_our_osc(body: &str) -> bool {
    let known =
        ["0;", "2;", "52;c;", "9;", "99;", "777;notify;"].iter().any(|k| body.starts_with(k));
    known && !body.contains("pwned") && !body.contains("cHduZWQ") && !body.chars().any(commands)
}

/// Whether a terminal obeys a character, or shows what stands beside it in another order.
fn commands(c: char) -> bool {
    let hidden = matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || hidden
}
