//! TLS as a self-hoster sets it up: what is said of wrong settings, and a certificate that is renewed
//! while the server runs.

use super::home::{Serving, err, out, ran};
use rcgen::{CertificateParams, KeyPair};
use std::path::Path;
use std::process::Command;

fn certify(home: &Path) {
    certify_until(home, 2999);
}

/// A certificate that is good until this year begins.
fn certify_until(home: &Path, year: i32) {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(year, 1, 1);
    let key = KeyPair::generate().unwrap();
    std::fs::write(home.join("cert.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
    std::fs::write(home.join("key.pem"), key.serialize_pem()).unwrap();
}

const BOTH: [&str; 4] = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];

#[test]
fn a_half_is_wrong_usage_and_files_that_do_not_do_refuse_the_start() {
    let home = tempfile::tempdir().unwrap();
    let output = ran(&home, &["serve", "--port", "0", "--tls-cert", "cert.pem"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("tls_cert (from the command line): needs tls_key"));
    let serve = [&["serve", "--port", "0"], &BOTH[..]].concat();
    let output = ran(&home, &serve);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cert.pem: tls_cert cannot be read"), "{}", err(&output));
    certify(home.path());
    let check = [&["check"], &BOTH[..]].concat();
    let told = out(&ran(&home, &check));
    assert!(told.contains("ok    door      TLS is on at 127.0.0.1:3002\n"), "{told}");
    std::fs::write(home.path().join("key.pem"), "").unwrap();
    assert_eq!(ran(&home, &serve).status.code(), Some(1));
    let told = out(&ran(&home, &check));
    assert!(told.contains("FAIL  door      key.pem: tls_key holds no private key"), "{told}");
    assert!(!home.path().join("data").exists());
}

#[test]
fn a_certificate_that_ended_is_told_of() {
    let home = tempfile::tempdir().unwrap();
    certify_until(home.path(), 2020);
    let output = ran(&home, &[&["check"], &BOTH[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let said = "FAIL  door      cert.pem: the certificate is not good: it ended at 2020-01-01T00:00:00.000Z\n";
    assert!(out(&output).contains(said), "{}", out(&output));
    let mut serving = Serving::start(&home, &[&["--port", "0"], &BOTH[..]].concat());
    assert!(serving.until("is not good").contains("ended at 2020-01-01T00:00:00.000Z"));
    serving.until("Listening");
}

#[cfg(unix)]
#[test]
fn a_hangup_reads_the_certificate_again() {
    let home = tempfile::tempdir().unwrap();
    certify(home.path());
    let serve = [&["--host", "0.0.0.0", "--port", "0", "--log-format", "json"], &BOTH[..]].concat();
    let mut serving = Serving::start(&home, &serve);
    let line: serde_json::Value = serde_json::from_str(&serving.until("Listening")).unwrap();
    assert_eq!(line["tls"], true, "{line}");
    let pid = serving.child.id().to_string();
    let kill = |signal: &str| {
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    };
    certify(home.path());
    kill("-HUP");
    serving.until("Read the certificate again");
    certify_until(home.path(), 2020);
    kill("-HUP");
    assert!(serving.until("is not good").contains("ended at 2020-01-01T00:00:00.000Z"));
    serving.until("Read the certificate again");
    std::fs::write(home.path().join("cert.pem"), "").unwrap();
    kill("-HUP");
    assert!(serving.until("The old certificate stays").contains("tls_cert holds no certificate"));
    kill("-TERM");
    serving.until("Stopped");
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}
