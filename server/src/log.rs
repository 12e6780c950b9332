//! The log: on stderr, for people or for programs, and never obeyed by the terminal that shows it.

use crate::settings::LogFormat;
use std::io::{self, Write};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Starts logging for this process. `RUST_LOG` says what; by default everything from `info` on.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Escaped);
    // A second start in one process, as in tests, keeps the first.
    let _ = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

/// Makes writers to stderr that escape.
#[derive(Debug, Clone, Copy)]
struct Escaped;

impl<'a> MakeWriter<'a> for Escaped {
    type Writer = Line<io::Stderr>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(io::stderr())
    }
}

/// Writes one line a call: the subscriber hands over each event in one piece. What cannot be written is
/// lost and no error: the subscriber would tell of one on stderr, and panic where that fails as well,
/// as it does when the log lies on a disk that is full. The desk goes on without its log.
#[derive(Debug)]
struct Line<W>(W);

impl<W: Write> Write for Line<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let _ = self.0.write_all(format!("{}\n", escaped(text)).as_bytes());
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// Control characters and bidi overrides as `\u001b`, which a JSON string takes too.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Line;
    use std::io::Write;

    fn logged(event: &str) -> String {
        let mut out = Vec::new();
        Line(&mut out).write_all(event.as_bytes()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_ordinary_line_is_left_alone() {
        assert_eq!(logged("INFO Zoë signed in\n"), "INFO Zoë signed in\n");
    }

    #[test]
    fn a_log_that_cannot_be_written_stops_nobody() {
        let mut full: [u8; 2] = [0; 2];
        Line(&mut full[..]).write_all(b"INFO more than there is room for\n").unwrap();
    }

    #[test]
    fn no_value_can_start_a_line_or_an_escape_sequence() {
        assert_eq!(
            logged("path=/a\n2026 INFO forged \u{1b}[2J\u{9b}31m\u{202e}\r\n"),
            "path=/a\\u000a2026 INFO forged \\u001b[2J\\u009b31m\\u202e\\u000d\n"
        );
    }
}
