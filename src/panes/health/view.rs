//! How the server's health looks: what is wrong and what to do, the figures with their lines, and what
//! does not change by the minute.

use super::HealthPane;
use super::cards::cards;
use crate::model::numbers::Numbers;
use crate::model::numbers::trouble::{Trouble, troubles};
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{figures, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::Health;

/// Cells of a card at least, and rows at least.
const CARD: u16 = 34;
const TALL: u16 = 6;
/// From so many columns on what people notice first stands wider than the rest.
const WIDE: u16 = 160;

/// This console's own version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn draw(
    buf: &mut Buffer,
    area: Rect,
    pane: &mut HealthPane,
    known: &Numbers,
    look: &Look,
) {
    let width = usize::from(area.width.saturating_sub(4));
    let wrong = wrong(known, look, width);
    let facts = known.health().map(|health| facts(health, look)).unwrap_or_default();
    let cards = known.health().map(cards).unwrap_or_default();
    let rows = u16::try_from(rows(area.width, cards.len()).len()).unwrap_or(0);
    // Two edges, or a heading and a line apart.
    let high = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX / 4) + 2;
    let facts = packed(&facts, width, look);
    let fixed = high(wrong.len()) + if facts.is_empty() { 0 } else { high(facts.len()) };
    let spare = area.height.saturating_sub(fixed);
    let cards_tall = if look.is_plain() { high(cards.len()) } else { spare.max(rows * TALL) };
    let height = fixed + cards_tall;
    pane.scroll.room(area, height);
    let mut sheet = Buffer::empty(Rect::new(0, 0, area.width, height));
    let whole = |y, height| Rect { x: 0, y, width: area.width, height };
    let top = whole(0, high(wrong.len()));
    draw_lines(&mut sheet, top, look, Edge { focused: true, ..edge(known, look) }, &wrong);
    if look.is_plain() {
        let said: Vec<Line<'_>> =
            cards.iter().map(|card| card.sentence(&known.past, look)).collect();
        let title = Line::raw(" Figures ");
        draw_lines(
            &mut sheet,
            whole(top.bottom(), cards_tall),
            look,
            Edge { title, ..Edge::default() },
            &said,
        );
    } else {
        let room = whole(top.bottom(), cards_tall);
        for (place, card) in places(room, cards.len()).into_iter().zip(&cards) {
            card.draw(&mut sheet, place, &known.past, look);
        }
    }
    if !facts.is_empty() {
        let title = Line::styled(" This server ", look.theme.title);
        let place = whole(top.bottom() + cards_tall, high(facts.len()));
        draw_lines(&mut sheet, place, look, Edge { title, ..Edge::default() }, &facts);
    }
    pane.scroll.show(buf, area, look, &sheet);
}

/// How many cards stand in each row.
fn rows(width: u16, cards: usize) -> Vec<u16> {
    let mut left = u16::try_from(cards).unwrap_or(0);
    let mut rows = Vec::new();
    while left > 0 {
        let beside = match (width >= WIDE, rows.is_empty()) {
            (true, true) => 2,
            (true, false) => 3,
            (false, _) => (width / CARD).clamp(1, 4),
        };
        rows.push(beside.min(left));
        left -= beside.min(left);
    }
    rows
}

/// Where each card stands: all of the room is theirs.
fn places(room: Rect, cards: usize) -> Vec<Rect> {
    let rows = rows(room.width, cards);
    let count = u16::try_from(rows.len()).unwrap_or(1).max(1);
    let mut places = Vec::new();
    for (row, beside) in (0_u16..).zip(rows) {
        let (y, end) = (room.height * row / count, room.height * (row + 1) / count);
        for column in 0..beside {
            let (x, right) = (room.width * column / beside, room.width * (column + 1) / beside);
            places.push(Rect { x, y: room.y + y, width: right - x, height: end - y });
        }
    }
    places
}

fn draw_lines(buf: &mut Buffer, area: Rect, look: &Look, edge: Edge<'_>, lines: &[Line<'_>]) {
    let inner = frame::draw(buf, area, look, edge).inner(Margin::new(1, 0));
    for (row, line) in (0_u16..).zip(lines) {
        spans::write(buf, inner, row, line);
    }
}

