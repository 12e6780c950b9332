//! How the login looks: the name, three fields, what went wrong, and five keys to begin with.

use super::{Login, PASSWORD};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{layout, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

const LABELS: [&str; 3] = ["Server", "E-mail", "Password"];
/// What an empty field could hold.
const EXAMPLES: [&str; 3] = ["https://support.example.com", "you@example.com", ""];
/// Cells from the left of the page to the fields.
const LABEL: usize = 11;

/// Draws the page. `keys` are five to begin with, from the live keymap. Gives the cursor's cell.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    login: &Login,
    look: &Look,
    keys: &[(String, &str)],
) -> Option<(u16, u16)> {
    let theme = &look.theme;
    let tall = area.height >= 18;
    let height = if tall { 17 } else { 9 };
    let page = layout::centred(area, 58, height);
    let mut row = 0;
    let name = Line::from(vec![
        spans::piece("robindesk", theme.strong),
        spans::piece("   the support desk in your terminal", theme.dim),
    ]);
    spans::write(buf, page, row, &name);
    row += 2;
    let mut cursor = None;
    for (at, label) in LABELS.into_iter().enumerate() {
        let here = at == login.at;
        let cell = draw_field(buf, page, row, login, at, label, look);
        cursor = if here { Some(cell) } else { cursor };
        row += if tall { 2 } else { 1 };
    }
    let (words, style) = match (&login.said, login.asked) {
        (_, true) => ("Signing in…".into(), theme.dim),
        (Some(why), _) => (Plain::line(why).into_string(), theme.bad),
        (None, _) => ("tab next field · enter sign in · ctrl+c quit".into(), theme.dim),
    };
    // A long reason takes more rows than the page has: it goes on downwards.
    let page = Rect { height: area.bottom().saturating_sub(page.y), ..page };
    let field = Rect { x: page.x + u16::try_from(LABEL).unwrap_or(0), ..page };
    let field = Rect { width: page.right().saturating_sub(field.x), ..field };
    row += spans::write_wrapped(buf, field, row, &words, style);
    if tall {
        draw_keys(buf, page, row + 1, look, keys);
    }
    cursor
}

fn draw_field(
    buf: &mut Buffer,
    page: Rect,
    row: u16,
    login: &Login,
    at: usize,
    label: &str,
    look: &Look,
) -> (u16, u16) {
    let theme = &look.theme;
    let here = at == login.at;
    let room = usize::from(page.width).saturating_sub(LABEL);
    let shown = if at == PASSWORD {
        look.glyph("•", "*").repeat(login.fields[at].text().chars().count())
    } else {
        login.fields[at].text().to_owned()
    };
    let (_, mut column) = login.fields[at].place(usize::MAX / 2);
    if at == PASSWORD {
        column = login.fields[at].text()[..login.fields[at].cursor()].chars().count();
    }
    let line = Line::from(vec![
        Span::styled(format!("{label:<LABEL$}"), if here { theme.strong } else { theme.dim }),
        if shown.is_empty() {
            Span::styled(wrap::fit(EXAMPLES[at], room), theme.dim)
        } else {
            Span::styled(wrap::fit(&shown, room), theme.text)
        },
    ]);
    spans::write(buf, page, row, &line);
    let under = look.glyph(if here { "━" } else { "─" }, if here { "=" } else { "-" }).repeat(room);
    let style = if here { theme.border_focus } else { theme.border };
    if page.height > 10 && !look.is_plain() {
        let line = Line::from(vec![Span::raw(" ".repeat(LABEL)), Span::styled(under, style)]);
        spans::write(buf, page, row + 1, &line);
    }
    let column = LABEL + column.min(room.saturating_sub(1));
    (page.x + u16::try_from(column).unwrap_or(0), page.y + row)
}

fn draw_keys(buf: &mut Buffer, page: Rect, row: u16, look: &Look, keys: &[(String, &str)]) {
    let theme = &look.theme;
    spans::write(buf, page, row, &Line::styled("Five keys to begin with", theme.dim));
    for (at, (key, what)) in (1_u16..).zip(keys) {
        let line = Line::from(vec![
            Span::styled(format!("{key:>9}  "), theme.key),
            Span::styled((*what).to_owned(), theme.text),
        ]);
        spans::write(buf, page, row + at, &line);
    }
}
