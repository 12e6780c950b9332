//! How the order looks: package and money, the status road with where it may go, both parties, history.

use super::OrderPane;
use crate::model::Loaded;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::{Order, OrderStatus};
use std::cmp::Ordering;

/// The straight road of an order (`product.md`, Orders).
const ROAD: [OrderStatus; 4] =
    [OrderStatus::Pending, OrderStatus::Confirmed, OrderStatus::InProgress, OrderStatus::Completed];

/// A name with less room than this is left out: nothing could be read of it.
const NAME: usize = 5;

/// Draws the pane. `hint` says which key sets the status.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    pane: &mut OrderPane,
    look: &Look,
    focused: bool,
    hint: &str,
) {
    let inner = frame::inner(area, look).inner(Margin::new(1, 0));
    let order = pane.order.as_deref();
    let lines = order.map(|o| lines(o, &pane.past, look, inner.width.into(), hint));
    let rows = lines.as_ref().map_or(0, |l| u16::try_from(l.len()).unwrap_or(u16::MAX));
    pane.over = rows.saturating_sub(inner.height);
    pane.scroll = pane.scroll.min(pane.over);
    let words = pane.shown.map_or(" Order ".into(), |id| format!(" Order {id} "));
    let title = Line::styled(words, look.theme.title);
    let mut edge = Edge { title, focused, ..Edge::default() };
    if pane.over > pane.scroll {
        edge.bottom = Line::styled(look.glyph(" ↓ more ", " more "), look.theme.dim);
    }
    frame::draw(buf, area, look, edge);
    let Some(lines) = lines else {
        let words = match &pane.loaded {
            Loaded::Failed(why) => Plain::line(why).into_string(),
            _ if pane.shown.is_some() => "Fetching the order…".into(),
            _ => "The order of the open ticket stands here.".into(),
        };
        spans::write_wrapped(buf, inner, inner.height / 3, &words, look.theme.dim);
        return;
    };
    for (at, line) in (0_u16..).zip(lines.iter().skip(pane.scroll.into())) {
        spans::write(buf, inner, at, line);
    }
}

/// The pane's text so far, at a width.
struct Page<'a> {
    look: &'a Look,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page<'_> {
    fn text(&mut self, text: &str, style: Style) {
        let safe = Plain::block(text);
        for row in wrap::rows(safe.as_str(), self.width) {
            self.lines.push(Line::styled(safe.as_str()[row].trim_end().to_owned(), style));
        }
    }

    /// An address breaks at its @, then at a dot, where it can still be read.
    fn email(&mut self, text: &str) {
        let safe = Plain::line(text);
        let mut row = String::new();
        for part in safe.as_str().split_inclusive('.').flat_map(at_the_at) {
            if !row.is_empty() && wrap::width(&row) + wrap::width(part) > self.width {
                self.text(&std::mem::take(&mut row), self.look.theme.dim);
            }
            row.push_str(part);
        }
        self.text(&row, self.look.theme.dim);
    }

    fn heading(&mut self, words: &str) {
        self.lines.push(Line::default());
        self.lines.push(Line::styled(words.to_owned(), self.look.theme.dim));
    }

    fn pieces(&mut self, pieces: Vec<Span<'static>>) {
        self.lines.push(Line::from(pieces));
    }
}

/// The two sides of an @, which goes with the second; what has none is whole.
fn at_the_at(part: &str) -> impl Iterator<Item = &str> {
    let (name, host) = part.split_at(part.find('@').unwrap_or(0));
    [name, host].into_iter().filter(|p| !p.is_empty())
}

fn lines(
    order: &Order,
    past: &[Order],
    look: &Look,
    width: usize,
    hint: &str,
) -> Vec<Line<'static>> {
    let theme = &look.theme;
    let mut page = Page { look, width, lines: Vec::new() };
    page.text(&order.package.title, theme.strong);
    page.text(&badge::money(&order.total_amount, order.currency), theme.text);
    if order.quantity != 1 {
        let each = badge::money(&order.package.price, order.package.currency);
        page.text(&format!("{} {} {each}", order.quantity, look.glyph("×", "x")), theme.dim);
    }
    page.lines.push(Line::default());
    road(&mut page, order, hint);
    page.heading("Brand");
    page.text(&order.brand.company_name, theme.brand);
    if let Some(contact) = &order.brand.contact {
        page.text(&contact.name, theme.text);
        page.email(contact.email.as_deref().unwrap_or_default());
    }
    page.heading("Creator");
    page.text(&order.creator.name, theme.creator);
    if let Some(email) = &order.creator.email {
        page.email(email);
    }
    if !order.creator.bio.is_empty() {
        page.text(&order.creator.bio, theme.dim);
    }
    if let Some(words) = order.additional_instructions.as_deref().filter(|w| !w.is_empty()) {
        page.heading("Instructions");
        page.text(words, theme.text);
    }
    history(&mut page, order);
    before(&mut page, past);
    page.lines
}

