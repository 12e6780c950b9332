//! How the numbers look:
//!
//! ```text
//! ┌ Stats · today ─────────────────────────────────────── live ┐
//! │ orders   tickets   open   waiting   longest   unassigned   │
//! ├ Orders per hour ────────────┬ Tickets per hour ────────────┤
//! ├ By status ──────────────────┼ The rotation ────────────────┤
//! └ Agents ────────────────────────────────────────────────────┘
//! ```
//!
//! One under the other where they don't fit side by side; what doesn't fit at all is scrolled to.

use super::charts::{self, slots};
use super::{Aim, StatsPane, agents, rotation, tiles};
use crate::model::numbers::Numbers;
use crate::model::numbers::range::Range;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{figures, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;
use robindesk_protocol::{Stats, Timestamp};

/// From so many columns on two blocks stand side by side, and three.
const TWO: u16 = 100;
const THREE: u16 = 160;
/// Rows of a chart, at least and at most, and those that others must have to spare for two more.
const CHART: (u16, u16, u16) = (8, 18, 4);

/// What is drawn from.
pub(super) struct Scene<'a> {
    pub(super) stats: &'a Stats,
    pub(super) look: &'a Look,
    /// By which clock waiting times are told.
    pub(super) now: Timestamp,
    pub(super) tables: bool,
    held: bool,
    /// There is no link: these are the numbers that were last heard.
    cut_off: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Totals,
    Orders(Range),
    Tickets(Range),
    Status,
    Rotation,
    Agents,
}

/// Draws the pane. Gives the cursor's cell while the filter is typed.
pub(super) fn draw(
    buf: &mut Buffer,
    area: Rect,
    pane: &mut StatsPane,
    known: &Numbers,
    look: &Look,
) -> Option<(u16, u16)> {
    let Some(stats) = known.stats() else {
        let words = match &known.refused {
            Some(why) => Plain::line(why).into_string(),
            None => "Fetching the numbers…".to_owned(),
        };
        let edge = Edge {
            title: Line::styled(" Stats ", look.theme.title),
            focused: true,
            ..Edge::default()
        };
        let inner = frame::draw(buf, area, look, edge).inner(Margin::new(1, 0));
        spans::write_wrapped(buf, inner, inner.height / 3, &words, look.theme.dim);
        return None;
    };
    let tables = pane.tables || look.is_plain();
    let now = known.moment(look.now);
    let (held, cut_off) = (known.is_held(), known.is_cut_off());
    let scene = Scene { stats, look, now, tables, held, cut_off };
    let rows = plan(area, &scene, pane);
    let tall = rows.iter().map(|(height, _)| height).sum();
    pane.scroll.room(area, tall);
    pane.spots.clear();
    pane.heads.clear();
    let mut whole = Buffer::empty(Rect::new(0, 0, area.width, tall));
    let (mut y, mut cursor) = (0, None);
    for (height, blocks) in rows {
        let mut x = 0;
        for (width, block) in blocks {
            let place = Rect { x, y, width, height };
            if let Some(cell) = draw_block(&mut whole, place, block, &scene, pane) {
                cursor = Some(cell);
            }
            if block == Block::Agents && pane.aim.take_if(|aim| *aim == Aim::Agents).is_some() {
                pane.scroll.reveal(y, height);
            }
            x += width;
        }
        y += height;
    }
    pane.scroll.show(buf, area, look, &whole);
    let (x, row) = cursor?;
    pane.scroll.row(row).map(|row| (area.x + x, area.y + row))
}

/// Which blocks stand in which row, how wide and how tall; room to spare goes to the charts.
fn plan(area: Rect, scene: &Scene<'_>, pane: &StatsPane) -> Vec<(u16, Vec<(u16, Block)>)> {
    use Block::{Agents, Rotation, Status, Totals};
    let (orders, tickets) = (Block::Orders(pane.range), Block::Tickets(pane.range));
    let rows: Vec<Vec<(u16, Block)>> = if scene.look.is_plain() || area.width < TWO {
        [Totals, orders, Agents, Rotation, tickets, Status].map(|b| vec![(area.width, b)]).to_vec()
    } else if area.width < THREE {
        let half = area.width / 2;
        let pair = |left, right| vec![(half, left), (area.width - half, right)];
        let whole = |block| vec![(area.width, block)];
        vec![whole(Totals), pair(orders, tickets), whole(Agents), pair(Rotation, Status)]
    } else {
        let half = area.width / 2;
        let (status, turns) = (36, (area.width - 36) * 2 / 5);
        let rest = area.width - status - turns;
        vec![
            vec![(area.width, Totals)],
            vec![(half, orders), (area.width - half, tickets)],
            vec![(rest, Agents), (turns, Rotation), (status, Status)],
        ]
    };
    let tall = |(width, block): &(u16, Block)| height(*block, *width, scene, pane);
    let mut rows: Vec<(u16, Vec<(u16, Block)>)> =
        rows.into_iter().map(|row| (row.iter().map(tall).max().unwrap_or(0), row)).collect();
    let used: u16 = rows.iter().map(|(height, _)| height).sum();
    let mut spare = area.height.saturating_sub(used);
    if area.width >= THREE && !scene.tables && spare >= CHART.0 + CHART.2 {
        // Room for the other scale as well: the month beside the day.
        let other = if pane.range == Range::Today { Range::Month } else { Range::Today };
        let half = area.width / 2;
        let charts = vec![(half, Block::Orders(other)), (area.width - half, Block::Tickets(other))];
        rows.insert(2, (CHART.0, charts));
        spare -= CHART.0;
    }
    if !scene.tables {
        let charts = |row: &&mut (u16, Vec<(u16, Block)>)| matches!(row.1[0].1, Block::Orders(_));
        let count = u16::try_from(rows.iter_mut().filter(charts).count()).unwrap_or(1).max(1);
        let more = (spare / count).min(CHART.1 - CHART.0);
        rows.iter_mut().filter(charts).for_each(|(height, _)| *height += more);
        spare -= more * count;
    }
    if let Some((height, _)) = rows.last_mut().filter(|_| !scene.look.is_plain()) {
        *height += spare;
    }
    rows
}

