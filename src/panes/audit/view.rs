//! How the trail looks: a row an entry.
//!
//! ```text
//! ▌ 10:02         Ines Duarte    suspended Maya Rivera   status active → suspended
//! ```

use super::{Audit, words};
use crate::model::Loaded;
use crate::model::staff::Staff;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use robindesk_protocol::AuditEntry;

/// Cells of the day and time, `22 Nov 05:46`.
const WHEN: usize = 12;
/// Cells between what was done and what changed by it.
const GAP: usize = 2;
/// From so many cells on there is room for what changed.
const CHANGES_FROM: usize = 76;

/// Draws the pane. Gives the cursor's cell while the filter is typed.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    audit: &mut Audit,
    staff: &Staff,
    look: &Look,
) -> Option<(u16, u16)> {
    let theme = &look.theme;
    let at = audit.place();
    let inner = frame::draw(buf, area, look, edge(audit, at, look));
    let mut body = inner;
    let cursor = audit.typing.then(|| {
        (body.y, body.height) = (body.y + 1, body.height.saturating_sub(1));
        let text = Span::styled(audit.filter.text().to_owned(), theme.strong);
        spans::write(buf, inner, 0, &Line::from(vec![Span::styled(" / ", theme.key), text]));
        let column = u16::try_from(audit.filter.place(usize::MAX / 2).1).unwrap_or(0);
        (inner.x + 3 + column.min(inner.width.saturating_sub(4)), inner.y)
    });
    let fits = usize::from(body.height).max(1);
    audit.fits = fits;
    audit.spots.clear();
    audit.top = audit.top.min(at).min(audit.entries.len().saturating_sub(fits));
    audit.top = audit.top.max((at + 1).saturating_sub(fits));
    if audit.entries.is_empty() {
        let words = match &audit.loaded {
            Loaded::Never | Loaded::Asked => "  Asking for the trail…".to_owned(),
            Loaded::Failed(why) => format!("  {}", Plain::line(why)),
            Loaded::Here => "  Nothing of that kind was done.".to_owned(),
        };
        spans::write(buf, body, 1, &Line::styled(words, theme.dim));
    }
    let rows = audit.entries.iter().enumerate().skip(audit.top).take(fits);
    for (line, (row, entry)) in (0_u16..).zip(rows) {
        let here = Rect { y: body.y + line, height: 1, ..body };
        draw_row(buf, here, entry, (row == at, staff), look);
        audit.spots.put(here, entry.id);
    }
    let plain_row = u16::try_from(at - audit.top.min(at)).unwrap_or(0);
    cursor.or_else(|| look.is_plain().then_some((body.x, body.y + plain_row)))
}

fn edge<'a>(audit: &Audit, at: usize, look: &Look) -> Edge<'a> {
    let theme = &look.theme;
    let mut title = vec![spans::piece(" Audit ", theme.title)];
    let mut filters = Vec::new();
    filters.extend(audit.actor.as_ref().map(|(_, name)| format!("by {}", Plain::line(name))));
    filters.extend(audit.action.map(|a| format!("only {}", words::kind(a))));
    if !audit.filter.is_empty() && !audit.typing {
        filters.push(format!("/{}", wrap::cut(audit.filter.text(), 20)));
    }
    title.push(if filters.is_empty() {
        spans::piece("· newest first ", theme.dim)
    } else {
        spans::piece(format!("· {} ", filters.join(", ")), theme.warn)
    });
    let place = if audit.entries.is_empty() {
        String::new()
    } else {
        format!(" {} of {} ", at + 1, audit.total)
    };
    let right = Line::styled(place, theme.dim);
    Edge { title: title.into(), right, focused: true, ..Edge::default() }
}

fn draw_row(
    buf: &mut Buffer,
    area: Rect,
    entry: &AuditEntry,
    (here, staff): (bool, &Staff),
    look: &Look,
) {
    let theme = &look.theme;
    let what = words::deed(entry);
    let changes = words::changes(entry, staff, look);
    let (when, who) = (look.moment(entry.at), words::actor(entry));
    if look.is_plain() {
        let mark = if here { "> " } else { "  " };
        let text = format!("{mark}{when}, {who} {what}. {changes}");
        let style = if here { theme.strong } else { theme.text };
        let text = wrap::cut(text.trim_end(), area.width.into());
        return spans::write(buf, area, 0, &Line::styled(text, style));
    }
    let width = usize::from(area.width);
    let name = (width / 7).clamp(10, 22);
    // The last cell before the border stays free.
    let rest = width.saturating_sub(2 + WHEN + 1 + name + 1 + 1);
    // Where what changed is said in a few words, the deed has the rest.
    let few = rest.saturating_sub(wrap::width(&changes) + GAP).min(wrap::width(&what));
    let deed = if width < CHANGES_FROM { rest } else { (rest * 5 / 11).max(few) };
    let change = rest.saturating_sub(deed + GAP);
    let mark = if here { look.glyph("▌", ">") } else { " " };
    let mut line = vec![
        spans::piece(format!("{mark} "), theme.border_focus),
        spans::piece(format!("{} ", wrap::fit(&when, WHEN)), theme.dim),
        spans::piece(format!("{} ", wrap::fit(&who, name)), theme.accent),
        spans::piece(wrap::fit(&what, deed), theme.text),
        spans::piece(" ".repeat(GAP), theme.text),
        spans::piece(wrap::cut(&changes, change), theme.dim),
    ];
    if here {
        line.iter_mut().skip(1).for_each(|piece| piece.style = theme.strong);
    }
    spans::write(buf, area, 0, &Line::from(line));
    if here {
        buf.set_style(area, theme.selected);
    }
}
