//! Which columns of the agents' table there is room for, and how wide each is.

use super::{COLUMNS, SortBy, done, wanted};
use crate::panes::stats::StatsPane;
use crate::panes::stats::view::Scene;
use crate::ui::plain::Plain;
use crate::ui::wrap;
use robindesk_protocol::AgentStats;

/// Cells of a name, at least and at most.
const NAME: (usize, usize) = (10, 28);

/// So many cells of a name give way before the availability loses its word.
const NAME_WITH_WORDS: usize = 22;

/// Cells of an availability, glyph and word.
const AVAILABLE: usize = 12;

/// The heads that it can be sorted by: from which cell on, and how wide.
pub(in crate::panes::stats) fn heads(
    scene: &Scene<'_>,
    pane: &StatsPane,
    width: usize,
) -> Vec<(u16, u16, SortBy)> {
    let agents = wanted(&scene.stats.agents, pane);
    let Table { shown, widths, words, name, .. } = table(&agents, pane, width);
    let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let mut heads = vec![(0, cells(name), SortBy::Name)];
    let mut left = name + words;
    for at in shown {
        let wide = widths[at];
        heads.extend(COLUMNS[at].sort.map(|sort| (cells(left), cells(wide), sort)));
        left += wide;
    }
    heads
}

/// What stands in the cells, which columns are shown, and how wide they all are.
pub(super) struct Table {
    pub(super) cells: Vec<Vec<String>>,
    pub(super) shown: Vec<usize>,
    pub(super) widths: Vec<usize>,
    /// Of the availability, and of the name.
    pub(super) words: usize,
    pub(super) name: usize,
}

pub(super) fn table(agents: &[&AgentStats], pane: &StatsPane, width: usize) -> Table {
    let cells: Vec<Vec<String>> = agents
        .iter()
        .map(|agent| COLUMNS.iter().map(|c| (c.of)(agent, &done(agent, pane.range))).collect())
        .collect();
    let widths: Vec<usize> = COLUMNS
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let widest = cells.iter().map(|row| row[at].len()).max().unwrap_or(0);
            widest.max(column.head.len())
        })
        .collect();
    let (shown, words, name, between) = fit(&widths, width, agents);
    let widths: Vec<usize> = widths.into_iter().map(|wide| wide + between).collect();
    Table { cells, shown, widths, words, name }
}

/// Which columns have room, how many cells the availability takes, how many the name, and how many lie
/// between columns.
fn fit(
    widths: &[usize],
    width: usize,
    agents: &[&AgentStats],
) -> (Vec<usize>, usize, usize, usize) {
    let longest = agents.iter().map(|a| wrap::width(Plain::line(&a.agent.name).as_str())).max();
    let longest = longest.unwrap_or(0).clamp(NAME.0, NAME.1) + 1;
    let mut shown: Vec<usize> = (0..COLUMNS.len()).collect();
    let used = |shown: &[usize]| shown.iter().map(|at| widths[*at] + 1).sum::<usize>();
    let mut words = AVAILABLE;
    if used(&shown) + words + longest.min(NAME_WITH_WORDS) > width {
        // The glyph alone still tells it, and the filter takes its word.
        words = 2;
    }
    while used(&shown) + words + NAME.0 + 1 > width {
        let spare = shown.iter().copied().filter(|at| COLUMNS[*at].spare > 0);
        let Some(least) = spare.max_by_key(|at| COLUMNS[*at].spare) else { break };
        shown.retain(|at| *at != least);
    }
    let room = width.saturating_sub(used(&shown) + words);
    let name = longest.min(room.max(4));
    // What is left is shared out, as far as the eye still follows a row.
    let between = 1 + (room.saturating_sub(name) / shown.len().max(1)).min(5);
    (shown, words, name, between)
}