/// The rows that a block needs, its border included.
fn height(block: Block, width: u16, scene: &Scene<'_>, pane: &StatsPane) -> u16 {
    let edges = if scene.look.is_plain() { 1 } else { 2 };
    let inner = width.saturating_sub(if scene.look.is_plain() { 2 } else { 4 });
    let lines = match block {
        Block::Totals => tiles::tall(inner, scene.look.is_plain()),
        Block::Orders(_) | Block::Tickets(_) if !scene.tables => return CHART.0,
        Block::Orders(_) | Block::Tickets(_) => {
            let slots = slots(block, scene).len();
            u16::try_from(slots.div_ceil(charts::beside(scene.look, inner.into()))).unwrap_or(0)
        }
        _ => u16::try_from(lines(block, scene, pane, inner.into()).len()).unwrap_or(u16::MAX - 4),
    };
    let typed = u16::from(block == Block::Agents && pane.typing);
    lines + edges + typed + u16::from(scene.look.is_plain())
}

fn draw_block(
    buf: &mut Buffer,
    area: Rect,
    block: Block,
    scene: &Scene<'_>,
    pane: &mut StatsPane,
) -> Option<(u16, u16)> {
    let look = scene.look;
    let inner = frame::draw(buf, area, look, edge(block, scene, pane)).inner(Margin::new(1, 0));
    match block {
        Block::Totals => tiles::draw(buf, inner, scene, pane),
        Block::Orders(_) | Block::Tickets(_) => charts::draw(buf, inner, block, scene),
        Block::Agents | Block::Rotation | Block::Status => {
            let typing = block == Block::Agents && pane.typing;
            let typed = typing.then(|| pane.draw_typed(buf, inner, scene));
            let below = u16::from(typing).min(inner.height);
            let rows = Rect { y: inner.y + below, height: inner.height - below, ..inner };
            let lines = lines(block, scene, pane, inner.width.into());
            pane.draw_rows(buf, rows, (block, scene), lines);
            return typed;
        }
    }
    None
}

/// What a block's border says.
fn edge<'a>(block: Block, scene: &Scene<'_>, pane: &StatsPane) -> Edge<'a> {
    let (look, theme) = (scene.look, &scene.look.theme);
    let range = pane.range;
    let (mut right, mut bottom) = (Line::default(), Line::default());
    let title = match block {
        Block::Totals => {
            let dot = look.glyph("·", "-");
            let (state, style) = match (scene.held, scene.cut_off) {
                (true, _) => ("held at", theme.warn),
                (false, true) => ("no link: as of", theme.warn),
                (false, false) => ("as of", theme.dim),
            };
            right = Line::styled(format!(" {state} {} ", look.clock(scene.stats.at)), style);
            format!(" Stats {dot} {} ", range.name())
        }
        Block::Orders(charted) | Block::Tickets(charted) => {
            let slots = slots(block, scene);
            let last = slots.last().map_or(0, |slot| slot.count);
            let most = slots.iter().map(|slot| slot.count).max().unwrap_or(0);
            let (per, most) = (charted.per(), figures::count(most));
            let now = if charted == Range::Today { "this hour" } else { "today" };
            let so_far = format!(" most {most}, {now} {} ", figures::count(last));
            right = Line::styled(so_far, theme.dim);
            let name = if matches!(block, Block::Orders(_)) { "Orders" } else { "Tickets" };
            let span = if charted == Range::Today { "24 hours" } else { charted.name() };
            format!(" {name} per {per}, {span} ")
        }
        Block::Status => " By status, now ".to_owned(),
        Block::Rotation => format!(" The rotation, {} ", range.name()),
        Block::Agents => {
            let filter = Plain::line(pane.wanted.text());
            let filter = if pane.typing || filter.as_str().is_empty() {
                String::new()
            } else {
                format!("/{filter} ")
            };
            right = Line::styled(format!(" {filter}{} ", pane.sort.words()), theme.dim);
            bottom = Line::styled(" reply and solved in: medians ", theme.dim);
            format!(" Agents, {} ", range.name())
        }
    };
    let focused = block == Block::Totals;
    Edge { title: Line::styled(title, theme.title), right, bottom, focused, ..Edge::default() }
}

/// The lines of the blocks that are made of lines.
fn lines(block: Block, scene: &Scene<'_>, pane: &StatsPane, width: usize) -> Vec<Line<'static>> {
    match block {
        Block::Agents => agents::lines(scene, pane, width),
        Block::Rotation => {
            let distribution = pane.range.distribution(scene.stats);
            distribution.map(|d| rotation::lines(scene, d, width)).unwrap_or_default()
        }
        Block::Status => charts::status(scene, width),
        Block::Totals | Block::Orders(_) | Block::Tickets(_) => Vec::new(),
    }
}
