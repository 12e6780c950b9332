//! The commands, as scripts use them: the real binary, its output, its exit codes.

use crate::desk::{Desk, EMAIL, PASSWORD};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn robindesk(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_robindesk"));
    command.args(args).env("ROBINDESK_HOME", home).env_remove("ROBINDESK_SERVER");
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    robindesk(home, args).stdin(Stdio::null()).output().unwrap()
}

fn with_input(home: &Path, args: &[&str], input: &str) -> Output {
    let mut command = robindesk(home, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(home: &Path, args: &[&str]) -> Value {
    let output = run(home, args);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Signed in, as the agent with a password.
fn signed_in(desk: &Desk) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let args = ["login", "--server", &desk.url(), "--email", EMAIL, "--password-stdin"];
    let output = with_input(home.path(), &args, &format!("{PASSWORD}\n"));
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    home
}

#[test]
fn a_day_of_work_from_a_script() {
    let desk = Desk::open();
    let home = signed_in(&desk);
    let home = home.path();
    assert!(said(&run(home, &["whoami"])).contains("Lin Wei <lin@robindesk.example>, agent"));

    let page = json(home, &["tickets", "status:open,in_progress", "--json"]);
    let id = page["tickets"][0]["id"].as_str().unwrap().to_owned();
    let table = said(&run(home, &["tickets", "status:open,in_progress"]));
    assert!(table.starts_with("ID") && table.lines().any(|l| l.starts_with(&format!("{id} "))));

    let output = with_input(home, &["reply", &id, "-"], "two\nlines\n");
    assert_eq!(said(&output), format!("Sent to brand on ticket #{id}.\n"));
    let note = json(home, &["note", &id, "--json", "just for us"]);
    assert_eq!(note["audience"], "staff");
    let lane = json(home, &["reply", &id, "--lane", "creator", "--json", "to you"]);
    assert_eq!(lane["audience"], "creator");
    let ticket = json(home, &["ticket", &id, "--json"]);
    let texts: Vec<&str> = ticket["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|m| m["message_text"].as_str())
        .collect();
    assert!(texts.ends_with(&["two\nlines", "just for us", "to you"]), "{texts:?}");
    assert!(said(&run(home, &["ticket", &id])).contains("    two\n    lines\n"));

    // It is somebody else's: only a lead may move it.
    assert_eq!(run(home, &["assign", &id, "me"]).status.code(), Some(1));
    let lead = tempfile::tempdir().unwrap();
    desk.sign_in(&desk.seeded.admin, lead.path());
    assert_eq!(json(home, &["whoami", "--json"])["server"], desk.url());
    let me = json(home, &["whoami", "--json"])["id"].as_str().unwrap().to_owned();
    let moved = said(&run(lead.path(), &["assign", &id, "lin"]));
    assert!(moved.contains("is with Lin Wei"), "a name does, where there is one");
    let moved = said(&run(lead.path(), &["assign", &id, &me]));
    assert_eq!(moved, format!("Ticket #{id} is with Lin Wei.\n"));
    let resolved = said(&run(home, &["status", &id, "resolved"]));
    assert_eq!(resolved, format!("Ticket #{id} is resolved.\n"));

    // Numbers are for leads.
    assert_eq!(run(home, &["stats"]).status.code(), Some(1));
    let numbers = json(lead.path(), &["stats", "--json"]);
    assert_eq!(numbers["tickets"]["total"], desk.seeded.orders);
    let told = said(&run(lead.path(), &["stats"]));
    assert!(told.contains("AGENT") && told.contains("Lin Wei") && told.contains("ROTATION SINCE"));

    let order = ticket["ticket"]["order_id"].as_str().unwrap();
    assert!(said(&run(home, &["order", order])).contains("pending"));
    assert_eq!(json(home, &["order", order, "--json"])["id"], order);

    assert_eq!(json(home, &["logout", "--json"])["signed_in"], false);
    assert_eq!(run(home, &["whoami"]).status.code(), Some(1));
}

#[test]
fn exit_codes_tell_failures_from_mistakes() {
    let desk = Desk::open();
    let home = signed_in(&desk);
    let home = home.path();
    for (args, code, words) in [
        (&["ticket", "999999"][..], 1, "There is no such ticket"),
        (&["status", "1", "gone"], 2, "must be open, in_progress, resolved or closed"),
        (&["ticket", "x"], 2, "must be an id"),
        (&["tickets", "colour:red"], 2, "There is no filter `colour:`"),
        (&["reply", "1", "  "], 2, "There is nothing to send"),
        (&["assign", "1", "somebody"], 2, "`somebody` is no agent"),
        (&["--server", "http://192.0.2.1", "whoami"], 2, "--insecure-http"),
        (
            &["--server", "http://127.0.0.1:9", "whoami"],
            1,
            "Nobody is signed in to http://127.0.0.1:9",
        ),
        (&["frobnicate"], 2, "frobnicate"),
    ] {
        let output = run(home, args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", complained(&output));
        assert!(complained(&output).contains(words), "{args:?}: {}", complained(&output));
        assert_eq!(said(&output), "", "{args:?} said something");
    }
}

#[test]
fn a_wrong_password_and_a_server_that_is_not_there_are_told_in_words() {
    let mut desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    let args = ["login", "--server", &desk.url(), "--email", EMAIL, "--password-stdin"];
    let output = with_input(home.path(), &args, "wrong\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(!complained(&output).contains("wrong\n"));
    desk.stop();
    let output = with_input(home.path(), &args, "wrong\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("Nothing answers at"), "{}", complained(&output));
    let no_terminal = run(home.path(), &args[..5]);
    assert_eq!(no_terminal.status.code(), Some(2));
    assert!(complained(&no_terminal).contains("--password-stdin"));
}

#[test]
fn settings_that_make_no_sense_stop_everything_with_a_line_and_a_key() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config/client.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "theme = \"dark\"\nenter = \"maybe\"\n").unwrap();
    let output = run(home.path(), &["config"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("client.toml, line 2: `enter` must be"));
    std::fs::write(&file, "theme = \"dark\"\n").unwrap();
    let listed = said(&run(home.path(), &["config"]));
    assert!(listed.lines().any(|l| l.starts_with("theme") && l.ends_with("client.toml, line 1")));
}

#[test]
fn a_bad_line_in_a_file_is_named_before_the_screen_is_taken() {
    let home = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let file = home.path().join("config").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    };
    put("themes/mine.toml", "# mine\ntext = \"white\"\nnote = \"mauve-ish\"\n");
    put("keymap.toml", "[list]\ndown = \"entr\"\n");
    for (args, words) in [
        (&[][..], "keymap.toml, line 2: `down`: there is no key `entr`"),
        (&["--theme", "mine"], "keymap.toml, line 2"),
    ] {
        let output = run(home.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(complained(&output).contains(words), "{}", complained(&output));
        assert_eq!(said(&output), "");
    }
    put("keymap.toml", "");
    for (theme, words) in [
        ("mine", "mine.toml, line 3: `note`: `mauve-ish` is no colour or weight"),
        ("hers", "There is no theme `hers` (default, dark, light, high-contrast), and no file "),
        ("../mine", "--theme: `theme` must be the name of a theme"),
    ] {
        let output = run(home.path(), &["--theme", theme]);
        assert_eq!(output.status.code(), Some(2), "{theme}");
        assert!(complained(&output).contains(words), "{}", complained(&output));
    }
}

#[test]
fn what_others_wrote_commands_no_terminal() {
    let desk = Desk::open();
    let home = signed_in(&desk);
    let page = json(home.path(), &["tickets", "--json"]);
    let id = page["tickets"][0]["id"].as_str().unwrap().to_owned();
    let hostile = "hello\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}evil";
    with_input(home.path(), &["reply", &id, "-"], hostile);
    for args in [&["ticket", &id][..], &["tickets"], &["ticket", &id, "--json"]] {
        let output = run(home.path(), args);
        let foreign = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said(&output).contains(foreign), "{args:?}: {:?}", said(&output));
    }
    let ticket = json(home.path(), &["ticket", &id, "--json"]);
    let last = ticket["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(last["message_text"], hostile, "JSON loses nothing");
}

#[test]
fn watch_prints_events_as_lines_of_json() {
    let desk = Desk::open();
    let home = signed_in(&desk);
    let mut command = robindesk(home.path(), &["watch"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    assert_eq!(told.next().unwrap().unwrap(), "robindesk: live");
    let id = desk.seeded.orders;
    run(home.path(), &["note", &id.to_string(), "watch this"]);
    let mut events = BufReader::new(child.stdout.take().unwrap()).lines();
    let event = loop {
        let event: Value = serde_json::from_str(&events.next().unwrap().unwrap()).unwrap();
        if event["kind"] == "message.created" {
            break event;
        }
    };
    assert_eq!(event["data"]["message"]["message_text"], "watch this");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn completions_are_for_our_own_commands() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = said(&run(home.path(), &["completions", shell]));
        assert!(script.contains("robindesk") && script.contains("whoami"), "{shell}");
    }
}