/// The road: what lies behind is ticked, what lies ahead is open, what is off the road is named.
fn road(page: &mut Page<'_>, order: &Order, hint: &str) {
    let look = page.look;
    let theme = &look.theme;
    let here = ROAD.iter().position(|s| *s == order.status);
    if here.is_none() {
        let glyph = look.glyph("×", "x");
        page.pieces(vec![Span::styled(
            format!("{glyph} {}", badge::order_words(order.status)),
            theme.bad,
        )]);
        if let Some(why) = &order.rejection_message {
            page.text(&format!("“{}”", Plain::line(why)), theme.text);
        }
    }
    for (at, status) in ROAD.into_iter().enumerate().filter(|_| here.is_some()) {
        let here = here.unwrap_or(0);
        let (glyph, style) = match (at.cmp(&here), look.is_plain()) {
            (Ordering::Less, true) => ("done:", theme.good),
            (Ordering::Equal, true) => ("now:", theme.strong),
            (Ordering::Greater, true) => ("later:", theme.dim),
            (Ordering::Less, false) => (look.glyph("✓", "v"), theme.good),
            (Ordering::Equal, false) => (look.glyph("●", "*"), theme.strong),
            (Ordering::Greater, false) => (look.glyph("○", "o"), theme.dim),
        };
        page.pieces(vec![
            Span::styled(format!("{glyph} "), style),
            Span::styled(badge::order_words(status), style),
        ]);
    }
    if !order.next_statuses.is_empty() {
        let next: Vec<&str> = order.next_statuses.iter().map(|s| badge::order_words(*s)).collect();
        let arrow = if look.is_plain() { "may become:" } else { look.glyph("→", "->") };
        page.text(&format!("{arrow} {}", next.join(", ")), theme.accent);
        page.text(hint, theme.dim);
    }
}

fn history(page: &mut Page<'_>, order: &Order) {
    let theme = &page.look.theme;
    let (dim, text) = (theme.dim, theme.text);
    let Some(history) = order.history.as_deref().filter(|h| !h.is_empty()) else { return };
    page.heading("History");
    for change in history {
        let at = page.look.moment(change.at);
        let mut pieces = vec![
            Span::styled(format!("{at}  "), dim),
            Span::styled(badge::order_words(change.status), text),
        ];
        if let Some(by) = &change.by {
            let used = wrap::width(&at) + 2 + badge::order_words(change.status).len() + 2;
            let room = page.width.saturating_sub(used);
            if room >= NAME {
                let name = wrap::cut(Plain::line(&by.name).as_str(), room);
                pieces.push(Span::styled(format!("  {name}"), dim));
            }
        }
        page.pieces(pieces);
    }
}

/// What the same brand ordered of the same creator, whatever became of it.
fn before(page: &mut Page<'_>, past: &[Order]) {
    if past.is_empty() {
        return;
    }
    let theme = &page.look.theme;
    let (dim, text) = (theme.dim, theme.text);
    page.heading("Their other orders");
    for order in past {
        let day = page.look.moment(order.order_date);
        let money = badge::money(&order.total_amount, order.currency);
        let status = badge::order_words(order.status);
        let title = Plain::line(&order.package.title);
        page.pieces(vec![
            Span::styled(format!("{:<4} ", order.id), dim),
            Span::styled(wrap::cut(title.as_str(), page.width.saturating_sub(5)), text),
        ]);
        let mut line = format!("     {status}");
        // A part that has no room is left out whole.
        for part in [money, day] {
            if wrap::width(&line) + wrap::width(&part) + 3 <= page.width {
                line.extend([" · ", part.as_str()]);
            }
        }
        page.pieces(vec![Span::styled(line, dim)]);
    }
}
