//! The trail's rows: what they say, and that no column runs into the next.

use super::super::desk::Desk;
use super::owner;
use robindesk_protocol::{Action, Change, SubjectKind};

const LONG: &str = "Maximiliana-Konstantina Featherstonehaugh-Wolfeschlegelstein";

fn trail_with(change: impl Fn(&mut Desk)) -> Desk {
    let mut desk = owner(":");
    change(&mut desk);
    desk.types("audit: who").keys("enter");
    desk
}

/// Whether a column says that it was cut.
fn is_cut(column: &str) -> bool {
    column.trim_end_matches(['┃', ' ']).ends_with('…')
}

#[test]
fn what_was_done_is_said_once() {
    for (action, kind, name, said) in [
        (
            Action::OrderRefunded,
            SubjectKind::Order,
            "Order 55 Acme ⇄ Lena",
            "refunded order 55 Acme",
        ),
        (
            Action::TicketReassigned,
            SubjectKind::Ticket,
            "#8 Acme ⇄ Lena",
            "reassigned ticket #8 Acme",
        ),
        (Action::TicketsMoved, SubjectKind::Ticket, "3 tickets", "moved 3 tickets "),
        (Action::TicketsMoved, SubjectKind::Ticket, "#8", "moved ticket #8 "),
        (Action::BrandCreated, SubjectKind::Brand, "Order & Co", "created brand Order & Co"),
    ] {
        let mut desk = trail_with(|desk| {
            let entry = &mut desk.office.entries[0];
            (entry.action, entry.subject.kind, entry.subject.name) = (action, kind, name.into());
        });
        assert!(desk.shows(said), "{said}:\n{}", desk.screen(120, 40));
    }
}

#[test]
fn no_column_runs_into_the_next_at_any_width() {
    let mut desk = trail_with(|desk| {
        let entry = &mut desk.office.entries[0];
        entry.subject.name = LONG.into();
        entry.actor.as_mut().unwrap().name = LONG.into();
        let (from, to) = (Some("x".repeat(90)), Some("y".repeat(90)));
        entry.changes = vec![Change { field: "phone".into(), from, to, reason: None }];
    });
    for width in 60..=200 {
        let screen = desk.screen(width, 24);
        let row = screen.lines().find(|line| line.contains("suspended")).unwrap();
        let (who, rest) = row.split_once(" suspended ").unwrap();
        assert!(who.starts_with("┃▌ 10:03 ") && who.ends_with('…'), "{width}: {row}");
        assert!(rest.ends_with(" ┃"), "{width}: {row}");
        let Some((whom, change)) = rest.split_once("  phone ") else {
            assert!(width < 80 && is_cut(rest), "{width}: {row}");
            continue;
        };
        assert!(whom.trim_end() == LONG || is_cut(whom), "{width}: {row}");
        assert!(is_cut(change), "{width}: {row}");
    }
}
