//! `backup` and `restore`: what they print, and how they end.

use super::home::{Serving, err, out, ran, server};
use std::process::Output;
use tempfile::TempDir;

/// The command on another data folder of the same home.
fn elsewhere(home: &TempDir, args: &[&str]) -> Output {
    let mut command = server(home.path(), args);
    command.env("ROBINDESK_DATA_DIR", home.path().join("elsewhere")).output().unwrap()
}

#[test]
fn a_desk_that_is_served_is_backed_up_and_restored_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let output = ran(&home, &["backup", "desk.backup"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("there is no desk to back up"), "{}", err(&output));
    assert!(ran(&home, &["seed", "--orders", "10"]).status.success());
    let mut serving = Serving::start(&home, &["--port", "0"]);
    serving.until("Listening");
    let output = ran(&home, &["backup", "desk.backup"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).starts_with("Backed up 10 orders, "), "{}", out(&output));
    assert!(err(&output).is_empty(), "{}", err(&output));

    let output = elsewhere(&home, &["restore", "desk.backup"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).starts_with("Restored 10 orders, "), "{}", out(&output));
    let output = elsewhere(&home, &["token", "--email", "maya.rivera@robindesk.example"]);
    assert!(output.status.success(), "{}", err(&output));
    let output = elsewhere(&home, &["restore", "desk.backup"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("--force"), "{}", err(&output));
    let output = elsewhere(&home, &["restore", "desk.backup", "--force"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains("The desk that was there before is "), "{}", out(&output));
    // In use: not even by force.
    let output = ran(&home, &["restore", "desk.backup", "--force"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("stop robindesk-server first"), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_alone_and_holds_no_secret() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    assert!(ran(&home, &["seed", "--orders", "1"]).status.success());
    assert!(ran(&home, &["backup", "desk.backup"]).status.success());
    let backup = home.path().join("desk.backup");
    assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let secret = std::fs::read(home.path().join("data/jwt_secret")).unwrap();
    let bytes = std::fs::read(backup).unwrap();
    let secret = secret.trim_ascii();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret));
}

#[cfg(unix)]
#[test]
fn a_desk_that_is_set_aside_is_closed_to_others() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    assert!(ran(&home, &["seed", "--orders", "1"]).status.success());
    assert!(ran(&home, &["backup", "desk.backup"]).status.success());
    let data = home.path().join("data");
    // As a version left it that did not see to that.
    set_permissions(data.join("robindesk.db"), Permissions::from_mode(0o644)).unwrap();
    let output = ran(&home, &["restore", "desk.backup", "--force"]);
    assert!(output.status.success(), "{}", err(&output));
    let names = data.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let is_desk = |path: &std::path::PathBuf| path.to_string_lossy().contains("robindesk.db");
    let desks: Vec<_> = names.filter(is_desk).collect();
    assert!(desks.len() > 1, "{desks:?}");
    for desk in desks {
        assert_eq!(desk.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{desk:?}");
    }
}
