//! The agents' table: sorted, filtered, and as many columns as there is room for.

mod fit;

pub(super) use fit::heads;

use super::StatsPane;
use super::view::Scene;
use crate::model::numbers::range::Range;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, figures, wrap};
use fit::{Table, table};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::{AgentRange, AgentStats, Availability};
use std::cmp::Reverse;

/// What the table is sorted by, the highest first; names from A on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    #[default]
    Open,
    Assigned,
    Resolved,
    FirstReply,
    Name,
}

impl SortBy {
    pub const fn next(self) -> Self {
        match self {
            Self::Open => Self::Assigned,
            Self::Assigned => Self::Resolved,
            Self::Resolved => Self::FirstReply,
            Self::FirstReply => Self::Name,
            Self::Name => Self::Open,
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "most open",
            Self::Assigned => "most assigned",
            Self::Resolved => "most resolved",
            Self::FirstReply => "slowest first reply",
            Self::Name => "by name",
        }
    }
}

/// A column: its name, its words in a sentence, and how soon it is left out; 0 never is.
struct Column {
    head: &'static str,
    spoken: &'static str,
    spare: u8,
    sort: Option<SortBy>,
    of: fn(&AgentStats, &AgentRange) -> String,
}

const COLUMNS: [Column; 7] = [
    Column {
        head: "open",
        spoken: "open",
        spare: 0,
        sort: Some(SortBy::Open),
        of: |a, _| figures::count(a.open),
    },
    Column {
        head: "assigned",
        spoken: "assigned",
        spare: 0,
        sort: Some(SortBy::Assigned),
        of: |_, done| figures::count(done.assigned),
    },
    Column {
        head: "resolved",
        spoken: "resolved",
        spare: 0,
        sort: Some(SortBy::Resolved),
        of: |_, done| figures::count(done.resolved),
    },
    Column {
        head: "reply",
        spoken: "median first reply",
        spare: 0,
        sort: Some(SortBy::FirstReply),
        of: |_, done| figures::length(done.first_response_median_ms),
    },
    Column {
        head: "p90",
        spoken: "first reply p90",
        spare: 2,
        sort: None,
        of: |_, done| figures::length(done.first_response_p90_ms),
    },
    Column {
        head: "solved in",
        spoken: "median resolution",
        spare: 3,
        sort: None,
        of: |_, done| figures::length(done.resolution_median_ms),
    },
    Column {
        head: "messages",
        spoken: "messages",
        spare: 4,
        sort: None,
        of: |_, done| figures::count(done.messages_sent),
    },
];

/// Those that are wanted, in their order.
pub(super) fn wanted<'a>(agents: &'a [AgentStats], pane: &StatsPane) -> Vec<&'a AgentStats> {
    let needle = pane.wanted.text().trim().to_lowercase();
    let holds = |agent: &&AgentStats| {
        let name = Plain::line(&agent.agent.name).as_str().to_lowercase();
        name.contains(&needle) || availability(agent).contains(&needle)
    };
    let mut agents: Vec<&AgentStats> = agents.iter().filter(holds).collect();
    agents.sort_by_cached_key(|agent| {
        let done = done(agent, pane.range);
        let key = match pane.sort {
            SortBy::Open => agent.open,
            SortBy::Assigned => done.assigned,
            SortBy::Resolved => done.resolved,
            SortBy::FirstReply => done.first_response_median_ms.map_or(0, |ms| ms + 1),
            SortBy::Name => 0,
        };
        (Reverse(key), agent.agent.name.to_lowercase(), agent.agent.id)
    });
    agents
}

/// The lines of the table at a width, its head first.
pub(super) fn lines(scene: &Scene<'_>, pane: &StatsPane, width: usize) -> Vec<Line<'static>> {
    let look = scene.look;
    let agents = wanted(&scene.stats.agents, pane);
    if agents.is_empty() {
        let words = if pane.wanted.is_empty() {
            "Nobody is on the staff yet."
        } else {
            "Nobody is called that, or is that."
        };
        return vec![Line::styled(words, look.theme.dim)];
    }
    if look.is_plain() {
        return agents.iter().map(|agent| Line::raw(sentence(agent, pane.range))).collect();
    }
    let Table { cells, shown, widths, words, name } = table(&agents, pane, width);
    let mut lines = vec![head(look, pane.sort, &shown, &widths, name + words)];
    lines.extend(
        agents
            .iter()
            .zip(&cells)
            .map(|(agent, row)| line(look, agent, row, (&shown, &widths), (name, words))),
    );
    lines
}

fn head(
    look: &Look,
    sort: SortBy,
    shown: &[usize],
    widths: &[usize],
    left: usize,
) -> Line<'static> {
    let theme = &look.theme;
    let mut pieces = vec![Span::styled(wrap::fit("agent", left), theme.dim)];
    for at in shown {
        let column = &COLUMNS[*at];
        let style = if column.sort == Some(sort) { theme.accent } else { theme.dim };
        pieces.push(Span::styled(format!("{:>1$}", column.head, widths[*at]), style));
    }
    Line::from(pieces)
}

fn line(
    look: &Look,
    agent: &AgentStats,
    row: &[String],
    (shown, widths): (&[usize], &[usize]),
    (name, words): (usize, usize),
) -> Line<'static> {
    let theme = &look.theme;
    let state = agent.availability.unwrap_or(Availability::Offline);
    let glyph = glyph(look, state);
    let said = if words > 2 { format!("{glyph} {state}") } else { glyph.to_owned() };
    let mut pieces = vec![
        Span::styled(
            wrap::fit(&wrap::cut(Plain::line(&agent.agent.name).as_str(), name - 1), name),
            theme.text,
        ),
        Span::styled(wrap::fit(&said, words), badge::availability_style(look, state)),
    ];
    for at in shown {
        let style = if row[*at] == "0" || row[*at] == "-" {
            theme.dim
        } else {
            Style::default().patch(theme.text)
        };
        pieces.push(Span::styled(format!("{:>1$}", row[*at], widths[*at]), style));
    }
    Line::from(pieces)
}

/// One agent as a screen reader says it.
fn sentence(agent: &AgentStats, range: Range) -> String {
    let done = done(agent, range);
    let figures = COLUMNS.iter().map(|column| {
        let value = (column.of)(agent, &done);
        let value = if value == "-" { "none".to_owned() } else { value };
        format!("{} {value}", column.spoken)
    });
    let figures: Vec<String> = figures.collect();
    format!("{}, {}, {}", Plain::line(&agent.agent.name), availability(agent), figures.join(", "))
}

fn availability(agent: &AgentStats) -> &'static str {
    agent.availability.unwrap_or(Availability::Offline).as_str()
}

/// How much of an agent's day is hers to give: full, half, none.
fn glyph(look: &Look, state: Availability) -> &'static str {
    match state {
        Availability::Available => look.glyph("●", "*"),
        Availability::Busy => look.glyph("◐", "%"),
        Availability::Away => look.glyph("○", "o"),
        Availability::Offline => look.glyph("·", "-"),
    }
}

fn done(agent: &AgentStats, range: Range) -> AgentRange {
    let none = AgentRange {
        since: robindesk_protocol::Timestamp(0),
        assigned: 0,
        resolved: 0,
        first_response_median_ms: None,
        first_response_p90_ms: None,
        resolution_median_ms: None,
        messages_sent: 0,
    };
    range.of(agent).cloned().unwrap_or(none)
}
