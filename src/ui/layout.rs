//! Which pane goes where at which width (`console.md`, Screen).

use ratatui::layout::{Constraint, Layout, Rect};

/// How many panes stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Under 80 columns: one pane at a time.
    One,
    /// 80 to 119: list and chat, the order over them.
    Two,
    /// From 120: list, chat, order.
    Three,
}

impl Breadth {
    pub const fn of(columns: u16) -> Self {
        match columns {
            0..80 => Self::One,
            80..120 => Self::Two,
            _ => Self::Three,
        }
    }
}

/// Under this the screen only says that it is too small.
pub const fn too_small(area: Rect) -> bool {
    area.width < 40 || area.height < 10
}

/// The screen's three bands: header, panes, keys.
pub fn bands(area: Rect) -> [Rect; 3] {
    Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
        .areas(area)
}

/// How wide the panes at the sides are, where she has dragged their borders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Widths {
    pub list: Option<u16>,
    pub order: Option<u16>,
}

/// List, chat and order side by side.
pub fn three(area: Rect, widths: Widths) -> [Rect; 3] {
    let list = widths.list.map(|w| w.clamp(24, area.width * 45 / 100));
    let list = list.unwrap_or((area.width * 30 / 100).clamp(38, 54));
    let order = widths.order.map(|w| w.clamp(20, area.width * 30 / 100));
    let order = order.unwrap_or((area.width * 22 / 100).clamp(28, 40));
    Layout::horizontal([Constraint::Length(list), Constraint::Fill(1), Constraint::Length(order)])
        .areas(area)
}

/// List and chat side by side.
pub fn two(area: Rect, widths: Widths) -> [Rect; 2] {
    let list = widths.list.map(|w| w.clamp(24, area.width * 55 / 100));
    let list = list.unwrap_or((area.width * 38 / 100).clamp(34, 42));
    Layout::horizontal([Constraint::Length(list), Constraint::Fill(1)]).areas(area)
}

/// The room for something that lies over the panes at their right side.
pub fn over_right(area: Rect, width: u16) -> Rect {
    let width = width.min(area.width);
    Rect { x: area.right() - width, width, ..area }
}

/// A box in the middle, a little above it, where the eye rests.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) * 2 / 5;
    Rect { x, y, width, height }
}
