//! Which layer wins, and what is said about a bad value.

use super::{Flags, LogFormat, Settings, Sources};
use std::path::PathBuf;

const SECRET: &str = "kB7vQ2mZ9xW4tR8pL1nD6sF3hJ5gC0yA";

fn load(flags: Flags, env: &[(&str, &str)], file: &str) -> Result<Settings, String> {
    let variable =
        |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let file = (!file.is_empty()).then(|| (PathBuf::from("desk.toml"), file.to_owned()));
    let default_data_dir = Some(PathBuf::from("/data"));
    Settings::load(&Sources { flags, env: &variable, file, default_data_dir })
        .map_err(|error| error.to_string())
}

fn flag(key: &'static str, value: &str) -> Flags {
    vec![(key, value.to_owned())]
}

#[test]
fn without_any_configuration_there_are_defaults() {
    let settings = load(vec![], &[], "").unwrap();
    assert_eq!(settings.address().to_string(), "127.0.0.1:3002");
    assert_eq!(settings.data_dir, PathBuf::from("/data"));
    assert_eq!(settings.log_format, LogFormat::Text);
    assert!(settings.rate_limit && settings.secret.is_none() && settings.database.is_none());
    assert!(settings.metrics_address.is_none() && settings.tls.is_none());
    assert_eq!(settings.rates, super::Rates::default());
}

#[test]
fn flags_win_over_environment_over_file() {
    let file = "port = 1";
    assert_eq!(load(vec![], &[], file).unwrap().port, 1);
    assert_eq!(load(vec![], &[("PORT", "2")], file).unwrap().port, 2);
    assert_eq!(load(flag("port", "3"), &[("PORT", "2")], file).unwrap().port, 3);
    assert_eq!(load(vec![], &[("PORT", "")], file).unwrap().port, 1, "empty is not set");
}

#[test]
fn each_key_is_read() {
    let file = format!(
        "host = \"::1\"\ndata_dir = \"/d\"\ndatabase_url = \"sqlite:x.db\"\nrate_limit = false\n\
         jwt_secret = \"{SECRET}\"\nlog_format = \"json\"\ntrusted_proxies = [\"10.0.0.1\"]"
    );
    let settings = load(vec![], &[], &file).unwrap();
    assert_eq!(settings.address().to_string(), "[::1]:3002");
    assert_eq!(settings.data_dir, PathBuf::from("/d"));
    assert_eq!(settings.database_url(), "sqlite:x.db");
    assert_eq!(settings.log_format, LogFormat::Json);
    assert_eq!(settings.trusted_proxies.len(), 1);
    assert!(!settings.rate_limit);
    assert_eq!(settings.secret.unwrap().expose(), SECRET);
}

#[test]
fn files_lie_in_the_data_folder_or_in_a_bucket() {
    assert_eq!(load(vec![], &[], "").unwrap().files, super::Files::Folder);
    for odd in ["/mnt/files", "s3://", "s3:///files"] {
        let said = load(vec![], &[("ROBINDESK_FILES", odd)], "").unwrap_err();
        assert!(said.starts_with("files (from the environment: ROBINDESK_FILES): must "), "{said}");
    }
    let bucket = load(vec![], &[("ROBINDESK_FILES", "s3://desk/some/files")], "");
    #[cfg(feature = "s3")]
    {
        let (name, prefix) = ("desk".to_owned(), "some/files".to_owned());
        assert_eq!(bucket.unwrap().files, super::Files::Bucket { name, prefix });
    }
    #[cfg(not(feature = "s3"))]
    assert!(bucket.unwrap_err().contains("without the feature s3"));
}

#[test]
fn a_bad_value_is_named_with_its_layer() {
    for (flags, env, file, said) in [
        (flag("port", "x"), None, "", "port (from the command line): must be a port: 0 to 65535"),
        (vec![], Some(("PORT", "-1")), "", "port (from the environment: PORT): must be a port"),
        (vec![], None, "port = \"x\"", "port (from desk.toml): must be a port"),
        (vec![], None, "prot = 1", "desk.toml: prot is not a known key; known: host, port"),
        (vec![], None, "port = 1\nport =", "desk.toml: line 2: "),
        (vec![], Some(("JWT_SECRET", "short")), "", "jwt_secret (from the environment: JWT_SECRET"),
        (vec![], Some(("DATABASE_URL", "mysql://a:canary@b")), "", "must begin with sqlite: or"),
        (vec![], Some(("ROBINDESK_RATE_LIMIT", "maybe")), "", "must be on or off"),
        (vec![], Some(("ROBINDESK_TRUSTED_PROXIES", "a")), "", "must be IP addresses"),
        (vec![], None, "rate_account_burst = 0", "must be a whole number from 1 to 1000000"),
        (vec![], None, "metrics_address = \"here\"", "must be an address with a port"),
        (flag("log_format", "xml"), None, "", "must be text or json"),
        (flag("tls_cert", "a.pem"), None, "", "tls_cert (from the command line): needs tls_key"),
        (vec![], Some(("ROBINDESK_TLS_KEY", "a.pem")), "", "ROBINDESK_TLS_KEY): needs tls_cert"),
    ] {
        let env: Vec<_> = env.into_iter().collect();
        let error = load(flags, &env, file).unwrap_err();
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
}

#[test]
fn a_broken_file_does_not_show_its_secret() {
    let error = load(vec![], &[], "jwt_secret = \"canary\" oops").unwrap_err();
    assert!(!error.contains("canary"), "{error}");
}

#[test]
fn other_machines_are_served_only_with_an_explicit_word() {
    let open = [("HOST", "0.0.0.0")];
    let error = load(vec![], &open, "").unwrap_err();
    assert!(error.contains("--plain-http"), "{error}");
    assert!(load(flag("plain_http", "true"), &open, "").is_ok());
    assert!(load(vec![], &open, "plain_http = true").is_ok());
    assert!(load(vec![], &[("HOST", "localhost")], "").is_ok());
    let tls = "host = \"0.0.0.0\"\ntls_cert = \"c.pem\"";
    let settings = load(vec![], &[("ROBINDESK_TLS_KEY", "k.pem")], tls).unwrap();
    let (cert, key) = ("c.pem".into(), "k.pem".into());
    assert_eq!((settings.tls, settings.plain_http), (Some(super::Tls { cert, key }), false));
}
