//! `import`: what it prints, and how it ends.

use super::home::{err, out, ran, server};
use std::io::Write;
use std::process::{Output, Stdio};
use tempfile::TempDir;

const CREATORS: &str = "name,email\r\nLena,lena@lena.example\r\n";

fn from_stdin(home: &TempDir, text: &str) -> Output {
    let mut command = server(home.path(), &["import", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_file_or_standard_input_is_taken_in_and_counted() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("creators.csv"), CREATORS).unwrap();
    let output = ran(&home, &["import", "creators.csv"]);
    assert!(output.status.success(), "{}", err(&output));
    let told = "brands    0 created, 0 updated, 0 unchanged\n\
                creators  1 created, 0 updated, 0 unchanged\n\
                packages  0 created, 0 updated, 0 unchanged\n";
    assert_eq!(out(&output), told);
    let output = from_stdin(&home, &CREATORS.replace("Lena,", "Lena Ortiz,"));
    assert!(out(&output).contains("creators  0 created, 1 updated, 0 unchanged"));
    let output = ran(&home, &["token", "--email", "lena@lena.example"]);
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn what_is_wrong_is_told_by_line_and_nothing_is_made() {
    let home = tempfile::tempdir().unwrap();
    let output = ran(&home, &["import", "nowhere.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("nowhere.csv"), "{}", err(&output));
    let output = from_stdin(&home, "name,email\nLena,\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err(&output), "error: nothing was imported\n  line 2, email: is missing\n");
    assert!(!home.path().join("data").exists(), "a bad file makes no desk");
    let output = from_stdin(&home, "name,email\nLena,lena\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("line 2, email: must be an e-mail address"), "{}", err(&output));
    assert!(out(&output).is_empty());
}
