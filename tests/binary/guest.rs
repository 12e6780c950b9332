//! The console as a guest: of a shell that stops and continues it, of tmux, of terminals that mark
//! pastes and of those that don't; and how little it asks for while nothing happens.

use crate::pty::{at_work, begin_reply, open_first};
use crate::terminal::{ROBINDESK, Terminal};
use portable_pty::CommandBuilder;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

#[test]
fn nothing_happens_while_nothing_happens() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    begin_reply(&mut terminal);
    terminal.press("thinking");
    terminal.shows("thinking");
    let used = terminal.is_quiet_for(Duration::from_secs(3));
    assert!(used <= Duration::from_millis(30), "idle, it used {used:?} of the processor");
    let resident = terminal.resident_mib();
    assert!(resident < 100.0, "it holds {resident} MiB, unoptimised as it is");
}

/// The colours that came out, as the parameters after `38;` and `48;`, until the login shows.
fn colours(environment: &[(&str, &str)]) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(ROBINDESK);
    command.args(["--theme", "dark"]);
    command.env("TERM", "xterm-256color");
    for (name, value) in environment {
        command.env(name, value);
    }
    let terminal = Terminal::spawn(home.path(), command);
    terminal.shows("Password");
    let bytes = String::from_utf8(terminal.bytes()).unwrap();
    let params = |part: &str| part.split('m').next().unwrap_or_default().to_owned();
    let found = ["38;", "48;"].map(|kind| bytes.split(kind).skip(1).map(params).collect());
    let found: [Vec<String>; 2] = found;
    found.concat()
}

#[test]
fn it_uses_the_colours_that_the_terminal_has() {
    let depth = |term, colorterm| colours(&[("TERM", term), ("COLORTERM", colorterm)]);
    assert!(depth("xterm-256color", "truecolor").iter().any(|c| c.starts_with("2;")));
    let many = depth("xterm-256color", "");
    assert!(!many.is_empty() && many.iter().all(|c| c.starts_with("5;")), "{many:?}");
    let few = depth("xterm", "");
    let basic = |c: &String| c[2..].split(';').next().unwrap().parse::<u8>().unwrap() < 16;
    assert!(!few.is_empty() && few.iter().all(|c| c.starts_with("5;") && basic(c)), "{few:?}");
    let none = colours(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    assert_eq!(none, Vec::<String>::new());
}

#[test]
fn news_and_copies_reach_the_desktop() {
    let (desk, _, home) = at_work();
    // A desktop's tool that keeps what it is given.
    let bin = home.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let copied = home.path().join("copied");
    std::fs::write(bin.join("wl-copy"), format!("#!/bin/sh\ncat > '{}'\n", copied.display()))
        .unwrap();
    std::fs::set_permissions(bin.join("wl-copy"), PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = CommandBuilder::new(ROBINDESK);
    let path = std::env::var("PATH").unwrap();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("ROBINDESK_NOTIFY", "osc9"),
        ("WAYLAND_DISPLAY", "wayland-0"),
        ("PATH", &format!("{}:{path}", bin.display())),
    ] {
        command.env(name, value);
    }
    let mut terminal = Terminal::spawn(home.path(), command);
    let ticket = open_first(&mut terminal);
    terminal.press("y");
    terminal.until_wrote("\u{1b}]52;c;", 1);
    while std::fs::read_to_string(&copied).unwrap_or_default() != format!("#{ticket}") {
        std::thread::yield_now();
    }
    let told = format!("\u{1b}]9;robindesk #{ticket} ");
    desk.brand_writes(ticket, "while she looks");
    terminal.shows("while she looks");
    assert!(!terminal.wrote(&told));
    terminal.press("\u{1b}[O");
    terminal.press("z");
    terminal.until("that the list is gone", |text| !text.contains("Inbox · "));
    desk.brand_writes(ticket, "while she is away");
    terminal.until_wrote(&told, 1);
}

#[test]
fn the_mouse_is_taken_when_asked_and_given_back() {
    let (_desk, _, home) = at_work();
    for (mouse, taken) in [("false", false), ("true", true)] {
        let mut command = CommandBuilder::new(ROBINDESK);
        command.env("TERM", "xterm-256color");
        command.env("ROBINDESK_MOUSE", mouse);
        let mut terminal = Terminal::spawn(home.path(), command);
        terminal.shows("● live");
        terminal.press("q");
        terminal.end();
        terminal.is_as_it_was();
        assert_eq!(terminal.wrote("\u{1b}[?1002h"), taken);
        assert_eq!(terminal.wrote("\u{1b}[?1002l"), taken);
    }
}

#[test]
fn words_alone_draw_no_line_in_the_real_terminal() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &["--plain"]);
    terminal.until("the list", |text| text.contains("live") && text.contains("\n> #"));
    terminal.press("\ri");
    terminal.shows("reply to");
    terminal.press("hello");
    terminal.shows("hello");
    assert!(!terminal.text().contains(|c| ('\u{2190}'..='\u{2bff}').contains(&c)));
}

