//! For terminals and fonts with ASCII alone: the console's own signs give way to plain ones. What
//! people wrote stays as they wrote it.

use ratatui::buffer::Buffer;

/// Changes the drawn signs one for one, so that nothing moves.
pub fn flatten(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let plain = match cell.symbol() {
            "·" | "▁" => "-",
            "…" => "~",
            "→" => ">",
            "←" => "<",
            "↑" => "^",
            "↓" | "✓" => "v",
            "×" | "✗" => "x",
            "●" => "*",
            "○" => "o",
            "“" | "”" => "\"",
            _ => continue,
        };
        cell.set_symbol(plain);
    }
}
