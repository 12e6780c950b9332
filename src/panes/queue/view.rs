//! How the list looks. Two rows a ticket:
//!
//! ```text
//! ▌ #8 Acme Co              high    2m  ● 1
//!      Acme Co: When will the draft be ready?
//! ```

use super::{Queue, jump, plain};
use crate::model::Loaded;
use crate::model::presence::Presence;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::{Audience, Ticket, TicketId, UserId};

/// Under so many cells a priority is a glyph: the brand's name needs the room more.
const NARROW: u16 = 44;

/// What the list is drawn with besides its own state.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub look: &'a Look,
    pub focused: bool,
    /// The ticket in the chat.
    pub open: Option<TicketId>,
    pub me: UserId,
    /// Who else is on which ticket.
    pub presence: &'a Presence,
    /// Letters to jump by stand beside the rows.
    pub jump: bool,
    /// What to press when there is nothing, from the live keymap; and with marks, and in a range.
    pub hint: &'a str,
    pub marks_hint: &'a str,
    pub range_hint: &'a str,
    /// What to say of an empty view.
    pub empty: &'a str,
    pub filter_hint: &'a str,
}

/// Draws the list. Gives the cursor's cell while the filter is typed.
pub fn draw(buf: &mut Buffer, area: Rect, queue: &mut Queue, seen: Seen<'_>) -> Option<(u16, u16)> {
    let inner = frame::draw(buf, area, seen.look, edge(queue, seen, area.width));
    let mut body = inner;
    let cursor = queue.filter.as_ref().map(|filter| {
        body.y += 1;
        body.height = body.height.saturating_sub(1);
        let text = wrap::cut(filter.text(), usize::from(inner.width).saturating_sub(4));
        let line = Line::from(vec![
            spans::piece(" / ", seen.look.theme.key),
            spans::piece(text, seen.look.theme.strong),
        ]);
        spans::write(buf, inner, 0, &line);
        let (_, column) = filter.place(usize::MAX / 2);
        (
            inner.x + 3 + u16::try_from(column).unwrap_or(0).min(inner.width.saturating_sub(4)),
            inner.y,
        )
    });
    let tall = if body.height >= 8 && !seen.look.is_plain() { 2 } else { 1 };
    (queue.body, queue.tall) = (body, tall);
    queue.fits = usize::from(body.height / tall).max(1);
    scroll_into_sight(queue);
    if queue.tickets.rows().is_empty() {
        draw_empty(buf, body, queue, seen);
        return cursor;
    }
    let digits = queue.tickets.highest().to_string().len();
    let range = queue.range_rows();
    for (line, at) in (0_u16..).zip(queue.in_sight()) {
        let row = Rect { y: body.y + line * tall, height: tall, ..body };
        if seen.look.is_plain() {
            draw_plain(buf, row, &queue.tickets.rows()[at], at == queue.cursor, seen);
            continue;
        }
        let sign = if seen.jump {
            jump::letter(line.into()).map(|c| Span::styled(c.to_string(), seen.look.theme.key))
        } else if queue.is_marked(at, range.as_ref()) {
            Some(Span::styled(seen.look.glyph("◆", "x"), seen.look.theme.accent))
        } else if tall == 1 {
            let other = seen.presence.of(queue.tickets.rows()[at].id, seen.look.now).next();
            let glyph = other.map(|o| seen.look.presence_glyph(o.typing));
            glyph.map(|glyph| Span::styled(glyph, seen.look.theme.accent))
        } else {
            None
        };
        let here = Here { number: digits + 1, selected: at == queue.cursor, sign };
        draw_row(buf, row, &queue.tickets.rows()[at], here, seen);
    }
    // A screen reader reads where the cursor is.
    let row = u16::try_from(queue.cursor - queue.top).unwrap_or(0);
    cursor.or_else(|| (seen.look.is_plain() && seen.focused).then(|| (body.x, body.y + row)))
}

fn draw_plain(buf: &mut Buffer, area: Rect, ticket: &Ticket, selected: bool, seen: Seen<'_>) {
    let mark = if selected { "> " } else { "  " };
    let words = plain::words(ticket, seen.look, seen.me);
    let style = if selected { seen.look.theme.strong } else { seen.look.theme.text };
    let text = wrap::cut(&words, usize::from(area.width).saturating_sub(2));
    spans::write(buf, area, 0, &Line::styled(format!("{mark}{text}"), style));
}

