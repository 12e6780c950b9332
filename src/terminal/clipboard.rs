//! The clipboard: a sequence that most terminals understand, over SSH too; and besides, the system's
//! own tool where we are on the machine with the window, because not every terminal obeys it and none
//! says whether it did.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// OSC 52 with the text in base64; inside screen, wrapped so that it is passed on.
pub(super) fn sequence(text: &str, environment: impl Fn(&str) -> Option<String>) -> String {
    let sequence = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    let in_screen = environment("STY").is_some() && environment("TMUX").is_none();
    if in_screen { format!("\x1bP{sequence}\x1b\\") } else { sequence }
}

/// Gives the text to the system's tool, where there is one, without waiting for it.
pub(super) fn give(text: &str, environment: impl Fn(&str) -> Option<String>) {
    let Some((program, args)) = tool(environment) else { return };
    let text = text.to_owned();
    std::thread::spawn(move || {
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let given = command.spawn().and_then(|mut child| {
            if let Some(mut stdin) = child.stdin.take() {
                stdin.write_all(text.as_bytes())?;
            }
            child.wait()
        });
        if let Err(error) = given {
            tracing::debug!(program, %error, "the clipboard's tool could not be used");
        }
    });
}

/// The tool that reaches the clipboard from here.
fn tool(
    environment: impl Fn(&str) -> Option<String>,
) -> Option<(&'static str, &'static [&'static str])> {
    let has = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
    if has("TMUX") {
        // tmux keeps our sequence to itself unless it is told otherwise; this it passes on.
        Some(("tmux", &["load-buffer", "-w", "-"]))
    } else if has("SSH_TTY") || has("SSH_CONNECTION") {
        None
    } else if cfg!(target_os = "macos") {
        Some(("pbcopy", &[]))
    } else if has("WAYLAND_DISPLAY") {
        Some(("wl-copy", &[]))
    } else if has("WSL_DISTRO_NAME") {
        Some(("clip.exe", &[]))
    } else if has("DISPLAY") {
        Some(("xclip", &["-selection", "clipboard"]))
    } else {
        None
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, sequence, tool};

    #[test]
    fn base64_is_the_standard_one() {
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("#12", "IzEy")]
        {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn the_tool_is_the_one_that_reaches_the_window() {
        let set = |names: &'static [&str]| {
            move |name: &str| names.contains(&name).then(|| "1".to_owned())
        };
        let program = |names| tool(set(names)).map(|(program, _)| program);
        assert_eq!(program(&["TMUX", "SSH_TTY"]), Some("tmux"));
        assert_eq!(program(&["SSH_TTY", "DISPLAY"]), None);
        if cfg!(target_os = "linux") {
            assert_eq!(program(&["WAYLAND_DISPLAY", "DISPLAY"]), Some("wl-copy"));
            assert_eq!(program(&["DISPLAY"]), Some("xclip"));
            assert_eq!(program(&[]), None);
        }
        assert_eq!(sequence("#12", set(&["STY"])), "\x1bP\x1b]52;c;IzEy\x07\x1b\\");
        assert_eq!(sequence("#12", set(&["STY", "TMUX"])), "\x1b]52;c;IzEy\x07");
    }
}
