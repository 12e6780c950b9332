use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Vec<(Kind, &str)> {
    find(text).into_iter().map(|f| (f.kind, &text[f.at])).collect()
}

#[test]
fn addresses_numbers_and_links_are_found() {
    use Kind::{Email, Link, Phone};
    for (text, kind, piece) in [
        ("write to Lena@example.com.", Email, "Lena@example.com"),
        ("<lena.o+desk@mail.example.co.uk>", Email, "lena.o+desk@mail.example.co.uk"),
        ("mailto:a@b.io", Email, "a@b.io"),
        ("ünï@müller.de!", Email, "ünï@müller.de"),
        ("call +49 30 1234567", Phone, "+49 30 1234567"),
        ("+1 (415) 555-2671, after six", Phone, "+1 (415) 555-2671"),
        ("(415) 555-2671", Phone, "(415) 555-2671"),
        ("0049 170 1234567", Phone, "0049 170 1234567"),
        ("06 12 34 56 78", Phone, "06 12 34 56 78"),
        ("my number:0612345678", Phone, "0612345678"),
        ("4155552671", Phone, "4155552671"),
        ("+81-90-1234-5678", Phone, "+81-90-1234-5678"),
        ("555-1234 567", Phone, "555-1234 567"),
        ("020 7946 0958", Phone, "020 7946 0958"),
        ("+३५ ९८७६५ ४३२१०", Phone, "+३५ ९८७६५ ४३२१०"),
        ("see https://drive.example/x?a=1#b.", Link, "https://drive.example/x?a=1#b"),
        ("(HTTP://A.example/draft)", Link, "HTTP://A.example/draft"),
        ("[draft](https://a.example/1)", Link, "https://a.example/1"),
        ("www.nordicfit.example", Link, "www.nordicfit.example"),
        ("find me on instagram.com/lena", Link, "instagram.com/lena"),
        ("t.me/lena", Link, "t.me/lena"),
        ("bücher.museum/heute", Link, "bücher.museum/heute"),
    ] {
        assert_eq!(found(text), [(kind, piece)], "{text}");
    }
}

#[test]
fn what_only_looks_like_one_is_left_alone() {
    for text in [
        "2026-11-23 10:02",
        "on 23.11.2026 at noon",
        "11/23/2026, 14:00",
        "order #1234567890",
        "$1 250 000 and 1.250.000 views",
        "2 000 000 views",
        "250.00 USD",
        "logo.svg and brief.final.pdf",
        "e.g. this, i.e. that. And more...",
        "@lena posted it",
        "5 @ 20 each",
        "10:02 to 11:30",
        "30 - 45 seconds, 1080 x 1920",
        "ratio 16/9, version 1.2.3.4",
        "item ABC1234567890",
        "Ok.Then tomorrow",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn several_are_told_in_their_order() {
    use Kind::{Email, Link, Phone};
    let text = "a@b.com, +49 30 1234567 or https://x.example/0123456789";
    let kinds: Vec<Kind> = find(text).into_iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [Email, Phone, Link], "the digits of a link are no phone number");
}

proptest! {
    #[test]
    fn any_text_can_be_searched(text in "\\PC{0,80}") {
        for f in find(&text) {
            prop_assert!(!text[f.at].is_empty());
        }
    }
}
