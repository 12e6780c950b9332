//! Any sizes and any keys, in any order: nothing breaks it.

use super::desk::Desk;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any sizes, in any order, in any state: it draws, and the place is kept.
    #[test]
    fn a_storm_of_resizes_breaks_nothing(
        sizes in proptest::collection::vec((1_u16..220, 1_u16..70), 1..12),
        keys in proptest::sample::select(vec![
            "", "j enter", "j enter r", "j enter c", "?", ":", "t", "j o", "2 /", "j enter z", "@",
        ]),
    ) {
        let mut desk = Desk::new();
        desk.keys(keys).types("wörds 日本 🙏");
        for (columns, rows) in sizes {
            desk.screen(columns, rows);
        }
    }

    /// Any keys, in any order: nothing panics, and only quitting quits.
    #[test]
    fn a_storm_of_keys_breaks_nothing(
        keys in proptest::collection::vec(proptest::sample::select(vec![
            "j", "k", "enter", "esc", "r", "c", "tab", "shift-tab", "e", "u", "t", "p", "s", "o",
            "1", "2", "/", "?", ":", "z", "]", "[", "J", "S", "R", "X", "g", "G", "ctrl-r", "ctrl-s",
            "ctrl-u", "down", "up", "backspace", "n", "@", "y", "alt-enter",
        ]), 1..60),
    ) {
        let mut desk = Desk::new();
        for key in keys {
            desk.keys(key);
        }
        prop_assert!(!desk.console.is_done());
    }
}
