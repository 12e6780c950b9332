//! The words of a text, the same for what is stored and for what is asked, on either engine: runs of
//! letters and digits in lower case without accents; each sign of a script without spaces is a word.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The longest word, in bytes, but for its last letter. Longer runs are cut there, in texts and queries
/// alike: PostgreSQL refuses a whole text for a word of 2 KiB, and one sign may have any number of marks.
const LONGEST: usize = 64;

/// A word and where in the text it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// The words of a text, in order, each read when it is asked for.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut signs = signs(text).peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, sign) = signs.find(|(_, sign)| first(sign).is_alphanumeric())?;
            let mut word = Word { text: String::new(), start, end: start + sign.len() };
            fold(sign, &mut word.text, LONGEST);
            while !stands_alone(first(sign))
                && let Some((start, sign)) = signs.next_if(|(_, sign)| goes_on(first(sign)))
            {
                // An accent of its own belongs to the letter before it and says nothing here.
                if first(sign).is_alphanumeric() {
                    word.end = start + sign.len();
                    fold(sign, &mut word.text, LONGEST);
                }
            }
            if !word.text.is_empty() {
                return Some(word);
            }
        }
    })
}

/// A whole name as it is looked for: its letters as those of [`words`], and all its other signs.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for (_, sign) in signs(text) {
        if first(sign).is_alphanumeric() {
            fold(sign, &mut folded, usize::MAX);
        } else {
            folded.extend(sign.chars().filter(|c| !is_accent(*c)));
        }
    }
    folded
}

/// The signs of a text and where they stand, in bytes: each with the marks that are written after it,
/// and a Korean syllable in one.
fn signs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut chars = rest.char_indices();
        chars.next()?;
        let end = chars.find(|(_, c)| begins(*c)).map_or(rest.len(), |(at, _)| at);
        start += end;
        Some((start - end, &rest[..end]))
    })
}

/// Not a mark of the sign before it, nor a part that makes one sign with it.
fn begins(c: char) -> bool {
    let joins = || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe || is_half_voicing(c);
    c.is_ascii() || !is_mark(c) && !joins()
}

/// Whether this is written onto the letter before it.
pub fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0
}

fn first(sign: &str) -> char {
    sign.chars().next().unwrap_or_default()
}

/// Combining marks of the Latin, Greek and Cyrillic scripts; the points and signs that Hebrew and Arabic
/// are mostly written without, and what stretches an Arabic word.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}')
}