#[test]
fn a_shell_stops_and_continues_it() {
    let (_desk, _, home) = at_work();
    let mut shell = CommandBuilder::new("bash");
    shell.args(["--norc", "--noprofile", "-i"]);
    shell.env("PS1", "shell> ");
    shell.env("TERM", "xterm-256color");
    let mut terminal = Terminal::spawn(home.path(), shell);
    terminal.shows("shell>");
    terminal.press(&format!("{ROBINDESK}\n"));
    open_first(&mut terminal);
    begin_reply(&mut terminal);
    terminal.press("before lunch");
    terminal.shows("before lunch");
    terminal.press("\u{1a}");
    terminal.until("the shell", |text| text.contains("Stopped"));
    assert!(!terminal.is_taken());
    terminal.press("echo it is $((40+2))\n");
    terminal.shows("it is 42");
    terminal.press("fg\n");
    terminal.shows("before lunch");
    terminal.press(" and after");
    terminal.shows("before lunch and after");
    assert!(terminal.is_taken());
}

#[test]
fn somebody_stops_and_continues_it() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    begin_reply(&mut terminal);
    terminal.signal("STOP");
    terminal.signal("CONT");
    // It enters the alternate screen again.
    terminal.until_wrote("\u{1b}[?1049h", 2);
    terminal.press("still here");
    terminal.shows("still here");
    assert!(terminal.is_taken());
}

#[test]
fn a_paste_of_many_lines_sends_nothing() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    begin_reply(&mut terminal);
    // Told as a paste, with the line ends that tmux sends; and as bare keys.
    terminal.press("\u{1b}[200~first line\rsecond line\r\u{1b}[201~");
    terminal.shows("second line");
    terminal.press("third line\rfourth line\r");
    terminal.shows("fourth line");
    let text = terminal.text();
    for line in ["first line", "second line", "third line", "fourth line"] {
        // Still inside the composer's border: what is sent leaves it.
        assert!(text.contains(&format!("┃ {line}")), "{text}");
    }
    assert!(!text.contains("sending"), "{text}");
}

#[test]
fn a_storm_of_sizes_leaves_it_whole() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    for (cols, rows) in (20..160).step_by(7).zip((6..50).cycle().step_by(3)) {
        terminal.resize(cols, rows);
    }
    terminal.resize(36, 9);
    terminal.shows("robindesk needs 40x10");
    terminal.resize(120, 30);
    terminal.shows("● live");
    terminal.shows("⇄");
}

/// Where tmux is not installed this says so, and tries nothing.
#[test]
fn it_lives_in_tmux() {
    if std::process::Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("SKIPPED: tmux is not installed, the console was not tried in it");
        return;
    }
    let (_desk, _, home) = at_work();
    let socket = home.path().join("tmux.sock");
    let mut tmux = CommandBuilder::new("tmux");
    tmux.args(["-f", "/dev/null", "-u", "-S"]);
    tmux.arg(&socket);
    tmux.args(["new-session", ROBINDESK]);
    tmux.env("TERM", "xterm-256color");
    let mut terminal = Terminal::spawn(home.path(), tmux);
    open_first(&mut terminal);
    begin_reply(&mut terminal);
    terminal.press("\u{1b}[200~from a paste\rin tmux\u{1b}[201~");
    terminal.shows("in tmux");
    terminal.press("\u{1b}");
    terminal.shows("i reply");
    terminal.press("q");
    assert!(terminal.end().success());
    assert!(terminal.wrote("[exited]"));
}
