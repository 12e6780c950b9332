//! A piece of a text around what was found in it, with the places to highlight as numbers: nothing of
//! the text is ever taken for markup.

use super::query::Term;
use super::words::{Word, words};
use robindesk_protocol::Snippet;

/// How much of a text is shown, in characters, and how much of that before what was found.
const LENGTH: usize = 160;
const BEFORE: usize = 40;

/// The piece of `text` around the first of `terms` in it, in one line; its beginning when none is.
pub fn snippet(text: &str, terms: &[Term]) -> Snippet {
    let found = found(&words(text), terms);
    // Places in characters from here on: bytes mean nothing to who draws them.
    let count = |at: usize| text[..at].chars().count();
    let places: Vec<(usize, usize)> =
        found.iter().map(|(start, end)| (count(*start), count(*end))).collect();
    let first = places.first().map_or(0, |place| place.0);
    let from = first.saturating_sub(BEFORE);
    let line = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    let shown: String = text.chars().skip(from).take(LENGTH).map(line).collect();
    let until = from + shown.chars().count();
    let inside = places.iter().filter(|(start, _)| (from..until).contains(start));
    let mark = |(start, end): &(usize, usize)| (start - from, end.min(&until) - from);
    Snippet {
        text: shown,
        marks: inside.map(mark).collect(),
        more_before: from > 0,
        more_after: text.chars().nth(until).is_some(),
    }
}

/// Where the terms stand, in bytes and in order.
fn found(words: &[Word], terms: &[Term]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        let longest = terms
            .iter()
            .filter(|term| !term.not && !term.words.is_empty() && begins(&words[at..], term))
            .map(|term| term.words.len())
            .max();
        if let Some(length) = longest {
            let (start, end) = (words[at].start, words[at + length - 1].end);
            if found.last().is_none_or(|(_, last)| *last <= start) {
                found.push((start, end));
            }
        }
    }
    found
}

fn begins(words: &[Word], term: &Term) -> bool {
    let last = term.words.len() - 1;
    words.len() > last
        && term.words.iter().zip(words).enumerate().all(|(n, (wanted, word))| {
            word.text == *wanted || n == last && term.prefix && word.text.starts_with(wanted)
        })
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
}
