//! `check`: what it prints, and how it ends.

use super::home::{err, out, ran, server};
use serde_json::Value;

#[test]
fn what_must_be_mended_is_told_with_what_to_do_and_ends_with_one() {
    let home = tempfile::tempdir().unwrap();
    assert!(ran(&home, &["seed", "--orders", "5"]).status.success());
    let output = ran(&home, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    let told = out(&output);
    assert!(told.contains("FAIL  backup    there is no backup\n"), "{told}");
    assert!(told.contains("-> run robindesk-server backup FILE every day\n"), "{told}");
    assert!(told.contains("ok    desk      every order has one ticket of its own\n"), "{told}");
    assert_eq!(err(&output), "error: one thing must be mended\n");

    assert!(ran(&home, &["backup", "desk.backup"]).status.success());
    let output = ran(&home, &["check", "--mend", "--json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["mended"], Value::Array(Vec::new()));
    // Room on this machine's disk is not ours to promise.
    let failed = report["checks"].as_array().unwrap().iter();
    let failed: Vec<_> = failed.filter(|l| l["level"] == "fail" && l["check"] != "room").collect();
    assert!(failed.is_empty(), "{failed:?}");
    let mut off = server(home.path(), &["check"]);
    let output = off.env("ROBINDESK_RATE_LIMIT", "off").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("FAIL  limits"), "{}", out(&output));
}

#[cfg(unix)]
#[test]
fn a_database_that_everybody_may_read_is_told_of_and_closed_to_them_by_the_next_start() {
    use super::home::Serving;
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    assert!(ran(&home, &["migrate"]).status.success());
    let data = home.path().join("data");
    let files = ["robindesk.db", "robindesk.db-wal", "robindesk.db-shm"].map(|f| data.join(f));
    assert!(out(&ran(&home, &["check"])).contains("ok    private   "));
    set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    set_permissions(&files[0], Permissions::from_mode(0o644)).unwrap();
    let told = out(&ran(&home, &["check"]));
    assert!(told.contains("FAIL  private   others on this machine may read "), "{told}");
    assert!(told.contains("data/robindesk.db\n"), "{told}");

    // As a crash leaves them.
    std::fs::write(&files[1], "").unwrap();
    std::fs::write(&files[2], "").unwrap();
    for file in &files[1..] {
        set_permissions(file, Permissions::from_mode(0o644)).unwrap();
    }
    let mut serving = Serving::start(&home, &["--port", "0"]);
    serving.until("Listening");
    for file in &files {
        assert_eq!(metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let told = out(&ran(&home, &["check"]));
    assert!(told.contains("warn  private   others on this machine may look into "), "{told}");
    assert_eq!(metadata(&data).unwrap().permissions().mode() & 0o777, 0o755, "it is left");
}

#[test]
fn a_look_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let output = ran(&home, &["check"]);
    assert!(out(&output).contains("there is no database yet"), "{}", out(&output));
    assert!(!home.path().join("data").exists());
    let mut lost = server(home.path(), &["check"]);
    lost.env("DATABASE_URL", "postgresql://desk:canary@127.0.0.1:1/desk");
    let output = lost.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("FAIL  database"), "{}", out(&output));
    assert!(!out(&output).contains("canary") && !err(&output).contains("canary"));
}
