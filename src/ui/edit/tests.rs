use super::Edit;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn typed(text: &str) -> Edit {
    let mut edit = Edit::default();
    text.chars().for_each(|c| edit.type_char(c));
    edit
}

#[test]
fn graphemes_are_erased_whole() {
    let mut edit = typed("hi 👩‍👩‍👧e\u{301}");
    assert_eq!(edit.text(), "hi 👩‍👩‍👧e\u{301}");
    edit.erase_back();
    assert_eq!(edit.text(), "hi 👩‍👩‍👧");
    edit.erase_back();
    assert_eq!(edit.text(), "hi ");
}

#[test]
fn undo_goes_by_word_and_a_paste_is_one_step() {
    let mut edit = typed("one two three");
    edit.undo();
    assert_eq!(edit.text(), "one two ");
    edit.undo();
    assert_eq!(edit.text(), "one ");
    edit.redo();
    edit.insert("a\rb\r\nc");
    assert_eq!(edit.text(), "one two a\nb\nc");
    edit.undo();
    assert_eq!(edit.text(), "one two ");
    while edit.undo() {}
    assert_eq!(edit.text(), "");
}

#[test]
fn up_and_down_go_by_the_rows_as_drawn() {
    let mut edit = Edit::new("the quick brown fox");
    assert_eq!(edit.place(10), (1, 9));
    edit.row_up(10);
    assert_eq!(edit.place(10), (0, 9));
    edit.row_down(10);
    assert_eq!(edit.place(10), (1, 9));
    edit.row_down(10);
    assert_eq!(edit.cursor(), edit.text().len());
}

#[test]
fn readline_keys_erase_what_they_say() {
    let mut edit = Edit::new("one two\nthree four");
    edit.erase_word_back();
    assert_eq!(edit.text(), "one two\nthree ");
    edit.erase_to_start();
    assert_eq!(edit.text(), "one two\n");
    edit.erase_to_start();
    assert_eq!(edit.text(), "one two");
    edit.line_start();
    edit.erase_word_forward();
    assert_eq!(edit.text(), " two");
    edit.erase_to_end();
    assert_eq!(edit.text(), "");
}

#[test]
fn what_is_hostile_is_not_typed() {
    assert_eq!(typed("a\u{1b}\u{202e}\u{200b}b\u{7}").text(), "ab");
}

proptest! {
    #[test]
    fn the_cursor_is_always_between_graphemes(
        start in "[a-z \n👩\u{200d}\u{301}日]{0,20}",
        keys in proptest::collection::vec(0_u8..16, 0..60),
    ) {
        let mut edit = Edit::new(&start);
        for key in keys {
            match key {
                0 => edit.left(),
                1 => edit.right(),
                2 => edit.word_left(),
                3 => edit.word_right(),
                4 => edit.row_up(7),
                5 => edit.row_down(7),
                6 => edit.erase_back(),
                7 => edit.erase_forward(),
                8 => edit.erase_word_back(),
                9 => edit.erase_to_end(),
                10 => { edit.undo(); }
                11 => { edit.redo(); }
                12 => edit.type_char('\u{301}'),
                13 => edit.type_char('\u{200d}'),
                14 => edit.type_char('👩'),
                _ => edit.type_char('x'),
            }
            let cursor = edit.cursor();
            prop_assert!(cursor == edit.text().len()
                || edit.text().grapheme_indices(true).any(|(at, _)| at == cursor),
                "{:?} at {}", edit.text(), cursor);
        }
    }
}