fn edge<'a>(known: &Numbers, look: &Look) -> Edge<'a> {
    let words = match known.past.window_minutes(look.now) {
        _ if known.past.is_empty() => String::new(),
        60 => " lines: the last hour ".to_owned(),
        minutes => format!(" lines: the last {minutes} minutes "),
    };
    let title = Line::styled(" Health ", look.theme.title);
    Edge { title, right: Line::styled(words, look.theme.dim), ..Edge::default() }
}

/// What is wrong, each with what to do about it.
fn wrong(known: &Numbers, look: &Look, width: usize) -> Vec<Line<'static>> {
    let theme = &look.theme;
    let mut found = Vec::new();
    if known.is_cut_off() {
        let what = "this console has no link to the server; what is below is what was last known";
        let remedy = "it tries again by itself; see whether the server runs, and the network to it";
        found.push(Trouble { grave: true, what: what.to_owned(), remedy: remedy.to_owned() });
    } else if let Some(why) = &known.health_refused {
        let remedy = "it is asked again in a moment; if this stays, look in the server's log";
        let what = format!("the server did not say how it is: {}", Plain::line(why));
        found.push(Trouble { grave: true, what, remedy: remedy.to_owned() });
    }
    match known.health() {
        Some(health) => found.extend(troubles(health, VERSION, look.now)),
        None if found.is_empty() => return vec![Line::styled("Asking the server…", theme.dim)],
        None => {}
    }
    if found.is_empty() {
        let words = format!("{}nothing is wrong", look.sign("✓ ", "v "));
        return vec![Line::styled(words, theme.good)];
    }
    let mut lines = Vec::new();
    for trouble in found {
        let (sign, style) = if trouble.grave {
            (if look.is_plain() { "now: " } else { look.glyph("✗ ", "! ") }, theme.bad)
        } else {
            (if look.is_plain() { "soon: " } else { look.glyph("△ ", "- ") }, theme.warn)
        };
        let what = format!("{sign}{}", Plain::line(&trouble.what));
        lines.extend(
            wrap::rows(&what, width)
                .into_iter()
                .map(|row| Line::styled(what[row].to_owned(), style)),
        );
        let remedy = Plain::line(&trouble.remedy);
        let rows = wrap::rows(remedy.as_str(), width.saturating_sub(2));
        lines.extend(
            rows.into_iter()
                .map(|row| Line::styled(format!("  {}", &remedy.as_str()[row]), theme.dim)),
        );
    }
    lines
}

/// What does not change by the minute.
fn facts(health: &Health, look: &Look) -> Vec<(&'static str, String)> {
    let backup = health.last_backup.map_or_else(
        || "none known".to_owned(),
        |at| {
            let age = look.now.since_ms(at).max(0).unsigned_abs();
            format!("{} ago", figures::length(Some(age)))
        },
    );
    let up = figures::length(Some(health.uptime_seconds.saturating_mul(1000)));
    vec![
        ("database", Plain::line(&health.database).into_string()),
        ("nodes", figures::count(health.nodes)),
        ("up for", up),
        ("last backup", backup),
        ("server", format!("version {}", Plain::line(&health.version))),
        ("console", format!("version {VERSION}")),
    ]
}

/// Facts side by side, as many as fit in a line.
fn packed(facts: &[(&'static str, String)], width: usize, look: &Look) -> Vec<Line<'static>> {
    let theme = &look.theme;
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (name, value) in facts {
        let pieces =
            [Span::styled(format!("{name} "), theme.dim), Span::styled(value.clone(), theme.text)];
        let wide: usize = pieces.iter().map(Span::width).sum();
        match lines.last_mut().filter(|line| !look.is_plain() && line.width() + 3 + wide <= width) {
            Some(line) => {
                line.spans.push(Span::raw("   "));
                line.spans.extend(pieces);
            }
            None => lines.push(Line::from(pieces.to_vec())),
        }
    }
    lines
}
