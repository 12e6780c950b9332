//! An entry of the trail in words: who did what to whom. What changed by it is in `steps`.

pub mod steps;

use crate::model::staff::Staff;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use robindesk_protocol::{Action, AuditEntry, SubjectKind};

/// What was done, and to whom.
pub fn deed(entry: &AuditEntry) -> String {
    let whom = subject(entry);
    match entry.action {
        Action::AgentActivated | Action::BrandActivated | Action::CreatorActivated => {
            format!("let {whom} in again")
        }
        Action::PasswordReset => format!("reset the password of {whom}"),
        Action::SessionsEnded => format!("ended the sessions of {whom}"),
        Action::TicketsHandedOut => format!("handed out tickets of {whom}"),
        // The others say it in their last word, those of later versions too.
        other => match other.as_str().rsplit('.').next() {
            Some("updated") => format!("changed {whom}"),
            word => format!("{} {whom}", word.unwrap_or_default()),
        },
    }
}

/// What kind of deed that is, as it stands in the title: `agent password reset`.
pub fn kind(action: Action) -> String {
    action.as_str().replace(['.', '_'], " ")
}

/// Who did it: the server itself, when nobody did.
pub fn actor(entry: &AuditEntry) -> String {
    let actor = entry.actor.as_ref();
    actor.map_or_else(|| "the server".to_owned(), |a| Plain::line(&a.name).into_string())
}

/// To what it was done.
fn subject(entry: &AuditEntry) -> String {
    let name = Plain::line(&entry.subject.name);
    match entry.subject.kind {
        SubjectKind::Agent => name.into_string(),
        SubjectKind::Settings => "the settings".to_owned(),
        SubjectKind::Desk => "the desk's counts".to_owned(),
        // Of these two the name says itself what it is of: `Order 55 Acme ⇄ Lena`, `3 tickets`.
        SubjectKind::Order => match name.as_str().strip_prefix("Order ") {
            Some(rest) => format!("order {rest}"),
            None => name.into_string(),
        },
        SubjectKind::Ticket if !name.as_str().starts_with('#') => name.into_string(),
        kind => format!("{kind} {name}"),
    }
}

/// All changes in a line.
pub fn changes(entry: &AuditEntry, staff: &Staff, look: &Look) -> String {
    steps::all(entry, staff, look).join(", ")
}

/// The whole entry, a line a fact.
pub fn whole(entry: &AuditEntry, staff: &Staff, look: &Look) -> Vec<Plain> {
    let zoned = format!("{}, {}", look.day(entry.at), look.time(entry.at));
    let from = entry.address.as_deref().unwrap_or("the server itself");
    let what = format!("{} {}", actor(entry), deed(entry));
    let mut lines = vec![what, format!("{zoned}, from {from}"), String::new()];
    let steps = steps::all(entry, staff, look);
    if steps.is_empty() {
        lines.push("Nothing else was noted.".to_owned());
    }
    lines.extend(steps);
    lines.iter().map(|line| Plain::line(line)).collect()
}

#[cfg(test)]
mod tests;
