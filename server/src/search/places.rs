//! Where the terms of a query stand in a text: told word by word and in one pass, whatever the text and
//! the terms repeat, and no further than what is shown of it.

use super::query::Term;
use super::words::Word;
use std::cmp::Reverse;

/// Where terms stand among these words, in bytes and in order; where several begin, the longest, and
/// none within another. `until` tells for the first place where what is shown ends: all that begin
/// before that are among them.
pub fn places(
    words: impl Iterator<Item = Word>,
    terms: &[Term],
    until: impl Fn(usize) -> usize,
) -> Vec<(usize, usize)> {
    let asked = terms.iter().filter(|term| !term.not && !term.words.is_empty());
    let mut ways: Vec<Way<'_>> = asked.map(Way::new).collect();
    let (mut starts, mut found) = (Vec::new(), Vec::new());
    if ways.is_empty() {
        return found;
    }
    let (mut first, mut end) = (usize::MAX, usize::MAX);
    for word in words {
        // What has begun before the end may yet come to be a place, and to be the first.
        let over = |way: &Way<'_>| way.began(&starts).is_none_or(|start| start >= end);
        if word.start >= end && ways.iter().all(over) {
            break;
        }
        starts.push(word.start);
        for way in &mut ways {
            if way.ends_with(&word.text) {
                let start = starts[starts.len() - way.words.len()];
                found.push((start, word.end));
                if start < first {
                    (first, end) = (start, until(start));
                }
            }
        }
    }
    found.sort_unstable_by_key(|(start, end)| (*start, Reverse(*end)));
    let mut last = 0;
    found.retain(|(start, end)| {
        let apart = *start >= last;
        last = if apart { *end } else { last };
        apart
    });
    found
}

/// A term, and how much of it the text has just said.
struct Way<'a> {
    words: &'a [String],
    prefix: bool,
    /// Of each beginning of the term, by its words: the longest shorter one that it ends with, for what comes next
    /// may go on from there.
    back: Vec<usize>,
    /// How many of its words were met, but for the last.
    met: usize,
}

impl<'a> Way<'a> {
    fn new(term: &'a Term) -> Self {
        let words = &term.words[..];
        let mut way = Self { words, prefix: term.prefix, back: vec![0, 0], met: 0 };
        let mut met = 0;
        for word in words[..words.len() - 1].iter().skip(1) {
            met = way.next(met, word);
            way.back.push(met);
        }
        way
    }

    /// How many words are met after these with one more.
    fn next(&self, mut met: usize, word: &str) -> usize {
        let last = self.words.len() - 1;
        while met > 0 && (met == last || self.words[met] != word) {
            met = self.back[met];
        }
        met + usize::from(met < last && self.words[met] == word)
    }

    /// Takes the next word of a text, and tells whether the whole term ends with it.
    fn ends_with(&mut self, word: &str) -> bool {
        let last = self.words.len() - 1;
        let wanted = &self.words[last];
        let whole = self.met == last && (word == wanted || self.prefix && word.starts_with(wanted));
        self.met = self.next(self.met, word);
        whole
    }

    /// Where that which was met begins.
    fn began(&self, starts: &[usize]) -> Option<usize> {
        starts.get(starts.len() - self.met).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::search::query::Term;
    use crate::search::words::{Word, words};
    use proptest::prelude::*;

    fn term(text: &str, prefix: bool) -> Term {
        let words = words(text).map(|word| word.text).collect();
        Term { text: text.to_owned(), words, prefix, not: false }
    }

    /// The same, by looking at every word for every term.
    fn plainly(words: &[Word], terms: &[Term]) -> Vec<(usize, usize)> {
        let begins = |words: &[Word], term: &Term| {
            let last = term.words.len() - 1;
            words.len() > last
                && term.words.iter().zip(words).enumerate().all(|(n, (wanted, word))| {
                    word.text == *wanted
                        || n == last && term.prefix && word.text.starts_with(wanted)
                })
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in 0..words.len() {
            let here = terms.iter().filter(|term| begins(&words[at..], term));
            if let Some(length) = here.map(|term| term.words.len()).max() {
                let (start, end) = (words[at].start, words[at + length - 1].end);
                if found.last().is_none_or(|(_, last)| *last <= start) {
                    found.push((start, end));
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn they_are_where_every_word_is_looked_at_for_every_term(
            text in "(a|b|ab|abc| | |, ){0,60}",
            asked in prop::collection::vec(("(a|b|ab)( (a|b|ab)){0,4}", any::<bool>()), 0..4),
            shown in 1_usize..40,
        ) {
            let terms: Vec<Term> = asked.iter().map(|(text, prefix)| term(text, *prefix)).collect();
            let all: Vec<Word> = words(&text).collect();
            let wanted = plainly(&all, &terms);
            prop_assert_eq!(&places(all.iter().cloned(), &terms, |_| usize::MAX), &wanted);
            let end = wanted.first().map_or(0, |(first, _)| first + shown);
            let within = |all: Vec<(usize, usize)>| -> Vec<_> {
                all.into_iter().take_while(|(start, _)| *start < end).collect()
            };
            let found = places(all.into_iter(), &terms, |first| first + shown);
            prop_assert_eq!(within(found), within(wanted));
        }
    }

    #[test]
    fn no_more_words_are_read_than_it_takes() {
        let read = |text: &str, terms: &[Term]| {
            let mut read = 0;
            let found = places(words(text).inspect(|_| read += 1), terms, |first| first + 100);
            (found.len(), read)
        };
        let text = "a ".repeat(30_000);
        assert_eq!(read(&text, &[term("a", false)]), (50, 51));
        assert_eq!(read(&text, &[term("a a", false), term("b", true)]), (25, 52));
        assert_eq!(read(&text, &[]), (0, 0));
        // All of it, and each word once.
        let most = term(&format!("{}b", "a ".repeat(99)), false);
        let text = format!("{text}b");
        assert_eq!(read(&text, &[most]), (1, 30_001));
    }
}