fn edge<'a>(queue: &Queue, seen: Seen<'_>, width: u16) -> Edge<'a> {
    let theme = &seen.look.theme;
    let tickets = &queue.tickets;
    let name = Plain::line(tickets.view.name());
    let mut title = vec![spans::piece(format!(" {name} "), theme.title)];
    let place = match (tickets.rows().is_empty(), &tickets.loaded) {
        (_, Loaded::Asked) if tickets.rows().is_empty() => " … ".into(),
        (true, _) => String::new(),
        _ if queue.is_going() => format!(" … of {} ", tickets.total_words(0)),
        _ => format!(" {} ", tickets.place_words(queue.cursor)),
    };
    let used = wrap::width(name.as_str()) + wrap::width(&place) + 7;
    let room = usize::from(width).saturating_sub(used);
    title.push(if tickets.filter.is_empty() || queue.filter.is_some() {
        spans::piece(format!("· {} ", shorter(tickets.sort.words(), room)), theme.dim)
    } else {
        spans::piece(format!("· /{} ", wrap::cut(&tickets.filter, room)), theme.warn)
    });
    let right = Line::styled(place, theme.dim);
    let bottom = Line::styled(marked_words(queue, seen), theme.accent);
    Edge { title: title.into(), right, bottom, focused: seen.focused, ..Edge::default() }
}

/// How many are marked, and what to press then.
fn marked_words(queue: &Queue, seen: Seen<'_>) -> String {
    let marked = queue.marked_count();
    match queue.range_rows() {
        Some(rows) => format!(" {} in the range{} ", rows.count(), seen.range_hint),
        None if marked > 0 => format!(" {marked} marked{} ", seen.marks_hint),
        None => String::new(),
    }
}

/// The words of a sort as far as they fit: `longest waiting first`, `longest waiting`, `waiting`.
fn shorter(words: &str, room: usize) -> &str {
    let without = words.trim_end_matches(" first");
    [words, without]
        .into_iter()
        .find(|w| w.len() <= room)
        .unwrap_or_else(|| without.rsplit(' ').next().unwrap_or(without))
}

/// Scrolls only at the margin: a list that keeps still is read more easily, and repaints less.
fn scroll_into_sight(queue: &mut Queue) {
    let last_top = queue.tickets.rows().len().saturating_sub(queue.fits);
    queue.top = queue.top.min(queue.cursor).min(last_top);
    if queue.cursor >= queue.top + queue.fits {
        queue.top = queue.cursor + 1 - queue.fits;
    }
}

/// What a row shows that is not the ticket's.
struct Here {
    /// Cells of the number.
    number: usize,
    selected: bool,
    /// A mark, or a letter to jump by.
    sign: Option<Span<'static>>,
}

fn draw_row(buf: &mut Buffer, area: Rect, ticket: &Ticket, here: Here, seen: Seen<'_>) {
    let Here { number, selected, sign } = here;
    let look = seen.look;
    let theme = &look.theme;
    let unread = ticket.unread.unwrap_or(0);
    let open = seen.open == Some(ticket.id);
    let mark = if open || selected { look.glyph("▌", ">") } else { " " };
    let brand = ticket.order.as_ref().map(|o| Plain::line(&o.brand.name).into_string());
    let settled = !ticket.status.is_unresolved();
    let name = match (settled, unread > 0 || open) {
        (true, _) => theme.dim,
        (false, true) => theme.strong,
        (false, false) => theme.text,
    };
    let right = right_side(ticket, unread, look, area.width < NARROW);
    let right_width: usize = right.iter().map(Span::width).sum();
    let room = usize::from(area.width).saturating_sub(number + 6 + right_width);
    let glyph = badge::status_glyph(look, ticket.status);
    let mut line = vec![
        spans::piece(mark, if seen.focused { theme.border_focus } else { theme.accent }),
        sign.unwrap_or(Span::raw(" ")),
        spans::piece(format!("{:>number$} {glyph} ", format!("#{}", ticket.id)), theme.dim),
        spans::piece(wrap::fit(brand.as_deref().unwrap_or("…"), room), name),
    ];
    line.extend(right);
    spans::write(buf, area, 0, &Line::from(line));
    if area.height > 1 {
        let others = others(ticket.id, area.width, seen);
        let room = area.width - u16::try_from(wrap::width(&others)).unwrap_or(0).min(area.width);
        let line = Line::styled(second_line(ticket, number, room, seen), theme.dim);
        spans::write(buf, area, 1, &line);
        spans::write_right(buf, area, 1, &Line::styled(others, theme.accent));
        let bar = Rect { width: 1, ..area };
        spans::write(buf, bar, 1, &Line::styled(mark, theme.accent));
    }
    if selected {
        let style = if seen.focused { theme.selected } else { theme.selected_dim };
        buf.set_style(Rect { height: 1, ..area }, style);
    }
}

