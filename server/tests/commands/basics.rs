//! Exit codes, accounts, test data, and a server that starts without any configuration.

use super::home::{Serving, err, out, ran, server};
use robindesk_server::store::Store;
use std::io::Write;
use std::process::{Command, Stdio};

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

#[tokio::test]
async fn an_index_is_said_to_be_made_anew_where_there_is_something_to_read() {
    let home = tempfile::tempdir().unwrap();
    let migrated = || {
        let output = ran(&home, &["migrate"]);
        assert!(output.status.success(), "{}", err(&output));
        err(&output).contains("is made anew")
    };
    assert!(!migrated(), "of a database without any message");
    assert!(ran(&home, &["seed", "--orders", "3"]).status.success());
    let url = format!("sqlite:{}", home.path().join("data/robindesk.db").display());
    let store = Store::open_as_it_is(&url).await.unwrap();
    let mut conn = store.connect().await.unwrap();
    conn.run("DELETE FROM migrations WHERE version = 25", vec![]).await.unwrap();
    conn.close().await;
    store.close().await;
    assert!(migrated(), "of a desk's messages");
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
