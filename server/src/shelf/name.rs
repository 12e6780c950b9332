//! File names from outside: made safe once for the database, and again for the header they go out in.

use std::fmt::Write;

/// The longest name, in characters.
const LONGEST: usize = 150;

/// The last part of a path, without what could be taken for more than a name.
pub fn safe(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_odd(*c)).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.chars().take(LONGEST).collect() }
}

/// Control characters, and those that turn text around or cannot be seen.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The value of `Content-Disposition` that saves a file under this name (RFC 6266): a plain name for
/// old clients, the whole one encoded.
pub fn disposition(name: &str) -> String {
    let plain = |c: char| match c {
        ' ' | '-' | '_' | '.' => c,
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    let ascii: String = name.chars().map(plain).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => {
                // Writing to a String cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::{disposition, safe};

    #[test]
    fn a_name_is_a_name_and_nothing_else() {
        for (sent, kept) in [
            ("draft.mp4", "draft.mp4"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ada\\draft 2.mp4", "draft 2.mp4"),
            ("..", "file"),
            ("", "file"),
            (".bashrc", "bashrc"),
            ("a\r\nSet-Cookie: x\u{1b}[2J", "aSet-Cookie: x[2J"),
            ("gpj.\u{202e}exe", "gpj.exe"),
            ("Zoë.png", "Zoë.png"),
        ] {
            assert_eq!(safe(sent), kept, "{sent:?}");
        }
        assert_eq!(safe(&"x".repeat(1_000)).len(), 150);
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            disposition("Zoë \"x\"; a.png"),
            "attachment; filename=\"Zo_ _x__ a.png\"; filename*=UTF-8''Zo%C3%AB%20%22x%22%3B%20a.png"
        );
    }
}
