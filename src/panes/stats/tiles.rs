//! The totals: a figure each, with what it is above and what it means below.

use super::StatsPane;
use super::view::Scene;
use crate::ui::{chart, figures, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Cells of a tile at least: the longest name, and one to spare.
const WIDTH: u16 = 12;
/// Rows of a tile: name, figure, what it means.
const TALL: u16 = 3;

struct Tile {
    name: String,
    figure: String,
    below: String,
    style: Style,
}

/// How many rows the totals take at a width.
pub(super) fn tall(width: u16, plain: bool) -> u16 {
    if plain { 6 } else { TALL * 6_u16.div_ceil(beside(width)) }
}

/// How many tiles stand side by side.
fn beside(width: u16) -> u16 {
    if width >= 6 * WIDTH { 6 } else { 3 }
}

pub(super) fn draw(buf: &mut Buffer, area: Rect, scene: &Scene<'_>, pane: &StatsPane) {
    let look = scene.look;
    let wide = area.width / beside(area.width);
    let tiles = tiles(scene, pane, usize::from(wide));
    for (at, tile) in (0_u16..).zip(tiles) {
        if look.is_plain() {
            let below =
                if tile.below.is_empty() { String::new() } else { format!(", {}", tile.below) };
            let words = format!("{}: {}{below}", tile.name, tile.figure);
            spans::write(buf, area, at, &Line::raw(words));
            continue;
        }
        let (column, row) = (at % beside(area.width), at / beside(area.width) * TALL);
        let place = Rect { x: area.x + column * wide, width: wide.saturating_sub(1), ..area };
        spans::write(buf, place, row, &Line::styled(tile.name, look.theme.dim));
        spans::write(buf, place, row + 1, &Line::styled(tile.figure, tile.style));
        let below = wrap::cut(&tile.below, place.width.into());
        let drawn = if at < 2 { look.theme.accent } else { look.theme.dim };
        spans::write(buf, place, row + 2, &Line::styled(below, drawn));
    }
}

fn tiles(scene: &Scene<'_>, pane: &StatsPane, cells: usize) -> [Tile; 6] {
    let (stats, look) = (scene.stats, scene.look);
    let theme = &look.theme;
    let (orders, tickets) = (&stats.orders, &stats.tickets);
    let lively = |n: u64, style: Style| if n == 0 { theme.strong } else { style };
    let so_many = |total: u64, days: &[_], hours: &[_], name: &str| {
        let counts: Vec<u64> =
            pane.range.slots(hours, days).iter().map(|slot| slot.count).collect();
        let below = if look.is_plain() {
            format!("{} ever", figures::count(total))
        } else {
            chart::spark(&counts, cells.saturating_sub(2).min(30), look)
        };
        (name.to_owned(), below)
    };
    let (order, orders_below) = so_many(orders.total, &orders.per_day, &orders.per_hour, "orders");
    let (ticket, tickets_below) =
        so_many(tickets.total, &tickets.per_day, &tickets.per_hour, "tickets");
    let waits = tickets.oldest_waiting.map(|at| scene.now.since_ms(at).max(0).unsigned_abs());
    let since = tickets.oldest_waiting.map(|at| {
        let (moment, day) = (look.moment(at), look.slot(at, true));
        let words = [format!("since {moment}"), moment, format!("since {day}"), day];
        words.into_iter().find(|words| wrap::width(words) < cells).unwrap_or_default()
    });
    let tile = |name: &str, figure: String, below: String, style| {
        let name = name.to_owned();
        Tile { name, figure, below, style }
    };
    let strong = theme.strong;
    [
        tile(
            &order,
            figures::count(pane.range.total(orders.today, &orders.per_day)),
            orders_below,
            strong,
        ),
        tile(
            &ticket,
            figures::count(pane.range.total(tickets.today, &tickets.per_day)),
            tickets_below,
            strong,
        ),
        tile(
            "open",
            figures::count(tickets.open),
            format!("of {}", figures::count(tickets.total)),
            strong,
        ),
        tile(
            "waiting",
            figures::count(tickets.waiting),
            if tickets.waiting == 0 { "all answered" } else { "for a reply" }.to_owned(),
            lively(tickets.waiting, theme.warn),
        ),
        tile(
            "longest",
            waits.map_or_else(|| "nobody".to_owned(), |ms| figures::length(Some(ms))),
            since.unwrap_or_else(|| "waits".to_owned()),
            lively(waits.unwrap_or(0), theme.warn),
        ),
        tile(
            "unassigned",
            figures::count(tickets.unassigned),
            if tickets.unassigned == 0 { "all given" } else { "no agent" }.to_owned(),
            lively(tickets.unassigned, theme.bad),
        ),
    ]
}
