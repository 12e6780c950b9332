//! How the settings look.
//!
//! ```text
//!   Rotation           in turn: longest without one is next
//!   Macros · 3
//! ▌ Late draft         resolved, +late   Hello {brand}, …
//! ```

use super::{FIELDS, SettingsPane, Shared};
use crate::model::Loaded;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use robindesk_protocol::{DeskSettings, Macro, Policy};

/// Cells of the names at the left.
const NAME: usize = 24;

/// Draws the pane. With words alone it gives the cell of the row that the cursor is on.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    pane: &mut SettingsPane,
    shared: &Shared,
    look: &Look,
) -> Option<(u16, u16)> {
    let theme = &look.theme;
    let title = Line::from(vec![
        spans::piece(" Settings ", theme.title),
        spans::piece("· for everybody on this desk ", theme.dim),
    ]);
    let inner = frame::draw(buf, area, look, Edge { title, focused: true, ..Edge::default() });
    let Some(settings) = &shared.settings else {
        let words = match &shared.loaded {
            Loaded::Failed(why) => format!("  {}", Plain::line(why)),
            _ => "  Asking for the settings…".to_owned(),
        };
        spans::write(buf, inner, 1, &Line::styled(words, theme.dim));
        return None;
    };
    let lines = lines(settings, shared);
    let at = lines.iter().position(|l| l.row == Some(pane.place(shared))).unwrap_or(0);
    let fits = usize::from(inner.height).max(1);
    pane.fits = fits;
    pane.spots.clear();
    pane.top = pane.top.min(at.saturating_sub(1)).min(lines.len().saturating_sub(fits));
    pane.top = pane.top.max((at + 1).saturating_sub(fits));
    for (row, (number, line)) in (0_u16..).zip(lines.iter().enumerate().skip(pane.top).take(fits)) {
        let here = Rect { y: inner.y + row, height: 1, ..inner };
        draw_line(buf, here, line, number == at, look);
        if let Some(row) = line.row {
            pane.spots.put(here, row);
        }
    }
    let row = u16::try_from(at - pane.top.min(at)).unwrap_or(0);
    look.is_plain().then_some((inner.x, inner.y + row))
}

/// One line: a row to choose, a heading, or nothing.
struct Text {
    row: Option<usize>,
    name: String,
    value: String,
    more: String,
}

fn lines(settings: &DeskSettings, shared: &Shared) -> Vec<Text> {
    let plain = |name: &str| Text {
        row: None,
        name: name.to_owned(),
        value: String::new(),
        more: String::new(),
    };
    let mut lines = vec![plain("")];
    let names = ["Rotation", "Limit of new staff", "Send delay", "Suggested tags"];
    for (row, (name, field)) in names.into_iter().zip(FIELDS).enumerate() {
        let value = setting(settings, field);
        lines.push(Text { row: Some(row), value, ..plain(name) });
    }
    lines.push(plain(""));
    lines.push(plain(&format!("Macros · {}", shared.macros.len())));
    if shared.macros.is_empty() {
        lines.push(plain("  No macro is there yet: a canned reply that everybody can use."));
    }
    lines.extend(shared.macros.iter().enumerate().map(|(at, item)| Text {
        row: Some(FIELDS.len() + at),
        name: Plain::line(&item.title).into_string(),
        value: what_it_does(item),
        more: Plain::line(item.body.lines().next().unwrap_or_default()).into_string(),
    }));
    lines
}

/// A setting as it is said.
fn setting(settings: &DeskSettings, field: &str) -> String {
    match field {
        "rotation_policy" => match settings.rotation_policy {
            Policy::RoundRobin => "in turn: longest without one is next".to_owned(),
            Policy::Balanced => "balanced: fewest open is next".to_owned(),
        },
        "default_max_open_tickets" => match settings.default_max_open_tickets {
            Some(most) => format!("{most} open tickets"),
            None => "no limit".to_owned(),
        },
        "send_delay_seconds" => match settings.send_delay_seconds {
            0 => "none: replies go out at once".to_owned(),
            1 => "1 second to take a reply back".to_owned(),
            n => format!("{n} seconds to take a reply back"),
        },
        _ if settings.tags.is_empty() => "none".to_owned(),
        _ => Plain::line(&settings.tags.join(" ")).into_string(),
    }
}

fn what_it_does(item: &Macro) -> String {
    let does = badge::plan_words(&item.actions).unwrap_or_default();
    match (item.shared, does.is_empty()) {
        (true, _) => does,
        (false, true) => "yours alone".to_owned(),
        (false, false) => format!("yours alone, {does}"),
    }
}

fn draw_line(buf: &mut Buffer, area: Rect, text: &Text, here: bool, look: &Look) {
    let theme = &look.theme;
    let selected = here && text.row.is_some();
    let Some(_) = text.row else {
        // What is said below a heading is no heading.
        let style = if text.name.starts_with(' ') { theme.dim } else { theme.title };
        return spans::write(buf, area, 0, &Line::styled(format!(" {}", text.name), style));
    };
    if look.is_plain() {
        let mark = if selected { "> " } else { "  " };
        let parts = [text.value.as_str(), text.more.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let words = format!("{mark}{}: {}", text.name, parts.join(". "));
        let style = if selected { theme.strong } else { theme.text };
        let words = wrap::cut(&words, area.width.into());
        return spans::write(buf, area, 0, &Line::styled(words, style));
    }
    let width = usize::from(area.width);
    let name = NAME.min(width / 3);
    let rest = width.saturating_sub(name + 4);
    let value = if text.more.is_empty() { rest } else { (rest / 3).min(30) };
    let mark = if selected { look.glyph("▌", ">") } else { " " };
    let mut line = vec![
        spans::piece(format!("{mark} "), theme.border_focus),
        spans::piece(format!("{} ", wrap::fit(&text.name, name)), theme.text),
        spans::piece(wrap::fit(&text.value, value), theme.accent),
        spans::piece(format!(" {}", wrap::cut(&text.more, rest - value)), theme.dim),
    ];
    if selected {
        line.iter_mut().skip(1).for_each(|piece| piece.style = theme.strong);
    }
    spans::write(buf, area, 0, &Line::from(line));
    if selected {
        buf.set_style(area, theme.selected);
    }
}