/// Marks that make another letter of a kana.
const fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// The same as a kana of half the width has it, beside it.
const fn is_half_voicing(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// Scripts that put no space between words.
const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a word that has begun goes on with this.
fn goes_on(c: char) -> bool {
    is_accent(c) || c.is_alphanumeric() && !stands_alone(c)
}

/// Adds a sign in lower case, without its accents, and in the plainest shape that it has: however it
/// was typed, and by the same rule for what is stored and for what is asked. A word that has its
/// `longest`, in bytes, gets no more.
fn fold(sign: &str, word: &mut String, longest: usize) {
    if word.len() >= longest {
        return;
    }
    if let [byte] = sign.as_bytes() {
        return word.push(char::from(byte.to_ascii_lowercase()));
    }
    let apart = sign.nfkd().flat_map(char::to_lowercase);
    let plain = apart.filter(|c| (c.is_alphanumeric() || is_voicing(*c)) && !is_accent(*c));
    for c in plain.nfc().filter(|c| c.is_alphanumeric()) {
        match c {
            'æ' => word.push_str("ae"),
            'đ' | 'ð' => word.push('d'),
            'ħ' => word.push('h'),
            'ı' => word.push('i'),
            'ł' => word.push('l'),
            'ø' => word.push('o'),
            'œ' => word.push_str("oe"),
            'ß' => word.push_str("ss"),
            // Only at the end of a word.
            'ς' => word.push('σ'),
            'ŧ' => word.push('t'),
            c => word.push(c),
        }
        if word.len() >= longest {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Word, folded, words};
    use unicode_normalization::UnicodeNormalization;

    fn of(text: &str) -> Vec<String> {
        words(text).map(|w| w.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_without_case_and_accents() {
        assert_eq!(
            of("When's the DRAFT due, 2026-11-01?"),
            ["when", "s", "the", "draft", "due", "2026", "11", "01"]
        );
        assert_eq!(of("Zoë Müller, Straße; cafe\u{301}s"), ["zoe", "muller", "strasse", "cafes"]);
        assert_eq!(of("東京 tower"), ["東", "京", "tower"]);
        assert_eq!(of("ΟΔΟΣ οδος Congreſs 5µg"), ["οδοσ", "οδοσ", "congress", "5μg"]);
        assert_eq!(of("'; DROP* \"\u{0}\" --"), ["drop"]);
    }

    #[test]
    fn a_word_is_the_same_however_it_was_typed() {
        for (text, wanted) in [
            ("데이터 보고서.pdf", &["데이터", "보고서", "pdf"][..]),
            ("データ", &["デ", "ー", "タ"]),
            ("ﾃﾞｰﾀ ﾊﾟ", &["デ", "ー", "タ", "パ"]),
            ("שָׁלוֹם", &["שלום"]),
            ("مُحَمَّد أحمد مـــحمد", &["محمد", "احمد", "محمد"]),
            ("Ħamrun ŧ", &["hamrun", "t"]),
            ("Йогурт отчёт", &["иогурт", "отчет"]),
            ("Tiếng Việt", &["tieng", "viet"]),
            ("ŁÓDŹ Ørsted Þór", &["lodz", "orsted", "þor"]),
            ("ὈΔΌΣ", &["οδοσ"]),
            ("हिन्दी में", &["हिनदी", "में"]),
            ("ﬁnal ＡＢＣ m²", &["final", "abc", "m2"]),
        ] {
            assert_eq!(of(text), wanted);
            let apart: String = text.nfd().collect();
            assert_eq!(of(&apart), wanted, "{text}, in parts");
            assert_eq!(folded(&apart), folded(text), "{text}, in parts");
            assert_eq!(words(&apart).last().unwrap().end, apart.len(), "{text}, to its end");
        }
    }

    #[test]
    fn a_name_is_folded_as_its_words_are() {
        for (name, wanted) in [
            ("Reel Übersicht", "reel ubersicht"),
            ("100% ÉCLAIR & Söhne_GmbH", "100% eclair & sohne_gmbh"),
            ("Hauptstraße 7", "hauptstrasse 7"),
            ("Иван", "иван"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(folded(name), wanted);
            assert_eq!(folded(&name.to_lowercase()), wanted, "once lowered");
            assert_eq!(folded(wanted), wanted, "twice");
            let apart: Vec<String> = words(name).map(|w| w.text).collect();
            let again: Vec<String> = words(wanted).map(|w| w.text).collect();
            assert_eq!(apart, again);
        }
    }

    #[test]
    fn no_word_is_longer_than_an_index_takes() {
        for (start, more) in [
            ("", "A"),
            ("", "7"),
            ("", "ß"),
            ("א", "\u{5b0}"),
            ("ᄀ", "ᅡ"),
            ("ক", "\u{9be}"),
            ("e", "\u{301}"),
            ("", "\u{345}a"),
            ("", "ﷺ"),
        ] {
            let long = format!("{start}{} end", more.repeat(2_000));
            let short = format!("{start}{}", more.repeat(150));
            let [long, short]: [Vec<Word>; 2] = [long, short].map(|text| words(&text).collect());
            assert!(long[0].text.len() < LONGEST + 4, "{start}{more}: {}", long[0].text.len());
            assert_eq!(long[0].text, short[0].text, "{start}{more}, wherever it ends");
            assert_eq!(long[0].end, start.len() + 2_000 * more.len(), "{start}{more}, to its end");
            assert_eq!((long.len(), &*long[1].text), (2, "end"));
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "to Zoë!";
        let word = words(text).nth(1).unwrap();
        assert_eq!(&text[word.start..word.end], "Zoë");
    }
}
