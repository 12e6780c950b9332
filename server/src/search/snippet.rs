//! A piece of a text around what was found in it, with the places to highlight as numbers: nothing of
//! the text is ever taken for markup.

use super::places::places;
use super::query::Term;
use super::words::words;
use robindesk_protocol::Snippet;
use std::ops::Range;

/// How much of a text is shown, in characters, and how much of that before what was found.
const LENGTH: usize = 160;
const BEFORE: usize = 40;

/// The piece of `text` around the first of `terms` in it, in one line; its beginning when none is.
/// A text is read no further than it takes to tell that.
pub fn snippet(text: &str, terms: &[Term]) -> Snippet {
    let places = places(words(text), terms, |first| piece(text, first).end);
    let shown = piece(text, places.first().map_or(0, |(first, _)| *first));
    // Places in characters from here on: bytes mean nothing to who draws them.
    let (mut bytes, mut chars) = (shown.start, 0);
    let mut count = |at: usize| {
        let at = at.min(shown.end);
        chars += text[bytes..at].chars().count();
        bytes = at;
        chars
    };
    let inside = places.iter().take_while(|(start, _)| *start < shown.end);
    let line = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    Snippet {
        marks: inside.map(|(start, end)| (count(*start), count(*end))).collect(),
        text: text[shown.clone()].chars().map(line).collect(),
        more_before: shown.start > 0,
        more_after: shown.end < text.len(),
    }
}

/// What is shown of a text, in bytes, for what was first found there.
fn piece(text: &str, first: usize) -> Range<usize> {
    let before = text[..first].char_indices().rev().take(BEFORE).last();
    let from = before.map_or(first, |(at, _)| at);
    let until = text[from..].char_indices().nth(LENGTH);
    from..until.map_or(text.len(), |(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::snippet;
    use crate::search::Query;

    fn marked(text: &str, query: &str) -> (String, Vec<String>) {
        let snippet = snippet(text, &Query::parse(query).unwrap().terms);
        let chars: Vec<char> = snippet.text.chars().collect();
        let marks = snippet.marks.iter().map(|(a, b)| chars[*a..*b].iter().collect()).collect();
        (snippet.text, marks)
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_written() {
        let (text, marks) = marked("The Draft,\nZoë: is the draft due?", "zoe draft");
        assert_eq!(text, "The Draft, Zoë: is the draft due?");
        assert_eq!(marks, ["Draft", "Zoë", "draft"]);
        assert_eq!(marked("the draft is due", "\"draft is\" due").1, ["draft is", "due"]);
        assert_eq!(marked("<b>late</b>", "late -b").1, ["late"]);
    }

    #[test]
    fn a_long_text_is_cut_around_it() {
        let text = format!("{}needle{}", "hay ".repeat(100), " hay".repeat(100));
        let found = snippet(&text, &Query::parse("needle").unwrap().terms);
        assert_eq!((found.text.chars().count(), found.marks), (160, vec![(40, 46)]));
        assert!(found.more_before && found.more_after);
    }

    #[test]
    fn a_text_that_is_full_of_what_is_asked_for_is_marked_as_far_as_it_is_shown() {
        let found = |text: &str, query: &str| snippet(text, &Query::parse(query).unwrap().terms);
        let signs = found(&"北".repeat(21_800), "北");
        assert_eq!(signs.marks, (0..160).map(|at| (at, at + 1)).collect::<Vec<_>>());
        assert!(!signs.more_before && signs.more_after);
        let last = found(&format!("{}東", "北".repeat(21_800)), "\"北 東\"");
        assert_eq!((last.text.chars().count(), last.marks), (42, vec![(40, 42)]));
        assert!(last.more_before && !last.more_after);
        let long = found(&"word".repeat(100), "wordwo");
        assert_eq!(long.marks, [(0, 160)], "as much of a word as is shown");
    }
}
