//! Small charts of blocks, braille or ASCII. Each says nothing that its figures beside it, or the
//! table in its place, do not say in words.

pub mod bars;
pub mod line;

use super::look::Look;

/// Eighths of a cell, from the bottom.
const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// A value as so many parts of the highest, rounded; what is more than nothing is at least one.
fn parts(value: u64, highest: u64, most: u64) -> u64 {
    if value == 0 || highest == 0 || most == 0 {
        return 0;
    }
    let parts =
        (u128::from(value) * u128::from(most) + u128::from(highest) / 2) / u128::from(highest);
    u64::try_from(parts).unwrap_or(most).clamp(1, most)
}

/// A line of small bars, one cell each; more values than cells are summed up. Nothing where a screen
/// reader reads along.
pub fn spark(values: &[u64], cells: usize, look: &Look) -> String {
    if look.is_plain() || cells == 0 {
        return String::new();
    }
    let each = values.len().div_ceil(cells).max(1);
    // The newest at the right is whole; what is left over is the oldest.
    let first = values.len() % each;
    let mut sums: Vec<u64> = Vec::new();
    sums.extend((first > 0).then(|| values[..first].iter().sum::<u64>()));
    sums.extend(values[first..].chunks(each).map(|chunk| chunk.iter().sum::<u64>()));
    let highest = sums.iter().copied().max().unwrap_or(0);
    let bar = |value: u64| match parts(value, highest, 8) {
        0 => look.glyph(" ", " "),
        n if look.is_ascii() => [".", ":", "|", "#"][usize::try_from((n - 1) / 2).unwrap_or(0)],
        n => EIGHTHS[usize::try_from(n - 1).unwrap_or(0)],
    };
    sums.into_iter().map(bar).collect()
}

/// A bar to the right, of so many cells at most.
pub fn across(value: u64, highest: u64, cells: usize, look: &Look) -> String {
    if look.is_plain() {
        return String::new();
    }
    let eighths = parts(value, highest, cells as u64 * 8);
    let whole = usize::try_from(eighths / 8).unwrap_or(0);
    if look.is_ascii() {
        return "#".repeat(whole.max(usize::from(value > 0)));
    }
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    format!("{}{}", "█".repeat(whole), rest[usize::try_from(eighths % 8).unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::Theme;
    use crate::ui::look::Signs;
    use jiff::tz::TimeZone;
    use robindesk_protocol::Timestamp;

    fn look(signs: Signs) -> Look {
        let theme = Theme::default();
        Look { theme, signs, still: false, zone: TimeZone::UTC, now: Timestamp(0) }
    }

    #[test]
    fn what_is_more_than_nothing_is_seen() {
        let fine = look(Signs::Fine);
        assert_eq!(spark(&[0, 1, 1000, 500], 4, &fine), " ▁█▄");
        assert_eq!(spark(&[9, 1, 1, 2, 2], 3, &fine), "█▂▄");
        assert_eq!(spark(&[0, 1, 1000, 500], 4, &look(Signs::Ascii)), " .#:");
        assert_eq!(spark(&[1], 4, &look(Signs::Plain)), "");
        assert_eq!(across(1, 1_000, 10, &fine), "▏");
        assert_eq!(across(1_000, 1_000, 3, &fine), "███");
        assert_eq!(across(1, 2, 5, &fine), "██▌");
        assert_eq!(across(1, 1_000, 10, &look(Signs::Ascii)), "#");
        assert_eq!(across(0, 0, 10, &fine), "");
    }
}
