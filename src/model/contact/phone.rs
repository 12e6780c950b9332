//! Phone numbers, as people of many countries write them, told from dates, sums and order numbers.

use std::ops::Range;

/// Signs that people put between the digits.
const BETWEEN: &str = " \u{a0}\u{202f}-‐‑–.()/";

/// Where the phone numbers are.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(run) = next_run(text, from) {
        from = run.end;
        if is_phone(text, &run) {
            found.push(run);
        }
    }
    found
}

/// The next run of digits with signs between them, from its plus or bracket to its last digit.
fn next_run(text: &str, from: usize) -> Option<Range<usize>> {
    let first = from + text[from..].find(|c: char| c.is_numeric())?;
    let mut start = first;
    // What stands before the first digit: "+", "(", "+(".
    for (at, c) in text[from..first].char_indices().rev() {
        if c != '+' && c != '(' {
            break;
        }
        start = from + at;
    }
    let mut end = first;
    let mut gap = 0;
    for (at, c) in text[first..].char_indices() {
        if c.is_numeric() {
            end = first + at + c.len_utf8();
            gap = 0;
        } else if BETWEEN.contains(c) && gap < 3 {
            gap += 1;
        } else {
            break;
        }
    }
    Some(start..end)
}

fn is_phone(text: &str, run: &Range<usize>) -> bool {
    let piece = &text[run.clone()];
    let groups: Vec<&str> =
        piece.split(|c: char| !c.is_numeric()).filter(|g| !g.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.chars().count()).collect();
    let digits: usize = lengths.iter().sum();
    if piece.starts_with('+') || piece.starts_with("(+") {
        return (7..=15).contains(&digits);
    }
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    // A number of something, a part of a word, a sum.
    if before.is_some_and(|c| c.is_alphanumeric() || "#$€£¥_-".contains(c))
        || after.is_some_and(|c| c.is_alphabetic() || "$€£¥%_".contains(c))
    {
        return false;
    }
    if piece.starts_with("00") {
        return (9..=17).contains(&digits);
    }
    if groups.len() == 1 {
        // In one piece it is a phone number when it begins as one, or is as long as one.
        return (piece.starts_with('0') && (9..=12).contains(&digits))
            || (10..=11).contains(&digits);
    }
    let thousands =
        lengths[0] < 3 && lengths[1..].iter().all(|n| *n == 3) && !piece.starts_with('0');
    let dated = groups.windows(3).any(is_date);
    (7..=15).contains(&digits) && !thousands && !dated && !piece.contains(" - ")
}

fn is_date(groups: &[&str]) -> bool {
    let small = |g: &str| g.len() <= 2 && g.parse::<u32>().is_ok_and(|n| n <= 31);
    let year = |g: &str| g.len() == 4 && (g.starts_with("19") || g.starts_with("20"));
    (year(groups[0]) && small(groups[1]) && small(groups[2]))
        || (small(groups[0]) && small(groups[1]) && year(groups[2]))
}
