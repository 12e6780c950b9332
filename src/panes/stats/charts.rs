//! Orders and tickets by the hour or day, as bars or as a table, and how many have each status.

use super::view::{Block, Scene};
use crate::model::numbers::range::{Range, Slot};
use crate::ui::chart::bars::{self, Bar};
use crate::ui::look::Look;
use crate::ui::{badge, chart, figures, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::Timestamp;

/// The bars of a block.
pub(super) fn slots(block: Block, scene: &Scene<'_>) -> Vec<Slot> {
    let (orders, tickets) = (&scene.stats.orders, &scene.stats.tickets);
    match block {
        Block::Orders(range) => range.slots(&orders.per_hour, &orders.per_day),
        Block::Tickets(range) => range.slots(&tickets.per_hour, &tickets.per_day),
        _ => Vec::new(),
    }
}

/// Cells of an entry of a chart's table, and how many stand side by side.
const ENTRY: usize = 14;

pub(super) fn beside(look: &Look, width: usize) -> usize {
    if look.is_plain() { 1 } else { (width / ENTRY).max(1) }
}

/// Draws a block's bars, or their table.
pub(super) fn draw(buf: &mut Buffer, area: Rect, block: Block, scene: &Scene<'_>) {
    let (look, theme) = (scene.look, &scene.look.theme);
    let slots = slots(block, scene);
    let hours = matches!(block, Block::Orders(Range::Today) | Block::Tickets(Range::Today));
    let name = |at: Timestamp| look.slot(at, !hours);
    if !scene.tables {
        let style = if matches!(block, Block::Orders(_)) { theme.accent } else { theme.brand };
        let bars: Vec<Bar> =
            slots.iter().map(|slot| Bar { name: name(slot.at), value: slot.count }).collect();
        bars::draw(buf, area, look, &bars, style);
        if slots.iter().all(|slot| slot.count == 0) {
            let what = if matches!(block, Block::Orders(_)) { "order" } else { "ticket" };
            let words = Line::styled(format!("no {what} in this time"), theme.dim);
            let wide = u16::try_from(words.width()).unwrap_or(0);
            let x = area.x + area.width.saturating_sub(wide) / 2;
            let place = Rect { x, width: wide, height: 1, y: area.y + area.height / 2 };
            spans::write(buf, place.intersection(area), 0, &words);
        }
        return;
    }
    let columns = beside(look, area.width.into());
    let rows = slots.len().div_ceil(columns);
    for (at, slot) in slots.iter().enumerate() {
        let (column, row) = (at / rows, at % rows);
        let (x, row) =
            (u16::try_from(column * ENTRY).unwrap_or(0), u16::try_from(row).unwrap_or(0));
        let place = Rect { x: area.x + x, width: area.width.saturating_sub(x), ..area };
        let style = if slot.count == 0 { theme.dim } else { theme.text };
        let line = Line::from(vec![
            Span::styled(format!("{:<6} ", name(slot.at)), theme.dim),
            Span::styled(format!("{:>5}", figures::count(slot.count)), style),
        ]);
        spans::write(buf, place, row, &line);
    }
}

/// How many orders and tickets have each status.
pub(super) fn status(scene: &Scene<'_>, width: usize) -> Vec<Line<'static>> {
    let (look, theme) = (scene.look, &scene.look.theme);
    let (orders, tickets) = (&scene.stats.orders, &scene.stats.tickets);
    let of_orders = orders.by_status.iter().map(|(s, n)| (badge::order_words(*s).to_owned(), *n));
    let of_tickets = tickets.by_status.iter().map(|(s, n)| {
        let words = format!("{} {}", badge::status_glyph(look, *s), badge::status_words(*s));
        (words.trim_start().to_owned(), *n)
    });
    let mut lines = Vec::new();
    for (head, counts, style) in [
        ("orders", of_orders.collect::<Vec<_>>(), theme.accent),
        ("tickets", of_tickets.collect(), theme.brand),
    ] {
        lines.push(Line::styled(head, theme.dim));
        let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let digits = figures::count(most).len();
        for (words, n) in counts {
            lines.push(status_line(look, (&words, n, most), digits, width, (style, scene.tables)));
        }
    }
    lines
}

fn status_line(
    look: &Look,
    (words, n, most): (&str, u64, u64),
    digits: usize,
    width: usize,
    (style, tables): (Style, bool),
) -> Line<'static> {
    let theme = &look.theme;
    if look.is_plain() {
        return Line::raw(format!("{words}: {n}"));
    }
    let room = if tables { 0 } else { width.saturating_sub(16 + digits + 1) };
    let figure = if n == 0 { theme.dim } else { theme.strong };
    Line::from(vec![
        Span::styled(wrap::fit(&format!(" {words}"), 16), theme.text),
        Span::styled(format!("{:>digits$} ", figures::count(n)), figure),
        Span::styled(chart::across(n, most, room, look), style),
    ])
}
