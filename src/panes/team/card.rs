//! All about one member of staff: the card beside the list, and the words that a screen reader gets.

use super::view::role_words;
use crate::model::staff::Staff;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::{AccountStatus, Agent, Availability};

/// Cells of the labels.
const LABEL: usize = 11;

pub(super) fn draw(
    buf: &mut Buffer,
    area: Rect,
    agent: Option<&Agent>,
    staff: &Staff,
    look: &Look,
) {
    let theme = &look.theme;
    let name = agent.map(|a| Plain::line(&a.user.name));
    let name = name.as_ref().map_or("Nobody", Plain::as_str);
    let room = usize::from(area.width).saturating_sub(6);
    let title = Line::styled(format!(" {} ", wrap::cut(name, room)), theme.title);
    let inner = frame::draw(buf, area, look, Edge { title, ..Edge::default() });
    let inner = inner.inner(Margin::new(1, 0));
    let Some(agent) = agent else { return };
    // Below the list there are two columns of it, beside it one.
    let wide = area.width > 70 && area.height < 16;
    // The left ones are the longer, an address among them.
    let left = inner.width * 11 / 20;
    for (at, (label, words)) in facts(agent, staff, look).into_iter().enumerate() {
        let (x, row) = match (wide, at % 2) {
            (true, 0) => (0, at / 2),
            (true, _) => (left, at / 2),
            (false, _) => (0, at),
        };
        let width = match (wide, x) {
            (false, _) => inner.width,
            (true, 0) => left,
            (true, _) => inner.width - left,
        };
        let cell = Rect { x: inner.x + x, width, ..inner };
        let value = wrap::cut(&words, usize::from(width).saturating_sub(LABEL + 1));
        let line = Line::from(vec![
            Span::styled(format!("{label:<LABEL$}"), theme.dim),
            Span::styled(value, theme.text),
        ]);
        spans::write(buf, cell, u16::try_from(row).unwrap_or(u16::MAX), &line);
    }
}

fn facts(agent: &Agent, staff: &Staff, look: &Look) -> Vec<(&'static str, String)> {
    let user = &agent.user;
    let mut facts = vec![
        ("E-mail", Plain::line(&user.email).into_string()),
        ("Phone", agent.phone.as_ref().map_or("none".into(), |p| Plain::line(p).into_string())),
        ("Role", role_words(agent).to_owned()),
        ("Account", user.status.to_string()),
        ("Is", availability(agent).to_string()),
        ("Rotation", rotation(agent).to_owned()),
        ("Open", load(agent)),
        ("On", on(agent, staff)),
        ("Last seen", seen(agent, look)),
        ("Since", look.day(user.created_at)),
    ];
    facts.retain(|(_, words)| !words.is_empty());
    facts
}

fn availability(agent: &Agent) -> Availability {
    agent.user.agent_status.unwrap_or(Availability::Offline)
}

fn rotation(agent: &Agent) -> &'static str {
    let full = agent.max_open_tickets.is_some_and(|most| agent.open_tickets >= most);
    match (agent.user.status, agent.takes_tickets, availability(agent), full) {
        (AccountStatus::Suspended | AccountStatus::Pending, ..) => "out: account not active",
        (_, false, ..) => "out of it",
        (_, true, Availability::Available, true) => "in it, at the limit",
        (_, true, Availability::Available, false) => "in it, takes the next",
        (_, true, _, _) => "in it when available",
    }
}

fn load(agent: &Agent) -> String {
    match agent.max_open_tickets {
        Some(most) => format!("{} of at most {most}", agent.open_tickets),
        None => format!("{}, no limit", agent.open_tickets),
    }
}

fn on(agent: &Agent, staff: &Staff) -> String {
    let does = if staff.is_typing(agent.user.id) { "typing on" } else { "looking at" };
    agent.current_ticket.map_or_else(|| "no ticket".to_owned(), |t| format!("{does} #{t}"))
}

fn seen(agent: &Agent, look: &Look) -> String {
    agent.last_seen_at.map_or_else(|| "never".to_owned(), |at| look.moment(at))
}

/// One member of staff in a line of words.
pub(super) fn in_words(agent: &Agent, staff: &Staff, look: &Look) -> String {
    let state = match agent.user.status {
        AccountStatus::Active => availability(agent).as_str(),
        other => other.as_str(),
    };
    let name = Plain::line(&agent.user.name);
    format!(
        "{name}, {}, {state}, open {}, {}, last seen {}, {}",
        role_words(agent),
        load(agent),
        rotation(agent),
        seen(agent, look),
        on(agent, staff),
    )
}
