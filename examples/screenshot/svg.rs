//! A ratatui buffer as an SVG picture that needs no font of its own.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// A cell's size in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const PAPER: &str = "#16181d";
const INK: &str = "#d7dae0";

/// The picture of a buffer, each run of cells of one style as one text.
pub fn picture(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (f32::from(area.width) * CELL.0, f32::from(area.height) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -12 {:.0} {:.0}\" \
         font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n\
         <rect x=\"-12\" y=\"-12\" width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{PAPER}\"/>\n",
        width + 24.0,
        height + 24.0
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            x = run(buffer, x, y, &mut svg);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Writes the cells from `x` that share a style; gives where the next run begins.
fn run(buffer: &Buffer, x: u16, y: u16, svg: &mut String) -> u16 {
    let style = |x: u16| {
        let cell = &buffer[(x, y)];
        (cell.fg, cell.bg, cell.modifier)
    };
    let (fg, bg, modifier) = style(x);
    let (mut end, mut text) = (x, String::new());
    while end < buffer.area.width && style(end) == (fg, bg, modifier) {
        let symbol = buffer[(end, y)].symbol();
        text.push_str(symbol);
        end += u16::try_from(symbol.width().max(1)).unwrap_or(1);
    }
    let (mut ink, mut paper) = (color(fg, INK), color(bg, PAPER));
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    let width = f32::from(end - x) * CELL.0;
    // Writing to a String cannot fail.
    if paper != PAPER {
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    if !text.trim().is_empty() {
        let bold = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let dim = if modifier.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let base = top + CELL.1 * 0.74;
        let _ = writeln!(
            svg,
            "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{bold}{dim}>{text}</text>"
        );
    }
    end.max(x + 1)
}

/// The sixteen colours as a calm terminal shows them.
fn color(color: Color, reset: &str) -> String {
    let named = match color {
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Black => "#1e2127",
        Color::Red | Color::LightRed => "#e06c75",
        Color::Green | Color::LightGreen => "#98c379",
        Color::Yellow | Color::LightYellow => "#e5c07b",
        Color::Blue | Color::LightBlue => "#61afef",
        Color::Magenta | Color::LightMagenta => "#c678dd",
        Color::Cyan | Color::LightCyan => "#56b6c2",
        Color::Gray | Color::White => "#d7dae0",
        Color::DarkGray => "#7f848e",
        Color::Reset | Color::Indexed(_) => reset,
    };
    named.to_owned()
}
