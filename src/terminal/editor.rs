//! A text in the editor of her choice: in a file of its own that only she may read, gone afterwards.

use std::io::{self, Write as _};
use std::process::Command;

/// Opens the text in `$VISUAL`, `$EDITOR` or `vi` and waits for it to end. Gives what was saved.
///
/// # Errors
/// When the file can't be written or read, or the editor can't be started or says that it failed.
pub(super) fn edit(text: &str) -> io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("robindesk-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    // It may carry arguments (`code --wait`). No shell reads it.
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("vi"));
    let status = command.args(words).arg(file.path()).status();
    let status = status.map_err(|e| io::Error::new(e.kind(), format!("{editor}: {e}")))?;
    if !status.success() {
        return Err(io::Error::other(format!("{editor} ended with {status}")));
    }
    // Read by its name: editors put a new file in the place of the old one.
    let text = std::fs::read_to_string(file.path())?;
    // Editors end the last line; she did not.
    Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
}
