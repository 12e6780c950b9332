//! Notifications through the terminal: the sequence that it understands, else the bell.

use crate::config::Notify;

/// A notification with this text, which is safe already. `environment` tells which terminal it is.
pub(super) fn sequence(
    way: Notify,
    text: &str,
    environment: impl Fn(&str) -> Option<String>,
) -> String {
    let inside_tmux = environment("TMUX").is_some();
    let way = if way == Notify::Auto { understood(&environment) } else { way };
    // A name comes first everywhere, so that no text from outside can be read as a number or a
    // parameter, which some terminals take as an order.
    let sequence = match way {
        Notify::Osc9 => format!("\x1b]9;robindesk {text}\x07"),
        Notify::Osc777 => format!("\x1b]777;notify;robindesk;{}\x1b\\", text.replace(';', ",")),
        Notify::Osc99 => format!("\x1b]99;i=robindesk;robindesk {text}\x1b\\"),
        Notify::Bell | Notify::Auto => return "\x07".to_owned(),
        Notify::Off => return String::new(),
    };
    if inside_tmux {
        format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
    } else {
        sequence
    }
}

/// What the terminal is known to show. One that nothing is known of, and whatever stands between us
/// and it, gets the bell, which all of them pass on.
fn understood(environment: &impl Fn(&str) -> Option<String>) -> Notify {
    let term = environment("TERM").unwrap_or_default();
    if environment("TMUX").is_some() || environment("STY").is_some() {
        return Notify::Bell;
    }
    if environment("KITTY_WINDOW_ID").is_some() || term == "xterm-kitty" {
        return Notify::Osc99;
    }
    match environment("TERM_PROGRAM").as_deref() {
        Some("iTerm.app" | "WezTerm") => return Notify::Osc9,
        Some("ghostty") => return Notify::Osc777,
        _ => {}
    }
    if term.starts_with("foot") || term.starts_with("rxvt") { Notify::Osc777 } else { Notify::Bell }
}

#[cfg(test)]
mod tests {
    use super::sequence;
    use crate::config::Notify;

    fn told(way: Notify, variables: &[(&str, &str)]) -> String {
        let variable = |name: &str| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        };
        sequence(way, "#8 4;1;50", variable)
    }

    #[test]
    fn each_terminal_is_told_as_it_understands() {
        let auto = |variables: &[(&str, &str)]| told(Notify::Auto, variables);
        assert_eq!(auto(&[("TERM_PROGRAM", "WezTerm")]), "\x1b]9;robindesk #8 4;1;50\x07");
        assert_eq!(auto(&[("TERM", "foot")]), "\x1b]777;notify;robindesk;#8 4,1,50\x1b\\");
        assert_eq!(
            auto(&[("KITTY_WINDOW_ID", "1")]),
            "\x1b]99;i=robindesk;robindesk #8 4;1;50\x1b\\"
        );
        assert_eq!(auto(&[("TERM", "xterm-256color")]), "\x07");
        assert_eq!(auto(&[("TMUX", "/tmp/x"), ("TERM_PROGRAM", "WezTerm")]), "\x07");
    }

    #[test]
    fn what_is_asked_for_is_sent_through_tmux_too() {
        let tmux = [("TMUX", "/tmp/x")];
        let through = "\x1bPtmux;\x1b\x1b]9;robindesk #8 4;1;50\x07\x1b\\";
        assert_eq!(told(Notify::Osc9, &tmux), through);
        assert_eq!(told(Notify::Off, &tmux), "");
    }
}
