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
