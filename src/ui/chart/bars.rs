//! A chart of upright bars with a scale at its left and names under it.

use super::{EIGHTHS, parts};
use crate::ui::look::Look;
use crate::ui::{figures, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Rows from one line of the scale to the next, at least.
const APART: u64 = 3;

/// A bar: what stands under it, where there is room, and how high it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub name: String,
    pub value: u64,
}

/// Draws the bars side by side, all of the same width. The last one is not over yet and looks so.
pub fn draw(buf: &mut Buffer, area: Rect, look: &Look, bars: &[Bar], style: Style) {
    let highest = scale(bars.iter().map(|bar| bar.value).max().unwrap_or(0));
    let said = figures::count(highest);
    let left = u16::try_from(wrap::width(&said)).unwrap_or(0) + 1;
    if area.height < 3 || area.width <= left || bars.is_empty() {
        return;
    }
    let area = divisible(area, highest);
    let count = u16::try_from(bars.len()).unwrap_or(u16::MAX);
    let room = Rect { x: area.x + left, width: area.width - left, height: area.height - 1, ..area };
    // All bars are as wide; what does not divide evenly goes between them.
    let step = (room.width / count).max(1);
    let wide = if step > 2 { step - 1 } else { step.div_ceil(2) };
    let spare = if room.width > count { room.width % count } else { 0 };
    let left_of = |at: u16| room.x + at * step + at * spare / count;
    draw_scale(buf, area, look, highest);
    for (at, bar) in (0_u16..).zip(bars) {
        let x = left_of(at);
        if x + wide > area.right() {
            break;
        }
        let last = at + 1 == count;
        let rows = u64::from(room.height) * 8;
        draw_bar(
            buf,
            Rect { x, width: wide, ..room },
            look,
            parts(bar.value, highest, rows),
            style,
            last,
        );
    }
    draw_names(buf, Rect { y: room.bottom(), height: 1, ..room }, look, bars, left_of);
}

/// The top of the scale: the next round number.
fn scale(highest: u64) -> u64 {
    if let Some(small) = [4, 5, 6, 8].into_iter().find(|small| *small >= highest) {
        return small;
    }
    let mut unit = 1_u64;
    loop {
        let round = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80].map(|n| unit.saturating_mul(n));
        if let Some(round) = round.into_iter().find(|round| *round >= highest) {
            return round;
        }
        unit = unit.saturating_mul(10);
    }
}

fn draw_scale(buf: &mut Buffer, area: Rect, look: &Look, highest: u64) {
    let theme = &look.theme;
    let wide = wrap::width(&figures::count(highest));
    let rows = area.height - 1;
    let dots = look.glyph("·", ".").repeat(usize::from(area.width).saturating_sub(wide + 1));
    let right = Rect { x: area.x + u16::try_from(wide).unwrap_or(0) + 1, ..area };
    let parts = divisions(highest, rows);
    for part in 1..=parts {
        // A bar of this value is full up to the top of the row.
        let row = rows - u16::try_from(u64::from(rows) * part / parts).unwrap_or(rows);
        let line = format!("{:>wide$}", figures::count(highest / parts * part));
        spans::write(buf, area, row, &Line::styled(line, theme.dim));
        spans::write(buf, right, row, &Line::styled(dots.clone(), theme.dim));
    }
    spans::write(buf, area, rows, &Line::styled(format!("{:>wide$}", 0), theme.dim));
}

/// A tall chart gives up to two rows for a scale with lines in it.
fn divisible(area: Rect, highest: u64) -> Rect {
    let without = |rows| Rect { y: area.y + rows, height: area.height - rows, ..area };
    let mut all = (0..3).filter(|_| area.height > 8).map(without);
    all.find(|area| divisions(highest, area.height - 1) > 1).unwrap_or(area)
}

/// Into how many parts the scale is divided: each of a whole number of rows and a whole value, and with
/// room between their lines. One part is the scale as a whole.
fn divisions(highest: u64, rows: u16) -> u64 {
    let rows = u64::from(rows);
    let fits =
        |n: &u64| highest.is_multiple_of(*n) && rows.is_multiple_of(*n) && rows / *n >= APART;
    [5, 4, 3, 2].into_iter().find(fits).unwrap_or(1)
}

fn draw_bar(buf: &mut Buffer, area: Rect, look: &Look, eighths: u64, style: Style, last: bool) {
    for row in 0..area.height {
        let below = u64::from(area.height - 1 - row) * 8;
        let symbol = match (eighths.saturating_sub(below).min(8), look.is_ascii()) {
            (0, _) => continue,
            (_, true) if last => ":",
            (1..4, true) => ".",
            (_, true) => "#",
            (8, false) if last => "▒",
            (n, false) => EIGHTHS[usize::try_from(n - 1).unwrap_or(0)],
        };
        for x in area.x..area.right() {
            buf[(x, area.y + row)].set_symbol(symbol).set_style(style);
        }
    }
}

/// Names stand under the left edge of their bars, as many as have room, the newest for certain.
fn draw_names(
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    bars: &[Bar],
    left_of: impl Fn(u16) -> u16,
) {
    let widest = bars.iter().map(|bar| wrap::width(&bar.name)).max().unwrap_or(0) + 1;
    let step = left_of(1).saturating_sub(left_of(0)).max(1);
    let every = widest.div_ceil(usize::from(step)).max(1);
    for (at, bar) in
        bars.iter().enumerate().filter(|(at, _)| at % every == (bars.len() - 1) % every)
    {
        let x = left_of(u16::try_from(at).unwrap_or(0));
        let room = usize::from(area.right().saturating_sub(x));
        if wrap::width(&bar.name) <= room {
            let place = Rect { x, width: area.right() - x, ..area };
            spans::write(buf, place, 0, &Line::styled(bar.name.clone(), look.theme.dim));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{divisions, scale};

    #[test]
    fn the_scale_is_divided_where_rows_and_values_are_whole() {
        for (highest, rows, parts) in
            [(40, 16, 4), (40, 15, 5), (40, 17, 1), (5, 15, 5), (5, 16, 1), (8, 6, 2), (8, 4, 1)]
        {
            assert_eq!(divisions(highest, rows), parts, "{highest} in {rows} rows");
        }
    }

    #[test]
    fn the_scale_ends_on_a_round_number() {
        assert_eq!([0, 3, 5, 7, 9, 11, 43, 1_001].map(scale), [4, 4, 5, 8, 10, 12, 50, 1_200]);
    }
}
