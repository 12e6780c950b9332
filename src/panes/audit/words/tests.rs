//! Every kind of entry, with what the server notes of it, as a sentence that a person understands.

use super::{actor, changes, deed, whole};
use crate::config::theme::Theme;
use crate::model::staff::Staff;
use crate::ui::look::{Look, Signs};
use jiff::tz::TimeZone;
use robindesk_protocol::{
    Action, Actor, Agent, AuditEntry, AuditId, Change, Subject, SubjectKind, Timestamp, UserId,
    UserType,
};

type Step<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

fn look() -> Look {
    let (theme, now) = (Theme::default(), Timestamp(0));
    Look { theme, signs: Signs::Fine, still: false, zone: TimeZone::UTC, now }
}

fn entry(action: Action, kind: SubjectKind, name: &str, steps: &[Step<'_>]) -> AuditEntry {
    let text = |side: Option<&str>| side.map(str::to_owned);
    let change = |(field, from, to): &Step<'_>| {
        let (from, to) = (text(*from), text(*to));
        Change { field: (*field).to_owned(), from, to, reason: None }
    };
    AuditEntry {
        id: AuditId(1),
        at: Timestamp(0),
        actor: Some(Actor { id: UserId(1), name: "Ines".into(), user_type: UserType::Admin }),
        action,
        subject: Subject { kind, id: None, name: name.to_owned() },
        changes: steps.iter().map(change).collect(),
        address: None,
    }
}

/// Who did what to whom, and what changed by it.
fn sentence(entry: &AuditEntry, staff: &Staff) -> String {
    let (who, what) = (actor(entry), deed(entry));
    let changes = changes(entry, staff, &look());
    format!("{who} {what}  {changes}").trim_end().to_owned()
}

