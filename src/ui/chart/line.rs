//! A line of dots over time: braille, two by four in a cell, or one sign a cell.

use crate::ui::look::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The bits of a braille cell's dots, by column and row from the top.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// From so many rows on what is under a line is shaded: lower, the line would be lost in it.
const SHADED: u16 = 6;

/// How many values a line of so many cells shows.
pub fn steps(cells: u16, look: &Look) -> usize {
    usize::from(cells) * if look.is_ascii() { 1 } else { 2 }
}

/// Draws the values from left to right between nothing and `highest`; where one is not known there is
/// no dot. Neighbours are joined, and what is under them is shaded, so that the eye sees how much it was.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    values: &[Option<f64>],
    highest: f64,
    style: Style,
) {
    let (across, down) = if look.is_ascii() { (1, 1) } else { (2, 4) };
    let rows = usize::from(area.height) * down;
    if rows == 0 || look.is_plain() {
        return;
    }
    let shaded = area.height >= SHADED && !look.is_ascii();
    let mut cells = vec![0_u32; usize::from(area.width) * usize::from(area.height)];
    let mut before = None;
    for (x, value) in values.iter().enumerate().take(usize::from(area.width) * across) {
        let Some(row) = value.map(|value| place(value, highest, rows)) else {
            before = None;
            continue;
        };
        let from: usize = before.unwrap_or(row);
        let joined = if from < row { from + 1..=row } else { row..=from.max(row + 1) - 1 };
        let shade = (row + 2..rows).filter(|y| shaded && x % 2 == 0 && y % 2 == 0);
        for y in joined.chain([row]).chain(shade) {
            let at = y / down * usize::from(area.width) + x / across;
            cells[at] |= DOTS[x % across][y % down];
        }
        before = Some(row);
    }
    for (at, bits) in (0_u16..).zip(cells).filter(|(_, bits)| *bits != 0) {
        let (x, y) = (area.x + at % area.width, area.y + at / area.width);
        let braille = char::from_u32(0x2800 + bits).unwrap_or(' ');
        let sign = if look.is_ascii() { '*' } else { braille };
        buf[(x, y)].set_char(sign).set_style(style);
    }
}

/// The row of the screen, from the top, on which a value stands in a chart of so many rows.
pub fn row_of(value: f64, highest: f64, rows: u16, look: &Look) -> u16 {
    let down = if look.is_ascii() { 1 } else { 4 };
    let row = place(value, highest, (usize::from(rows) * down).max(1)) / down;
    u16::try_from(row).unwrap_or(0)
}

/// The row from the top.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "between 0 and the rows of a screen"
)]
fn place(value: f64, highest: f64, rows: usize) -> usize {
    let share = if highest > 0.0 { (value / highest).clamp(0.0, 1.0) } else { 0.0 };
    rows - 1 - (share * (rows - 1) as f64).round() as usize
}
