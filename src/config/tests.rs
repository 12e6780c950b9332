//! Whose word counts, and what is said about a word that makes no sense.

use super::*;

fn read(
    file: &str,
    environment: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> Result<Config, String> {
    let look_up = |name: &str| {
        environment.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
    };
    let flags: Vec<_> = flags.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
    Config::read(Some((Path::new("client.toml"), file)), look_up, &flags).map_err(|e| e.to_string())
}

#[test]
fn every_key_has_a_default_and_a_line_in_the_file() {
    let config = Config::defaults();
    assert!(config.listed().iter().all(|(_, _, origin)| *origin == Origin::Default));
    assert_eq!(config.origins.len(), KEYS.len());
    assert_eq!((config.server, config.enter), (None, Enter::Send));
}

#[test]
fn flags_stand_above_the_environment_above_the_file_above_defaults() {
    let file = "theme = \"light\"\nascii = true\nenter = \"newline\"\n";
    let config =
        read(file, &[("ROBINDESK_THEME", "dark"), ("ROBINDESK_ASCII", "false")], &[("theme", "x")])
            .unwrap();
    assert_eq!((config.theme.as_str(), config.ascii, config.enter), ("x", false, Enter::NewLine));
    let origins: Vec<String> = config.listed().iter().map(|(_, _, o)| o.to_string()).collect();
    let expected = ["default", "client.toml, line 3", "--theme", "ROBINDESK_ASCII", "default"]
        .map(String::from);
    assert_eq!(origins[..5], expected);
    assert!(origins[5..].iter().all(|origin| origin == "default"));
}

#[test]
fn what_makes_no_sense_is_named_with_its_line_and_key() {
    for (file, said) in [
        ("\nservr = \"x\"", "client.toml, line 2: there is no setting `servr`"),
        (
            "ascii = false\nenter = \"later\"",
            "client.toml, line 2: `enter` must be \"send\" or \"newline\", not `later`",
        ),
        ("ascii = 3", "client.toml, line 1: `ascii` must be true or false, not `3`"),
        ("theme = \"../x\"", "client.toml, line 1: `theme` must be the name of a theme"),
        ("notify = \"loud\"", "client.toml, line 1: `notify` must be one of auto, osc9, osc777,"),
        (
            "send_delay = 90",
            "client.toml, line 1: `send_delay` must be a number of seconds, 0 to 60, or \"desk\"",
        ),
        ("theme = ", "client.toml, line 1: "),
    ] {
        let error = read(file, &[], &[]).unwrap_err();
        assert!(error.starts_with(said), "{error}");
    }
    let error = read("", &[("ROBINDESK_ENTER", "no")], &[]).unwrap_err();
    assert!(error.starts_with("ROBINDESK_ENTER: `enter` must be"), "{error}");
}
