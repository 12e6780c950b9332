//! The binary as a self-hoster meets it: exit codes, what goes to stdout and what does not, and a
//! server that starts without any configuration and stops when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// The binary in a world of its own: nothing of this machine's configuration reaches it.
fn server(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_robindesk-server"));
    command.args(args).env_clear().env("HOME", home).current_dir(home);
    command.env("ROBINDESK_DATA_DIR", home.join("data"));
    command
}

fn ran(home: &TempDir, args: &[&str]) -> Output {
    server(home.path(), args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn wrong_usage_is_two_and_failure_is_one() {
    let home = tempfile::tempdir().unwrap();
    for args in [
        &["--no-such-flag"][..],
        &["no-such-command"],
        &["token"],
        &["token", "--email", "a@b.example", "--ttl", "soon"],
        &["migrate", "--port", "http"],
        &["serve", "--host", "0.0.0.0"],
        &["migrate", "--config", "nowhere.toml"],
    ] {
        let output = ran(&home, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(out(&output).is_empty(), "{args:?}");
    }
    let output = ran(&home, &["token", "--email", "nobody@b.example"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("there is no account nobody@b.example"));
    let output = server(home.path(), &["migrate"]).env("JWT_SECRET", "canary").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("JWT_SECRET") && !err(&output).contains("canary"));
}

#[test]
fn a_super_admin_is_created_once_and_gets_a_token() {
    let home = tempfile::tempdir().unwrap();
    let create = ["create-super-admin", "--email", "robin@b.example", "--name", "Robin"];
    let output = ran(&home, &create);
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(out(&output).matches("Password (shown this once): ").count(), 1);
    let output = ran(&home, &create);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("already an account"), "{}", err(&output));
    let output = ran(&home, &["token", "--email", "robin@b.example", "--ttl", "5m"]);
    let token = out(&output);
    assert_eq!((token.lines().count(), token.trim().split('.').count()), (1, 3), "{token}");
    assert!(!err(&output).contains(token.trim()));
}

#[test]
fn a_password_from_stdin_is_not_printed() {
    let home = tempfile::tempdir().unwrap();
    let args = ["create-super-admin", "--email", "r@b.example", "--name", "R", "--password-stdin"];
    let create = |password: &str| {
        let mut command = server(home.path(), &args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    };
    assert_eq!(create("short").status.code(), Some(2));
    let output = create("canary canary canary");
    assert!(output.status.success(), "{}", err(&output));
    assert!(!out(&output).contains("canary") && !err(&output).contains("canary"));
}

#[test]
fn test_data_is_made_once() {
    let home = tempfile::tempdir().unwrap();
    let seed = ["seed", "--orders", "10", "--agents", "2", "--random-seed", "7"];
    let output = ran(&home, &seed);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).starts_with("Seeded 2 agents, 12 brands, 20 creators"));
    let output = ran(&home, &seed);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("test data already"), "{}", err(&output));
}

#[test]
fn the_openapi_document_is_printed_without_a_database() {
    let home = tempfile::tempdir().unwrap();
    let output = ran(&home, &["openapi"]);
    assert!(output.status.success(), "{}", err(&output));
    let document: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(document["paths"]["/api/orders"]["post"].is_object());
    assert!(!home.path().join("data").exists());
}

/// A server at work, killed with the test.
struct Serving {
    child: Child,
    log: BufReader<std::process::ChildStderr>,
}

impl Serving {
    fn start(home: &TempDir, args: &[&str]) -> Self {
        let mut child = server(home.path(), args)
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { child, log }
    }

    /// Reads the log on until a line has `word`.
    fn until(&mut self, word: &str) -> String {
        for line in self.log.by_ref().lines() {
            let line = line.unwrap();
            if line.contains(word) {
                return line;
            }
        }
        panic!("the log ended without {word}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn it_serves_without_configuration_and_stops_when_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(&home, &["--port", "0", "--log-format", "json"]);
    let line: serde_json::Value = serde_json::from_str(&serving.until("Listening")).unwrap();
    assert!(line["address"].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
    let secret = home.path().join("data/jwt_secret");
    assert_eq!(secret.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    // Another process on the same database, next to the running server.
    let create = ["create-super-admin", "--email", "robin@b.example", "--name", "Robin"];
    assert!(ran(&home, &create).status.success());

    let pid = serving.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    serving.until("Stopped");
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}
