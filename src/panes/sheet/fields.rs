//! Which fields each form has, filled from what is known.

use crate::ui::form::Field;
use robindesk_protocol::{Agent, DeskSettings, Macro};

const ROLES: &[(&str, &str)] =
    &[("agent", "agent"), ("admin", "admin"), ("super_admin", "super admin")];
const POLICIES: &[(&str, &str)] = &[
    ("round_robin", "in turn: longest without one is next"),
    ("balanced", "balanced: fewest open is next"),
];
const STATUSES: &[(&str, &str)] = &[
    ("", "as it is"),
    ("open", "open"),
    ("in_progress", "in progress"),
    ("resolved", "resolved"),
    ("closed", "closed"),
];
const PRIORITIES: &[(&str, &str)] = &[
    ("", "as it is"),
    ("low", "low"),
    ("medium", "medium"),
    ("high", "high"),
    ("urgent", "urgent"),
];

/// A limit of unresolved tickets: at least and at most, or none.
const LIMIT: (u32, u32, bool) = (1, 10_000, true);
/// The longest send delay, in seconds.
const DELAY: (u32, u32, bool) = (0, 60, false);

pub(super) fn new_agent() -> Vec<Field> {
    vec![
        Field::line("email", "E-mail", "name@example.com", "").fresh(),
        Field::line("name", "Name", "", "").fresh(),
        Field::line("phone", "Phone", "none", "").fresh(),
        Field::choice("user_type", "Role", ROLES, "agent").fresh(),
    ]
}

pub(super) fn agent(agent: &Agent) -> Vec<Field> {
    let user = &agent.user;
    vec![
        Field::line("name", "Name", "", &user.name),
        Field::line("phone", "Phone", "none", agent.phone.as_deref().unwrap_or_default()),
        Field::choice("user_type", "Role", ROLES, user.user_type.as_str()),
        Field::yes_no("takes_tickets", "Rotation", agent.takes_tickets),
        Field::number("max_open_tickets", "Limit", "no limit", agent.max_open_tickets, LIMIT),
    ]
}

pub(super) fn settings(settings: &DeskSettings) -> Vec<Field> {
    let limit = settings.default_max_open_tickets;
    let delay = Some(settings.send_delay_seconds);
    vec![
        Field::choice("rotation_policy", "Rotation", POLICIES, settings.rotation_policy.as_str()),
        Field::number("default_max_open_tickets", "Limit of new", "no limit", limit, LIMIT),
        Field::number("send_delay_seconds", "Send delay, s", "", delay, DELAY),
        tags(settings),
    ]
}

pub(super) fn tags(settings: &DeskSettings) -> Field {
    Field::line("tags", "Tags", "words with spaces between", &settings.tags.join(" "))
}

pub(super) fn new_macro() -> Vec<Field> {
    let mut fields = macro_fields("", "", ("", ""), "");
    fields = fields.into_iter().map(Field::fresh).collect();
    fields.push(Field::yes_no("shared", "For everyone", true).fresh());
    fields
}

pub(super) fn for_macro(item: &Macro) -> Vec<Field> {
    let actions = &item.actions;
    let status = actions.status.map_or("", |s| s.as_str());
    let priority = actions.priority.map_or("", |p| p.as_str());
    let tags = actions.add_tags.join(" ");
    let mut fields = macro_fields(&item.title, &item.body, (status, priority), &tags);
    fields.push(Field::yes_no("shared", "For everyone", item.shared));
    fields
}

fn macro_fields(
    title: &str,
    body: &str,
    (status, priority): (&str, &str),
    tags: &str,
) -> Vec<Field> {
    let hint = "Hello {brand}, … placeholders are filled when it is used";
    vec![
        Field::line("title", "Title", "", title),
        Field::lines("body", "Text", hint, body),
        Field::choice("status", "Sets status", STATUSES, status),
        Field::choice("priority", "Sets priority", PRIORITIES, priority),
        Field::line("add_tags", "Adds tags", "none", tags),
    ]
}

/// Words as tags: in lower case, each once.
pub(super) fn tags_of(words: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in words.split([' ', ',']).map(str::to_lowercase).filter(|w| !w.is_empty()) {
        if !tags.contains(&word) {
            tags.push(word);
        }
    }
    tags
}
