//! Events and decisions in plain words.

use super::Entry;
use crate::ui::badge;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use robindesk_protocol::{
    Change, DecisionRecord, Event, EventKind, MessageType, Outcome, Timestamp,
};

/// One event: who did what.
pub fn event(event: &Event, look: &Look) -> Entry {
    // What the server writes by itself on somebody's deed is not that person's words.
    let system = event.data.message.as_ref().is_some_and(|m| m.message_type == MessageType::System);
    let who = event.actor.as_ref().filter(|_| !system);
    let who = who.map_or("Robindesk".into(), |a| safe(&a.name));
    let what = match event.kind {
        EventKind::OrderCreated => "placed the order".into(),
        EventKind::TicketCreated => "opened the ticket".into(),
        EventKind::MessageCreated => message(event),
        EventKind::OrderUpdated => changed(event, "the order", look),
        EventKind::TicketUpdated => changed(event, "the ticket", look),
        other => other.as_str().into(),
    };
    Entry { at: Some(event.at), words: format!("{who} {what}"), strong: false }
}

fn message(event: &Event) -> String {
    let Some(message) = &event.data.message else { return "wrote".into() };
    let text = safe(message.message_text.lines().next().unwrap_or_default());
    let what = match message.message_type {
        MessageType::System => "noted",
        MessageType::File => "sent a file",
        MessageType::Text => "wrote",
    };
    format!("{what} ({}): {text}", badge::lane_words(message.audience))
}

fn changed(event: &Event, thing: &str, look: &Look) -> String {
    let Some(change) = &event.data.change else { return format!("changed {thing}") };
    let (from, to) = (value(change.from.as_deref()), value(change.to.as_deref()));
    let why = change.reason.as_deref().map(|r| format!(": {}", safe(r))).unwrap_or_default();
    let words = match change.field.as_str() {
        "status" => format!("set {thing} to {to} (was {from})"),
        "priority" => format!("set the priority to {to} (was {from})"),
        "tags" if to == "nothing" => "took all tags off".into(),
        "tags" => format!("set the tags to {to}"),
        "agent_id" => assigned(event, change),
        "snoozed_until" => snoozed(change, look),
        other => format!("set {} to {to} (was {from})", safe(&other.replace('_', " "))),
    };
    format!("{words}{why}")
}

/// The event knows people by number; the ticket as it was then knows the name.
fn assigned(event: &Event, change: &Change) -> String {
    let agent = event.data.ticket.as_ref().and_then(|t| t.agent.as_ref());
    match (agent, &change.to) {
        (Some(agent), _) => format!("gave the ticket to {}", safe(&agent.name)),
        (None, Some(id)) => format!("gave the ticket to agent {}", safe(id)),
        (None, None) => "put the ticket back in the rotation".into(),
    }
}

fn snoozed(change: &Change, look: &Look) -> String {
    match change.to.as_deref().map(Timestamp::parse) {
        Some(Some(until)) => format!("snoozed the ticket until {}", look.moment(until)),
        Some(None) => "snoozed the ticket".into(),
        None => "woke the ticket".into(),
    }
}

/// A decision record: who got it and why, then everybody who was looked at.
pub fn decision(record: &DecisionRecord) -> Vec<Entry> {
    let words = format!("{} got it. {}", safe(&record.agent_name), safe(&record.why));
    let mut entries = vec![Entry { at: Some(record.at), words, strong: true }];
    entries.extend(record.considered.iter().map(|agent| {
        let mark = if agent.outcome == Outcome::Chosen { "got it" } else { &safe(&agent.why) };
        Entry { at: None, words: format!("· {}: {mark}", safe(&agent.name)), strong: false }
    }));
    entries
}

fn value(text: Option<&str>) -> String {
    let text = text.map(|t| safe(&t.replace('_', " "))).filter(|t| !t.trim().is_empty());
    text.unwrap_or_else(|| "nothing".into())
}

fn safe(text: &str) -> String {
    Plain::line(text).into_string()
}
