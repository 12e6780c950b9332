//! What a form says of its fields, and that nothing typed in it is lost.

use super::{Field, Form};
use crate::ui::edit::Stroke;
use crate::ui::plain::Plain;

const ROLES: &[(&str, &str)] = &[("agent", "agent"), ("admin", "admin")];

fn form() -> Form {
    Form::new(
        "Maya".to_owned(),
        vec![
            Field::line("name", "Name", "", "Maya"),
            Field::choice("user_type", "Role", ROLES, "agent"),
            Field::number("max_open_tickets", "Limit", "none", Some(5), (1, 10_000, true)),
            Field::lines("body", "Text", "", "one\ntwo"),
        ],
    )
}

#[test]
fn only_what_was_changed_is_changed() {
    let mut form = form();
    assert!(!form.is_changed() && form.leave());
    form.put(" Rivera");
    assert_eq!(form.changed("name").as_deref(), Some("Maya Rivera"));
    assert_eq!(form.changed("user_type"), None);
    form.next();
    form.put(" ");
    assert_eq!(form.value("user_type"), "admin");
    form.stroke(Stroke::Left);
    assert_eq!(form.changed("user_type"), None);
    assert!(!form.leave(), "it asks once");
    assert!(form.leave(), "and then goes");
    form.put(" ");
    assert!(!form.leave(), "she went on: it asks again");
}

#[test]
fn a_number_is_checked_beside_its_field() {
    let mut form = form();
    form.go_to("max_open_tickets");
    form.put("x");
    form.previous();
    assert!(!form.check());
    form.stroke(Stroke::EraseBack);
    form.stroke(Stroke::EraseBack);
    assert!(form.check(), "the cursor went to what was wrong, and nothing is a limit too");
    assert_eq!(form.changed("max_open_tickets").as_deref(), Some(""));
}

#[test]
fn up_and_down_leave_a_text_at_its_ends() {
    let mut form = form();
    form.go_to("body");
    form.stroke(Stroke::RowUp);
    assert!(form.takes_lines(), "still within the text");
    form.stroke(Stroke::RowUp);
    assert!(!form.takes_lines());
    form.stroke(Stroke::RowDown);
    form.put("\n");
    assert!(form.at_last() && form.value("body").contains('\n'));
}

#[test]
fn what_the_server_says_of_a_field_stands_beside_it() {
    let mut form = form();
    form.busy = true;
    form.refused(
        "The request is not valid",
        [("actions.body", "is too long"), ("name", "is empty")],
    );
    assert!(!form.busy);
    let wrong = |f: &Field| f.error.is_some();
    let wrong: Vec<_> = form.fields.iter().filter(|f| wrong(f)).map(|f| f.name).collect();
    assert_eq!((wrong, form.at), (vec!["name", "body"], 3));
    form.refused("Somebody else holds that address.", []);
    assert_eq!(form.said.as_ref().map(Plain::as_str), Some("Somebody else holds that address."));
}

#[test]
fn what_somebody_else_set_meanwhile_overwrites_nothing_that_was_typed() {
    let mut form = form();
    form.put(" R.");
    let theirs = [("name", "Maya Lopez"), ("user_type", "admin"), ("max_open_tickets", "5")];
    form.rebase(Some("Ines"), theirs.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(form.value("name"), "Maya R.");
    assert_eq!(form.fields[0].theirs.as_ref().map(Plain::as_str), Some("Maya Lopez"));
    assert_eq!(form.fields[0].was.as_deref(), Some("Maya Lopez"));
    assert_eq!((form.value("user_type").as_str(), form.changed("user_type")), ("admin", None));
    assert!(form.said.as_ref().is_some_and(|s| s.as_str().starts_with("Ines changed it")));
}
