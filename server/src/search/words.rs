//! The words of a text, the same for what is stored and for what is asked, on either engine: runs of
//! letters and digits in lower case without accents; each sign of a script without spaces is a word.

/// The longest word, in bytes. Longer runs are cut, in texts and queries alike.
const LONGEST: usize = 64;

/// A word and where in the text it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    // Whether the last word goes on with the next letter.
    let mut open = false;
    for (start, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            // An accent of its own belongs to the letter before it and says nothing here.
            open = open && is_accent(c);
            continue;
        }
        let end = start + c.len_utf8();
        match found.last_mut() {
            Some(word) if open && !stands_alone(c) => {
                word.end = end;
                if word.text.len() < LONGEST {
                    fold(c, &mut word.text);
                }
            }
            _ => {
                let mut text = String::new();
                fold(c, &mut text);
                found.push(Word { text, start, end });
            }
        }
        open = !stands_alone(c);
    }
    found.retain(|word| !word.text.is_empty());
    found
}

/// A whole name as it is looked for: its letters as those of [`words`], and all its other signs.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            fold(c, &mut folded);
        } else if !is_accent(c) {
            folded.push(c);
        }
    }
    folded
}

/// Combining marks of the Latin script.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Scripts that put no space between words.
const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Adds a letter in lower case and without its accent.
fn fold(c: char, word: &mut String) {
    for c in c.to_lowercase().filter(|c| c.is_alphanumeric()) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => word.push('a'),
            'æ' => word.push_str("ae"),
            'ç' | 'ć' | 'č' => word.push('c'),
            'ď' | 'đ' | 'ð' => word.push('d'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ė' => word.push('e'),
            'ğ' => word.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => word.push('i'),
            'ł' | 'ľ' => word.push('l'),
            'ñ' | 'ń' | 'ň' => word.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => word.push('o'),
            'œ' => word.push_str("oe"),
            'ř' => word.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => word.push('s'),
            'ß' => word.push_str("ss"),
            'ť' | 'ţ' | 'ț' => word.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => word.push('u'),
            'ý' | 'ÿ' => word.push('y'),
            'ź' | 'ż' | 'ž' => word.push('z'),
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, words};

    fn of(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_without_case_and_accents() {
        assert_eq!(
            of("When's the DRAFT due, 2026-11-01?"),
            ["when", "s", "the", "draft", "due", "2026", "11", "01"]
        );
        assert_eq!(of("Zoë Müller, Straße; cafe\u{301}s"), ["zoe", "muller", "strasse", "cafes"]);
        assert_eq!(of("東京 tower"), ["東", "京", "tower"]);
        assert_eq!(of("'; DROP* \"\u{0}\" --"), ["drop"]);
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
            let apart: Vec<String> = words(name).into_iter().map(|w| w.text).collect();
            let again: Vec<String> = words(wanted).into_iter().map(|w| w.text).collect();
            assert_eq!(apart, again);
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "to Zoë!";
        let word = &words(text)[1];
        assert_eq!(&text[word.start..word.end], "Zoë");
    }
}
