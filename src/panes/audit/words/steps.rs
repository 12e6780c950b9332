//! What changed by a deed, in words: names for numbers, and for each field the word that its form has.

use crate::model::staff::Staff;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use robindesk_protocol::{Action, AuditEntry, Change, UserId};

/// Each change in a few words.
pub fn all(entry: &AuditEntry, staff: &Staff, look: &Look) -> Vec<String> {
    let steps = &entry.changes;
    match entry.action {
        Action::TicketReassigned | Action::TicketsMoved => given(steps, staff),
        _ => steps.iter().map(|step| one(entry.action, step, look)).collect(),
    }
}

/// To whom tickets went, and which. Older entries have the numbers of people alone.
fn given(steps: &[Change], staff: &Staff) -> Vec<String> {
    let step = |field: &str| steps.iter().find(|step| step.field == field);
    let by_name = step("agent");
    let by_number = step("agent_id");
    let name = |side: fn(&Change) -> Option<&String>| {
        let told = by_name.and_then(side).map(|name| safe(name));
        told.or_else(|| by_number.and_then(side).map(|id| known(id, staff)))
    };
    let (from, to) = (name(|s| s.from.as_ref()), name(|s| s.to.as_ref()));
    let why = by_number.and_then(|step| step.reason.as_deref());
    let why = why.map(|why| format!(": {}", safe(why))).unwrap_or_default();
    let words = match (from, to) {
        (Some(from), Some(to)) => Some(format!("from {from} to {to}{why}")),
        (None, Some(to)) => Some(format!("to {to}{why}")),
        _ => None,
    };
    let which = step("ticket_ids").and_then(|step| step.to.as_deref()).map(numbered);
    words.into_iter().chain(which).collect()
}

/// Somebody of whom an entry knows the number alone.
fn known(id: &str, staff: &Staff) -> String {
    let agent = id.parse().ok().and_then(|id| staff.find(UserId(id)));
    agent.map_or_else(|| format!("agent {}", safe(id)), |agent| safe(&agent.user.name))
}

/// Tickets, as they are called on screen.
fn numbered(ids: &str) -> String {
    let ids: Vec<String> = ids.split(',').map(|id| format!("#{}", safe(id.trim()))).collect();
    ids.join(" ")
}

fn one(action: Action, step: &Change, look: &Look) -> String {
    let to = step.to.as_deref();
    let why = step.reason.as_deref().map(|why| format!(": {}", safe(why))).unwrap_or_default();
    let words = match (step.field.as_str(), to) {
        ("user_type", Some(to)) if action == Action::AgentCreated => {
            format!("as {}", spoken(to))
        }
        ("takes_tickets", Some("true")) => "into the rotation".to_owned(),
        ("takes_tickets", _) => "out of the rotation".to_owned(),
        ("shared", Some("true")) => "for everyone now".to_owned(),
        ("shared", _) => "for everyone no longer".to_owned(),
        ("sessions", _) => sessions(step),
        ("tickets", Some(ids)) => format!("{} through the rotation", numbered(ids)),
        ("tags", _) => tags(step),
        _ => moved(step, look),
    };
    format!("{words}{why}")
}

/// A field with what it was and what it is.
fn moved(step: &Change, look: &Look) -> String {
    let field = match step.field.as_str() {
        "user_type" => "role".to_owned(),
        "max_open_tickets" => "limit".to_owned(),
        "default_max_open_tickets" => "limit of new staff".to_owned(),
        "send_delay_seconds" => "send delay".to_owned(),
        "rotation_policy" => "rotation".to_owned(),
        "company_name" => "company".to_owned(),
        "email" => "e-mail".to_owned(),
        "phone" if step.to.is_none() => "phone number".to_owned(),
        "body" => "text".to_owned(),
        "actions" => "what it sets".to_owned(),
        other => safe(&other.replace('_', " ")),
    };
    if step.from.is_none() && step.to.is_none() {
        return format!("{field} changed");
    }
    let said = |value: &Option<String>| value_words(&step.field, value.as_deref());
    let arrow = look.glyph("→", "->");
    match &step.from {
        // It never had one, or it is not told.
        None if !step.field.ends_with("max_open_tickets") => format!("{field} {}", said(&step.to)),
        from => format!("{field} {} {arrow} {}", said(from), said(&step.to)),
    }
}

/// A value as people say it.
fn value_words(field: &str, value: Option<&str>) -> String {
    match (field, value.filter(|value| !value.is_empty())) {
        (_, None) => "none".to_owned(),
        ("rotation_policy", Some("round_robin")) => "in turn".to_owned(),
        ("send_delay_seconds", Some("0")) => "off".to_owned(),
        ("send_delay_seconds", Some(seconds)) => format!("{} s", safe(seconds)),
        ("user_type" | "status" | "rotation_policy", Some(word)) => spoken(word),
        (_, Some(text)) => safe(text),
    }
}

fn sessions(step: &Change) -> String {
    match step.from.as_deref() {
        None | Some("0") => "none was open".to_owned(),
        Some("1") => "one was open".to_owned(),
        Some(n) => format!("{} were open", safe(n)),
    }
}

/// What was added and what was taken off.
fn tags(step: &Change) -> String {
    let split = |side: &Option<String>| -> Vec<String> {
        let words = side.as_deref().unwrap_or_default().split(',');
        words.filter(|tag| !tag.is_empty()).map(safe).collect()
    };
    let (was, is) = (split(&step.from), split(&step.to));
    let added = is.iter().filter(|tag| !was.contains(tag)).map(|tag| format!("+{tag}"));
    let gone = was.iter().filter(|tag| !is.contains(tag)).map(|tag| format!("-{tag}"));
    let all: Vec<String> = added.chain(gone).collect();
    format!("tags {}", all.join(" "))
}

/// A word of the wire as a person says it.
fn spoken(word: &str) -> String {
    safe(&word.replace('_', " "))
}

fn safe(text: &str) -> String {
    Plain::line(text).into_string()
}
