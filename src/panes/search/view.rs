//! How the search screen looks: a line to type in, two rows a hit, and with nothing typed what can be.

use super::Search;
use crate::model::Loaded;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use robindesk_protocol::{Hit, Snippet};

/// What can be typed, and what it finds.
const WORDS: &[(&str, &str)] = &[
    ("draft friday", "both words, anywhere"),
    ("\"exact words\"", "these words, in this order"),
    ("-invoice", "not this word"),
    ("status:open", "open, in_progress, resolved, closed"),
    ("agent:me", "me, none, or a name"),
    ("brand:acme", "of this brand"),
    ("creator:lena", "with this creator"),
    ("priority:urgent", "low, medium, high, urgent"),
    ("tag:refund", "tagged like this"),
    ("before:2026-11-01", "older; after: is newer"),
];

/// Draws it over the panes. Gives the cursor's cell.
pub fn draw(buf: &mut Buffer, area: Rect, search: &mut Search, look: &Look) -> Option<(u16, u16)> {
    let theme = &look.theme;
    Clear.render(area, buf);
    search.spots.clear();
    let title = Line::styled(" Search ", theme.title);
    let inner = frame::draw(buf, area, look, Edge { title, focused: true, ..Edge::default() });
    let inner = inner.inner(Margin::new(1, 0));
    let typed =
        Line::from(vec![Span::styled("/ ", theme.key), Span::styled(search.text(), theme.strong)]);
    spans::write(buf, inner, 0, &typed);
    let below = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if search.text().trim().is_empty() {
        draw_words(buf, below, look);
    } else if search.hits.is_empty() {
        let words = match &search.loaded {
            Loaded::Failed(why) => Plain::line(why).into_string(),
            Loaded::Here => "Nothing was found.".into(),
            _ => "Searching…".into(),
        };
        spans::write_wrapped(buf, below, 0, &words, theme.dim);
    } else {
        draw_hits(buf, below, search, look);
    }
    let (_, column) = search.text.place(usize::MAX / 2);
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(inner.width.saturating_sub(3));
    Some((inner.x + 2 + column, inner.y))
}

fn draw_words(buf: &mut Buffer, area: Rect, look: &Look) {
    let theme = &look.theme;
    let words = "Messages, orders and people. Type words, or any of these together:";
    let used = spans::write_wrapped(buf, area, 0, words, theme.text);
    for (row, (word, finds)) in (used + 1..).zip(WORDS) {
        let line = Line::from(vec![
            Span::styled(format!("  {word:<20}"), theme.key),
            Span::styled(*finds, theme.dim),
        ]);
        spans::write(buf, area, row, &line);
    }
}

fn draw_hits(buf: &mut Buffer, area: Rect, search: &mut Search, look: &Look) {
    let theme = &look.theme;
    let fits = usize::from(area.height / 2).max(1);
    // Scrolls as little as keeps the marked one in sight.
    search.top = search.top.clamp((search.at + 1).saturating_sub(fits), search.at);
    for (n, (at, hit)) in (0_u16..).zip(search.hits.iter().enumerate().skip(search.top).take(fits))
    {
        let (y, height) = (area.y + n * 2, 2);
        search.spots.put(Rect { y, height, ..area }, at);
        let here = at == search.at;
        let mark = if here { look.glyph("▌", ">") } else { " " };
        let mut head = vec![Span::styled(mark, theme.border_focus), Span::raw(" ")];
        head.extend(about(hit, look, here));
        spans::write_cut(buf, area, n * 2, &Line::from(head));
        let mut text = vec![Span::styled(mark, theme.border_focus), Span::raw("   ")];
        text.extend(snippet(&hit.snippet, look));
        spans::write_cut(buf, area, n * 2 + 1, &Line::from(text));
    }
}

/// Which ticket, who and when; or which person.
fn about(hit: &Hit, look: &Look, here: bool) -> Vec<Span<'static>> {
    let theme = &look.theme;
    let strong = if here { theme.accent } else { theme.strong };
    if let Some(person) = &hit.person {
        return vec![
            Span::styled(Plain::line(&person.name).into_string(), strong),
            Span::styled(
                format!(" · {} · {}", person.user_type, Plain::line(&person.email)),
                theme.dim,
            ),
        ];
    }
    let mut spans = Vec::new();
    if let Some(ticket) = &hit.ticket {
        let glyph = badge::status_glyph(look, ticket.status);
        spans.push(Span::styled(format!("#{} {glyph} ", ticket.id), strong));
        if let Some(order) = &ticket.order {
            let name = |name: &str| wrap::cut(Plain::line(name).as_str(), 24);
            spans.push(Span::styled(name(&order.brand.name), theme.brand));
            spans.push(Span::styled(format!(" {} ", look.glyph("⇄", "<>")), theme.dim));
            spans.push(Span::styled(name(&order.creator.name), theme.creator));
        }
    }
    if let Some(message) = &hit.message {
        let who = message.sender.as_ref().map_or("Robindesk", |s| s.name.as_str());
        let who = wrap::cut(Plain::line(who).as_str(), 24);
        let lane = badge::lane_words(message.audience);
        let when = look.moment(message.created_at);
        spans.push(Span::styled(format!("  {when}  {who} · "), theme.dim));
        spans.push(Span::styled(lane, badge::lane_style(look, message.audience)));
    }
    spans
}

/// The text with its matches bright. Cut at the marks first and made safe then, so that what is
/// taken out moves no mark.
fn snippet(snippet: &Snippet, look: &Look) -> Vec<Span<'static>> {
    let theme = &look.theme;
    let chars: Vec<char> = snippet.text.chars().collect();
    let safe = |from: usize, to: usize| {
        let piece: String =
            chars.get(from..to.min(chars.len())).unwrap_or_default().iter().collect();
        Plain::line(&piece).into_string()
    };
    let dots = |more: bool| {
        Span::styled(if more { look.glyph("…", "...") } else { "" }.to_owned(), theme.dim)
    };
    let mut spans = vec![dots(snippet.more_before)];
    let mut done = 0;
    for (from, to) in snippet.marks.iter().copied().filter(|(from, to)| from < to) {
        if from < done {
            continue;
        }
        spans.push(Span::styled(safe(done, from), theme.text));
        spans.push(Span::styled(safe(from, to), theme.unread.patch(theme.strong)));
        done = to;
    }
    spans.push(Span::styled(safe(done, chars.len()), theme.text));
    spans.push(dots(snippet.more_after));
    spans
}