fn status(to: &'static str) -> Vec<Step<'static>> {
    let from = if to == "active" { "suspended" } else { "active" };
    vec![("status", Some(from), Some(to))]
}

/// What the server notes with each action, beside a status.
fn noted(action: Action) -> (SubjectKind, &'static str, Vec<Step<'static>>, &'static str) {
    use Action as A;
    use SubjectKind as K;
    match action {
        A::AgentCreated => {
            let role = vec![("user_type", None, Some("super_admin"))];
            (K::Agent, "Sam", role, "Ines created Sam  as super admin")
        }
        A::AgentUpdated => {
            let steps = vec![
                ("name", Some("Sam"), Some("Sam Lee")),
                ("phone", None, None),
                ("user_type", Some("agent"), Some("admin")),
                ("takes_tickets", Some("true"), Some("false")),
                ("max_open_tickets", None, Some("9")),
            ];
            let said = "Ines changed Sam  name Sam → Sam Lee, phone number changed, \
                        role agent → admin, out of the rotation, limit none → 9";
            (K::Agent, "Sam", steps, said)
        }
        A::AgentSuspended => {
            (K::Agent, "Sam", status("suspended"), "Ines suspended Sam  status active → suspended")
        }
        A::AgentActivated => {
            (K::Agent, "Sam", status("active"), "Ines let Sam in again  status suspended → active")
        }
        A::AgentRemoved => {
            (K::Agent, "Sam", status("removed"), "Ines removed Sam  status active → removed")
        }
        A::PasswordReset => (K::Agent, "Sam", vec![], "Ines reset the password of Sam"),
        A::SessionsEnded => {
            let steps = vec![("sessions", Some("2"), Some("0"))];
            (K::Agent, "Sam", steps, "Ines ended the sessions of Sam  2 were open")
        }
        A::TicketsHandedOut => {
            let steps =
                vec![("open_tickets", Some("5"), Some("3")), ("tickets", None, Some("8, 9"))];
            let said = "Ines handed out tickets of Sam  \
                        open tickets 5 → 3, #8 #9 through the rotation";
            (K::Agent, "Sam", steps, said)
        }
        other => noted_elsewhere(other),
    }
}

/// The same for what is not done to staff.
fn noted_elsewhere(
    action: Action,
) -> (SubjectKind, &'static str, Vec<Step<'static>>, &'static str) {
    use Action as A;
    use SubjectKind as K;
    match action {
        A::SettingsUpdated => {
            let steps = vec![
                ("rotation_policy", Some("balanced"), Some("round_robin")),
                ("default_max_open_tickets", Some("10"), None),
                ("send_delay_seconds", Some("5"), Some("0")),
                ("tags", Some("late,vip"), Some("refund,vip")),
            ];
            let said = "Ines changed the settings  rotation balanced → in turn, \
                        limit of new staff 10 → none, send delay 5 s → off, tags +refund -late";
            (K::Settings, "The desk's settings", steps, said)
        }
        A::BrandCreated => (K::Brand, "Acme", vec![], "Ines created brand Acme"),
        A::BrandUpdated => {
            let steps = vec![("company_name", Some("Acme"), Some("Acme Co"))];
            (K::Brand, "Acme Co", steps, "Ines changed brand Acme Co  company Acme → Acme Co")
        }
        A::BrandSuspended => {
            let said = "Ines suspended brand Acme  status active → suspended";
            (K::Brand, "Acme", status("suspended"), said)
        }
        A::BrandActivated => {
            let said = "Ines let brand Acme in again  status suspended → active";
            (K::Brand, "Acme", status("active"), said)
        }
        A::CreatorCreated => (K::Creator, "Lena", vec![], "Ines created creator Lena"),
        A::CreatorUpdated => {
            let steps = vec![("email", Some("a@x.io"), Some("b@x.io")), ("bio", None, None)];
            let said = "Ines changed creator Lena  e-mail a@x.io → b@x.io, bio changed";
            (K::Creator, "Lena", steps, said)
        }
        A::CreatorSuspended => {
            let said = "Ines suspended creator Lena  status active → suspended";
            (K::Creator, "Lena", status("suspended"), said)
        }
        A::CreatorActivated => {
            let said = "Ines let creator Lena in again  status suspended → active";
            (K::Creator, "Lena", status("active"), said)
        }
        A::PackageCreated => (K::Package, "Reel", vec![], "Ines created package Reel"),
        A::PackageUpdated => {
            let steps = vec![("price", Some("250.00 USD"), Some("300.00 USD"))];
            let said = "Ines changed package Reel  price 250.00 USD → 300.00 USD";
            (K::Package, "Reel", steps, said)
        }
        A::TicketReassigned => {
            let steps =
                vec![("agent_id", Some("3"), Some("4")), ("agent", Some("Maya"), Some("Sam"))];
            (K::Ticket, "#8 Acme", steps, "Ines reassigned ticket #8 Acme  from Maya to Sam")
        }
        A::TicketsMoved => {
            let steps = vec![
                ("agent_id", None, Some("4")),
                ("ticket_ids", None, Some("8,9")),
                ("agent", None, Some("Sam")),
            ];
            (K::Ticket, "2 tickets", steps, "Ines moved 2 tickets  to Sam, #8 #9")
        }
        A::OrderRefunded => {
            let steps = vec![("status", Some("in_progress"), Some("refunded"))];
            let said = "Ines refunded order 5 Acme  status in progress → refunded";
            (K::Order, "Order 5 Acme", steps, said)
        }
        A::MacroCreated => (K::Macro, "Thanks", vec![], "Ines created macro Thanks"),
        A::MacroUpdated => {
            let steps = vec![
                ("title", Some("Thx"), Some("Thanks")),
                ("shared", Some("true"), Some("false")),
                ("body", None, None),
                ("actions", None, None),
            ];
            let said = "Ines changed macro Thanks  title Thx → Thanks, \
                        for everyone no longer, text changed, what it sets changed";
            (K::Macro, "Thanks", steps, said)
        }
        A::MacroRemoved => (K::Macro, "Thanks", vec![], "Ines removed macro Thanks"),
        A::DeskMended => {
            let steps = vec![("waiting", Some("3"), Some("1")), ("lists", None, None)];
            let said = "Ines mended the desk's counts  waiting 3 → 1, lists changed";
            (K::Desk, "The desk's counts", steps, said)
        }
        other => panic!("nobody says what is noted of {other}"),
    }
}

#[test]
fn every_action_reads_as_a_sentence() {
    for action in Action::ALL {
        let (kind, name, steps, said) = noted(*action);
        assert_eq!(sentence(&entry(*action, kind, name, &steps), &Staff::default()), said);
    }
}

#[test]
fn an_older_entry_takes_names_from_the_staff_and_else_says_the_number() {
    let steps = [("agent_id", Some("3"), Some("4"))];
    let mut old = entry(Action::TicketReassigned, SubjectKind::Ticket, "#8", &steps);
    old.changes[0].reason = Some("she asked".into());
    let mut staff = Staff::default();
    let text = r#"{"id": "4", "email": "s@x.io", "name": "Sam", "user_type": "agent",
        "status": "active", "agent_status": "available", "created_at": "2026-11-01T00:00:00.000Z",
        "takes_tickets": true, "max_open_tickets": null, "open_tickets": 0, "phone": null,
        "last_seen_at": null, "current_ticket": null, "version": 1,
        "brand_id": null, "creator_id": null}"#;
    let sam: Agent = serde_json::from_str(text).unwrap();
    staff.put(sam);
    assert_eq!(changes(&old, &staff, &look()), "from agent 3 to Sam: she asked");
    let lines: Vec<String> = whole(&old, &staff, &look()).iter().map(ToString::to_string).collect();
    assert_eq!(lines[0], "Ines reassigned ticket #8");
    assert_eq!(lines.last().unwrap(), "from agent 3 to Sam: she asked");
}

#[test]
fn a_reason_is_said_wherever_one_was_given() {
    let steps = [("status", Some("completed"), Some("refunded"))];
    let mut entry = entry(Action::OrderRefunded, SubjectKind::Order, "Order 5", &steps);
    entry.changes[0].reason = Some("it never came".into());
    let said = "status completed → refunded: it never came";
    assert_eq!(changes(&entry, &Staff::default(), &look()), said);
}
