//! Where lines break, measured in cells: by grapheme, so that nothing wide or joined is cut in two.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether each character of a text is a grapheme and a cell of its own, as in most texts: then
/// nothing has to be looked up.
pub fn is_simple(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_simple_char)
}

/// ASCII and Latin letters, dashes and quotes, arrows, and what lines and badges are drawn with; none
/// of them joins with another.
const fn is_simple_char(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}'
        | '\u{2190}'..='\u{2199}' | '\u{21c4}' | '\u{2500}'..='\u{25fc}')
}

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    if is_simple(text) {
        return text.chars().count();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The rows of a text at a width, as byte ranges. They leave out line breaks and nothing else: the
/// space that a row broke at hangs at its end. A text always has at least one row.
pub fn rows(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(text, start..start + line.len(), width.max(2), &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap_line(text: &str, line: Range<usize>, width: usize, rows: &mut Vec<Range<usize>>) {
    let part = &text[line.clone()];
    if is_simple(part) {
        let pieces = part.char_indices().map(|(at, c)| (at, c == ' ', 1));
        break_line(pieces, line, width, rows);
    } else {
        let cells = UnicodeWidthStr::width;
        let pieces = part.grapheme_indices(true).map(|(at, g)| (at, g == " ", cells(g)));
        break_line(pieces, line, width, rows);
    }
}

/// Breaks a line that is made of these pieces: where in it, whether a space, how many cells.
fn break_line(
    pieces: impl Iterator<Item = (usize, bool, usize)>,
    line: Range<usize>,
    width: usize,
    rows: &mut Vec<Range<usize>>,
) {
    let mut start = line.start;
    let mut used = 0;
    // Where the row may be broken: after this byte, with so many cells before it.
    let mut space: Option<(usize, usize)> = None;
    for (at, is_space, cells) in pieces {
        let at = line.start + at;
        if is_space {
            space = Some((at + 1, used + 1));
        } else {
            // Twice, when what followed the space is too wide together with this.
            while used + cells > width && start < at {
                let (end, taken) = space.take().unwrap_or((at, used));
                rows.push(start..end);
                start = end;
                used -= taken;
            }
        }
        used += cells;
    }
    rows.push(start..line.end);
}

/// The front of a text that fits into so many cells, with `…` where something was cut off.
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    match cells.checked_sub(1) {
        Some(cells) => front(text, cells).trim_end().to_owned() + "…",
        None => String::new(),
    }
}

/// The front of a text that takes at most so many cells.
fn front(text: &str, cells: usize) -> &str {
    if is_simple(text) {
        return &text[..text.char_indices().nth(cells).map_or(text.len(), |(at, _)| at)];
    }
    let mut used = 0;
    let over = text.grapheme_indices(true).find(|(_, grapheme)| {
        used += UnicodeWidthStr::width(*grapheme);
        used > cells
    });
    &text[..over.map_or(text.len(), |(at, _)| at)]
}

/// Two texts in so many cells together. When they are too long each gives up what it has more than
/// half, so that both can be told.
pub fn share(one: &str, two: &str, cells: usize) -> (String, String) {
    let (wide, other) = (width(one), width(two));
    let half = cells / 2;
    let first = if other <= half { cells - other } else { wide.min(half) };
    (cut(one, first), cut(two, cells - wide.min(first)))
}

/// A name and what stands behind it at the right, with a space between them, in exactly so many cells.
/// The name is given its width first; of the other at least a word is left.
pub fn ends(name: &str, more: &str, cells: usize) -> (String, String) {
    /// `available…`
    const WORD: usize = 10;
    let kept = width(more).min(WORD) + 1;
    let name = cut(name, cells.saturating_sub(kept));
    let more = cut(more, cells.saturating_sub(width(&name) + 1));
    (fit(&name, cells.saturating_sub(width(&more) + 1)), format!(" {more}"))
}

/// A text cut or filled up with spaces to exactly so many cells.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&out))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_whole_before_what_stands_behind_it() {
        let ends = |name, cells| {
            let (name, more) = ends(name, "available · 2 open", cells);
            name + &more
        };
        assert_eq!(ends("Sam Lee", 30), "Sam Lee     available · 2 open");
        assert_eq!(ends("Sam Lee", 20), "Sam Lee available ·…");
        assert_eq!(ends("Sebastian Montgomery", 22), "Sebastian…  available…");
        assert_eq!(ends("Sam", 0), " ");
    }

    fn wrapped(text: &str, cells: usize) -> Vec<&str> {
        rows(text, cells).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrapped("the quick brown fox", 10), ["the quick ", "brown fox"]);
        assert_eq!(wrapped("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("日本語です", 5), ["日本", "語で", "す"]);
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("ab 👩‍👩‍👧 cd", 5), ["ab 👩‍👩‍👧 ", "cd"]);
    }

    #[test]
    fn a_cut_says_so_and_a_fit_is_exact() {
        assert_eq!(cut("Nordic Fit", 7), "Nordic…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(fit("日本語", 4), "日… ");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(cut("ab", 0), "");
    }

    #[test]
    fn two_share_the_room_and_the_shorter_one_keeps_its_whole() {
        let shared = |one, two, cells| {
            let (one, two) = share(one, two, cells);
            format!("{one}|{two}")
        };
        assert_eq!(shared("Acme Co", "Lena Ortiz", 20), "Acme Co|Lena Ortiz");
        assert_eq!(shared("Creative Partnerships", "Lena", 14), "Creative…|Lena");
        assert_eq!(shared("Acme", "Lena-Maria Ortiz", 14), "Acme|Lena-Mari…");
        assert_eq!(shared("Creative Partnerships", "Lena-Maria Ortiz", 14), "Creati…|Lena-M…");
    }

    #[test]
    fn what_is_simple_is_a_grapheme_and_a_cell_wherever_it_stands() {
        for c in ('\u{0}'..char::MAX).filter(|c| is_simple_char(*c)) {
            let text = format!("{c}e{c}{c}▌{c}");
            assert_eq!(text.graphemes(true).count(), 6, "{c:?}");
            assert!(text.graphemes(true).all(|g| UnicodeWidthStr::width(g) == 1), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_and_no_row_is_too_wide(text in "[a-z \n日é👩]{0,60}", cells in 2_usize..20) {
            let rows = rows(&text, cells);
            let joined: String = rows.iter().map(|r| &text[r.clone()]).collect();
            prop_assert_eq!(joined, text.replace('\n', ""));
            for row in rows {
                prop_assert!(width(text[row].trim_end_matches(' ')) <= cells);
            }
        }
    }
}