/// Priority, how long the customer waits, unread: in columns of one width, so that they line up.
fn right_side<'a>(ticket: &Ticket, unread: u32, look: &Look, narrow: bool) -> Vec<Span<'a>> {
    let theme = &look.theme;
    let snoozed = ticket.snoozed_until.is_some_and(|until| until > look.now);
    let (state, style) = if snoozed {
        ("snooze".to_owned(), theme.dim)
    } else if ticket.status.is_unresolved() {
        let style = badge::priority_style(look, ticket.priority);
        (ticket.priority.as_str().to_owned(), style)
    } else {
        ("done".to_owned(), theme.good)
    };
    let (state, style) = if narrow {
        let glyph = badge::priority_glyph(look, ticket.priority);
        (glyph.to_owned(), badge::priority_style(look, ticket.priority))
    } else {
        (format!("{state:<6}"), style)
    };
    let waits = ticket.waiting_since.map_or_else(|| "-".into(), |at| look.ago(at));
    let waits_style = if ticket.waiting_since.is_some() { theme.text } else { theme.dim };
    let (dot, dot_style) = match unread {
        0 => (String::new(), theme.dim),
        1..100 => (format!("{} {unread}", look.glyph("●", "*")), theme.unread),
        _ => (format!("{}99+", look.glyph("●", "*")), theme.unread),
    };
    vec![
        spans::piece(format!(" {state}"), style),
        spans::piece(format!(" {waits:>4} "), waits_style),
        spans::piece(wrap::fit(&dot, 4), dot_style),
    ]
}

/// Who else looks or types: a glyph, and the name where there is room.
fn others(ticket: TicketId, width: u16, seen: Seen<'_>) -> String {
    let mut others = seen.presence.of(ticket, seen.look.now);
    let Some(first) = others.next() else { return String::new() };
    let glyph = seen.look.presence_glyph(first.typing);
    let more = others.count();
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    if width < NARROW {
        return format!(" {glyph}{more} ");
    }
    format!(" {glyph} {}{more} ", wrap::cut(Plain::line(&first.name).as_str(), 14))
}

/// Who said what last, and in which lane.
fn second_line(ticket: &Ticket, number: usize, width: u16, seen: Seen<'_>) -> String {
    let indent = " ".repeat(number + 3);
    let room = usize::from(width).saturating_sub(number + 4);
    let text = match &ticket.last_message {
        None => String::new(),
        Some(last) => {
            let who = match &last.sender {
                Some(s) if s.id == seen.me => "You: ".into(),
                Some(s) => format!("{}: ", Plain::line(&s.name)),
                None => String::new(),
            };
            let note = if last.audience == Audience::Staff && last.sender.is_some() {
                "note · "
            } else {
                ""
            };
            format!("{note}{who}{}", Plain::line(&last.line))
        }
    };
    format!("{indent}{}", wrap::cut(&text, room))
}

fn draw_empty(buf: &mut Buffer, area: Rect, queue: &Queue, seen: Seen<'_>) {
    let theme = &seen.look.theme;
    let (first, second, style): (String, &str, Style) = match &queue.tickets.loaded {
        Loaded::Never | Loaded::Asked => ("Fetching tickets…".into(), "", theme.dim),
        Loaded::Failed(why) => (Plain::line(why).into_string(), seen.hint, theme.bad),
        Loaded::Here if !queue.tickets.filter.is_empty() => {
            ("No ticket has that in it.".into(), seen.filter_hint, theme.text)
        }
        Loaded::Here => (seen.empty.into(), seen.hint, theme.good),
    };
    let area = Rect {
        x: area.x + 2,
        y: area.y + area.height / 3,
        width: area.width.saturating_sub(4),
        height: area.height - area.height / 3,
    };
    let used = spans::write_wrapped(buf, area, 0, &first, style);
    spans::write_wrapped(buf, area, used + 1, second, theme.dim);
}
