//! The desk's settings: a change takes effect on the very next order, which is decided on what the
//! log's head says.

use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::staff::check_limit;
use robindesk_protocol::{
    Action, Change, DeskSettings, EventData, EventKind, Subject, SubjectKind, UpdateSettings,
    UserType,
};

/// Changes what was given, and nothing else.
pub(super) fn update(case: &mut Case<'_>, asked: &UpdateSettings) -> Result<Reply, Rejection> {
    if is_tags_alone(asked) {
        case.at_least(UserType::Admin, "change the tags")?;
    } else {
        case.at_least(UserType::SuperAdmin, "change the settings")?;
    }
    let was = case.world.settings.clone();
    if asked.version.is_some_and(|seen| seen != was.version) {
        return Err(Rejection::conflict(format!(
            "Somebody else changed the settings in the meantime: their version is {}.",
            was.version
        )));
    }
    let limit = asked.default_max_open_tickets;
    if let Some(limit) = limit {
        check_limit("default_max_open_tickets", limit)?;
    }
    let most = DeskSettings::MAX_SEND_DELAY;
    if asked.send_delay_seconds.is_some_and(|seconds| seconds > most) {
        let message = format!("must be from 0 to {most}");
        return Err(Rejection::field("send_delay_seconds", message));
    }
    let mut now = DeskSettings {
        rotation_policy: asked.rotation_policy.unwrap_or(was.rotation_policy),
        default_max_open_tickets: limit.unwrap_or(was.default_max_open_tickets),
        send_delay_seconds: asked.send_delay_seconds.unwrap_or(was.send_delay_seconds),
        tags: asked.tags.clone().map_or_else(|| was.tags.clone(), in_order),
        version: was.version,
    };
    let steps = steps(&was, &now);
    if !steps.is_empty() {
        now.version += 1;
        case.world.settings = now.clone();
        case.changes.settings = true;
        tell(case, steps);
    }
    Ok(Reply::Settings(now))
}

/// Tags are for everyone, and an admin keeps them as it keeps macros (`product.md`, People).
fn is_tags_alone(asked: &UpdateSettings) -> bool {
    // Each by its name: whoever adds a setting is to say here whose it is.
    let UpdateSettings {
        tags,
        rotation_policy,
        default_max_open_tickets,
        send_delay_seconds,
        version: _,
    } = asked;
    let rest = (rotation_policy, default_max_open_tickets, send_delay_seconds);
    tags.is_some() && rest == (&None, &None, &None)
}

fn tell(case: &mut Case<'_>, steps: Vec<Change>) {
    for step in &steps {
        let settings = Some(case.world.settings.clone());
        let data = EventData { settings, change: Some(step.clone()), ..EventData::default() };
        case.log_for_staff(EventKind::SettingsUpdated, data);
    }
    let subject =
        Subject { kind: SubjectKind::Settings, id: None, name: "The desk's settings".to_owned() };
    case.audit(Action::SettingsUpdated, subject, steps);
}

/// What differs, in the words of the wire.
fn steps(was: &DeskSettings, now: &DeskSettings) -> Vec<Change> {
    let limit = |settings: &DeskSettings| settings.default_max_open_tickets.map(|n| n.to_string());
    let told = |settings: &DeskSettings| {
        [
            ("rotation_policy", Some(settings.rotation_policy.to_string())),
            ("default_max_open_tickets", limit(settings)),
            ("send_delay_seconds", Some(settings.send_delay_seconds.to_string())),
            ("tags", Some(settings.tags.join(","))),
        ]
    };
    let pairs = told(was).into_iter().zip(told(now)).filter(|(from, to)| from != to);
    pairs.map(|((field, from), (_, to))| change(field, from.as_deref(), to.as_deref())).collect()
}

/// Each tag once, in order.
fn in_order(mut tags: Vec<String>) -> Vec<String> {
    tags.sort_unstable();
    tags.dedup();
    tags
}
