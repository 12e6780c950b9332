//! An entry of the trail in words.

use crate::ui::look::Look;
use crate::ui::plain::Plain;
use robindesk_protocol::{Action, AuditEntry, Change, SubjectKind};

/// What was done, to be followed by whom it was done to.
pub fn action(action: Action) -> &'static str {
    match action {
        Action::AgentActivated => "let in again",
        Action::PasswordReset => "reset the password of",
        Action::SessionsEnded => "ended the sessions of",
        Action::TicketsHandedOut => "handed out tickets of",
        // The others say it in their last word, those of later versions too.
        other => match other.as_str().rsplit('.').next() {
            Some("updated") => "changed",
            word => word.unwrap_or_default(),
        },
    }
}

/// Who did it: the server itself, when nobody did.
pub fn actor(entry: &AuditEntry) -> String {
    let actor = entry.actor.as_ref();
    actor.map_or_else(|| "the server".to_owned(), |a| Plain::line(&a.name).into_string())
}

/// To what it was done.
pub fn subject(entry: &AuditEntry) -> String {
    let name = Plain::line(&entry.subject.name);
    match entry.subject.kind {
        SubjectKind::Agent => name.into_string(),
        SubjectKind::Settings => "the settings".to_owned(),
        // Of these two the name says itself what it is of: `Order 55 Acme ⇄ Lena`, `3 tickets`.
        SubjectKind::Order => match name.as_str().strip_prefix("Order ") {
            Some(rest) => format!("order {rest}"),
            None => name.into_string(),
        },
        SubjectKind::Ticket if !name.as_str().starts_with('#') => name.into_string(),
        kind => format!("{kind} {name}"),
    }
}

/// What changed, as `was -> is`.
pub fn change(change: &Change, look: &Look) -> String {
    let said = |value: &Option<String>| {
        let value = value.as_deref().filter(|v| !v.is_empty()).unwrap_or("none");
        Plain::line(value).into_string()
    };
    let field = Plain::line(&change.field).into_string().replace('_', " ");
    let arrow = look.glyph("→", "->");
    let reason = change.reason.as_ref().map(|why| format!(" ({})", Plain::line(why)));
    let reason = reason.unwrap_or_default();
    match (&change.from, &change.to) {
        (None, None) => format!("{field} changed{reason}"),
        (None, to) => format!("{field} {}{reason}", said(to)),
        (from, to) => format!("{field} {} {arrow} {}{reason}", said(from), said(to)),
    }
}

/// All changes in a line.
pub fn changes(entry: &AuditEntry, look: &Look) -> String {
    let all: Vec<String> = entry.changes.iter().map(|c| change(c, look)).collect();
    all.join(", ")
}

/// The whole entry, a line a fact.
pub fn whole(entry: &AuditEntry, look: &Look) -> Vec<Plain> {
    let zoned = format!("{}, {}", look.day(entry.at), look.time(entry.at));
    let from = entry.address.as_deref().unwrap_or("the server itself");
    let what = format!("{} {} {}", actor(entry), action(entry.action), subject(entry));
    let mut lines = vec![what, format!("on {zoned}, from {from}"), String::new()];
    if entry.changes.is_empty() {
        lines.push("Nothing else was noted.".to_owned());
    }
    lines.extend(entry.changes.iter().map(|c| change(c, look)));
    lines.iter().map(|line| Plain::line(line)).collect()
}
