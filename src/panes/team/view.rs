//! How the team looks: a row for each, and beside or below it all about the one under the cursor.
//!
//! ```text
//! ▌● available  Maya Rivera     agent  ▪▪▪▪▪▪····  12/20   2m  ✎ #8
//! ```

use super::{Order, Team, card};
use crate::model::Loaded;
use crate::model::staff::Staff;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use robindesk_protocol::{AccountStatus, Agent, Availability};

/// From so many columns on the card stands at the side; under it, below, when there is room.
const BESIDE: u16 = 110;
const BELOW: u16 = 20;
const CARD_WIDTH: u16 = 42;
const CARD_LEAST: u16 = 28;
const CARD_TALL: u16 = 7;
/// Cells of the bar of load.
const BAR: usize = 10;

/// Draws the pane. Gives the cursor's cell while the filter is typed.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    team: &mut Team,
    staff: &Staff,
    cut_off: bool,
    look: &Look,
) -> Option<(u16, u16)> {
    let (list, about) = split(area, team.card, look);
    let beside = about.filter(|card| card.x > list.x);
    team.border = beside.map(|card| (card.x, card.right()));
    let cursor = draw_list(buf, list, team, (staff, cut_off), look);
    if let Some(about) = about {
        card::draw(buf, about, team.selected(staff), staff, look);
    }
    cursor
}

fn split(area: Rect, card: Option<u16>, look: &Look) -> (Rect, Option<Rect>) {
    if look.is_plain() {
        return (area, None);
    }
    if area.width >= BESIDE {
        let width = CARD_WIDTH + (area.width - BESIDE) / 6;
        let width = card.map_or(width, |card| card.clamp(CARD_LEAST, area.width / 2));
        let list = Rect { width: area.width - width, ..area };
        return (list, Some(Rect { x: list.right(), width, ..area }));
    }
    if area.height >= BELOW && area.width >= 60 {
        let list = Rect { height: area.height - CARD_TALL, ..area };
        return (list, Some(Rect { y: list.bottom(), height: CARD_TALL, ..area }));
    }
    (area, None)
}

fn draw_list(
    buf: &mut Buffer,
    area: Rect,
    team: &mut Team,
    (staff, cut_off): (&Staff, bool),
    look: &Look,
) -> Option<(u16, u16)> {
    let theme = &look.theme;
    let rows = team.rows(staff);
    let at = team.place(&rows);
    let inner = frame::draw(buf, area, look, edge(team, (staff, cut_off), rows.len(), at, look));
    let mut body = inner;
    let cursor = team.typing.then(|| {
        (body.y, body.height) = (body.y + 1, body.height.saturating_sub(1));
        let text = Span::styled(team.filter.text().to_owned(), theme.strong);
        spans::write(buf, inner, 0, &Line::from(vec![Span::styled(" / ", theme.key), text]));
        let column = u16::try_from(team.filter.place(usize::MAX / 2).1).unwrap_or(0);
        (inner.x + 3 + column.min(inner.width.saturating_sub(4)), inner.y)
    });
    team.heads.clear();
    if !look.is_plain() && body.height > 3 {
        draw_heads(buf, body, &mut team.heads, look);
        (body.y, body.height) = (body.y + 1, body.height - 1);
    }
    let fits = usize::from(body.height).max(1);
    team.top = team.top.min(at).min(rows.len().saturating_sub(fits));
    team.top = team.top.max((at + 1).saturating_sub(fits));
    team.fits = fits;
    team.spots.clear();
    if rows.is_empty() {
        spans::write(buf, body, 1, &Line::styled(nothing(team, staff), theme.dim));
    }
    for (line, (row, agent)) in (0_u16..).zip(rows.iter().enumerate().skip(team.top).take(fits)) {
        let here = Rect { y: body.y + line, height: 1, ..body };
        draw_row(buf, here, agent, row == at, staff, look);
        team.spots.put(here, agent.user.id);
    }
    if rows.len() == 1 && staff.agents().len() == 1 {
        let words = "  Nobody else is on the staff yet: a new member of it is a key away.";
        spans::write(buf, body, 2, &Line::styled(words, theme.dim));
    }
    let plain_row = u16::try_from(at - team.top).unwrap_or(0);
    cursor.or_else(|| look.is_plain().then_some((body.x, body.y + plain_row)))
}

fn edge<'a>(
    team: &Team,
    (staff, cut_off): (&Staff, bool),
    shown: usize,
    at: usize,
    look: &Look,
) -> Edge<'a> {
    let theme = &look.theme;
    let mut title = vec![spans::piece(" Team ", theme.title)];
    let words = if team.filter.is_empty() || team.typing {
        spans::piece(format!("· {} ", team.order.words()), theme.dim)
    } else {
        spans::piece(format!("· /{} ", wrap::cut(team.filter.text(), 20)), theme.warn)
    };
    title.push(words);
    let active = staff.agents().iter().filter(|a| a.user.status == AccountStatus::Active);
    let here = active.filter(|a| a.user.agent_status == Some(Availability::Available)).count();
    let place = if shown == 0 {
        String::new()
    } else {
        format!(" {here} available · {} of {shown} ", at + 1)
    };
    let mut right = Line::default();
    if cut_off {
        right.push_span(spans::piece(" no link: as last heard ·", theme.warn));
    }
    right.push_span(spans::piece(place, theme.dim));
    Edge { title: title.into(), right, focused: true, ..Edge::default() }
}

fn nothing(team: &Team, staff: &Staff) -> String {
    match &staff.loaded {
        Loaded::Never | Loaded::Asked => "  Asking who is there…".to_owned(),
        Loaded::Failed(why) => format!("  {}", Plain::line(why)),
        Loaded::Here if team.filter.is_empty() => "  Nobody is here yet.".to_owned(),
        Loaded::Here => "  Nobody is called that. esc shows all again".to_owned(),
    }
}

/// Which columns there is room for, besides availability, name and load.
struct Columns {
    name: usize,
    role: bool,
    bar: bool,
}

impl Columns {
    fn of(width: u16) -> Self {
        let (role, bar) = (width >= 84, width >= 64);
        // Mark, availability, load in numbers, last seen, ticket.
        let fixed = 2 + 12 + 10 + 6 + 8;
        let rest = fixed + if role { 13 } else { 0 } + if bar { BAR + 1 } else { 0 };
        Self { name: usize::from(width).saturating_sub(rest).clamp(8, 60), role, bar }
    }
}

fn draw_heads(buf: &mut Buffer, area: Rect, heads: &mut Spots<Order>, look: &Look) {
    let columns = Columns::of(area.width);
    let load = if columns.bar { BAR + 11 } else { 10 };
    let (name, role) = (columns.name, if columns.role { "role         " } else { "" });
    let words = format!("{:14}{:<name$}{role}{:<load$}{:<6}on", "", "name", "open", "seen");
    spans::write(buf, area, 0, &Line::styled(words, look.theme.dim));
    let mut x = area.x;
    for (width, order) in [
        (14, Some(Order::Here)),
        (name, Some(Order::Name)),
        (role.len(), None),
        (load, Some(Order::Load)),
    ] {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        if let Some(order) = order {
            heads.put(Rect { x, width, height: 1, ..area }.intersection(area), order);
        }
        x = x.saturating_add(width);
    }
}

fn draw_row(
    buf: &mut Buffer,
    area: Rect,
    agent: &Agent,
    selected: bool,
    staff: &Staff,
    look: &Look,
) {
    let theme = &look.theme;
    if look.is_plain() {
        let mark = if selected { "> " } else { "  " };
        let style = if selected { theme.strong } else { theme.text };
        let words = format!("{mark}{}", card::in_words(agent, staff, look));
        let words = wrap::cut(&words, area.width.into());
        return spans::write(buf, area, 0, &Line::styled(words, style));
    }
    let columns = Columns::of(area.width);
    let active = agent.user.status == AccountStatus::Active;
    let name = if !active {
        theme.dim
    } else if selected {
        theme.strong
    } else {
        theme.text
    };
    let (glyph, words, style) = state(agent, look);
    let mark = if selected { look.glyph("▌", ">") } else { " " };
    let mut line = vec![
        spans::piece(mark, theme.border_focus),
        spans::piece(format!("{glyph} {words:<11}"), style),
        spans::piece(wrap::fit(Plain::line(&agent.user.name).as_str(), columns.name - 1), name),
        Span::raw(" "),
    ];
    if columns.role {
        line.push(spans::piece(format!("{:<13}", role_words(agent)), theme.dim));
    }
    line.extend(load(agent, staff, columns.bar, look));
    let seen = agent.last_seen_at.map_or_else(|| "never".to_owned(), |at| look.ago(at));
    line.push(spans::piece(format!("{seen:<6}"), theme.dim));
    line.extend(place(agent, staff, look));
    if selected {
        // One colour under the cursor: reversed, each of them would be a patch of its own.
        line.iter_mut().skip(1).for_each(|piece| piece.style = theme.strong);
    }
    spans::write(buf, area, 0, &Line::from(line));
    if selected {
        buf.set_style(area, theme.selected);
    }
}

/// What somebody is up to: glyph, word and colour. An account that is not active is nothing else.
fn state(agent: &Agent, look: &Look) -> (&'static str, &'static str, Style) {
    match agent.user.status {
        AccountStatus::Suspended => (look.glyph("×", "x"), "suspended", look.theme.bad),
        AccountStatus::Pending => (look.glyph("◌", "."), "pending", look.theme.dim),
        AccountStatus::Active => {
            let availability = agent.user.agent_status.unwrap_or(Availability::Offline);
            let glyph = match availability {
                Availability::Available => look.glyph("●", "*"),
                Availability::Busy => look.glyph("◐", "~"),
                Availability::Away => look.glyph("○", "o"),
                Availability::Offline => look.glyph("·", "-"),
            };
            (glyph, availability.as_str(), badge::availability_style(look, availability))
        }
    }
}

/// A role as it is said.
pub(super) fn role_words(agent: &Agent) -> &'static str {
    match agent.user.user_type.as_str() {
        "super_admin" => "super admin",
        other => other,
    }
}

/// The load against the limit: a bar, and the numbers that say the same.
fn load(agent: &Agent, staff: &Staff, bar: bool, look: &Look) -> Vec<Span<'static>> {
    let theme = &look.theme;
    let open = agent.open_tickets;
    let full = agent.max_open_tickets.is_some_and(|most| open >= most);
    let style = if full { theme.warn } else { theme.text };
    let mut pieces = Vec::new();
    if bar {
        let (filled, rest) = bar_of(agent, staff);
        let sign = look.glyph("▪", "#");
        pieces
            .push(spans::piece(sign.repeat(filled), if full { theme.warn } else { theme.accent }));
        pieces.push(spans::piece(look.glyph("·", ".").repeat(rest), theme.dim));
        pieces.push(Span::raw(" "));
    }
    let out = if agent.takes_tickets { "" } else { look.glyph(" ⊘", " -") };
    let of = agent.max_open_tickets.map_or_else(String::new, |most| format!("/{most}"));
    pieces.push(spans::piece(format!("{:<10}", format!("{open}{of}{out}")), style));
    pieces
}

/// Cells of the bar that are full, and that are not: of the limit, or without one of the most that
/// anybody holds.
fn bar_of(agent: &Agent, staff: &Staff) -> (usize, usize) {
    let cells = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let most = staff.agents().iter().map(|a| a.open_tickets).max().unwrap_or(0);
    let whole = cells(agent.max_open_tickets.unwrap_or(most)).max(1);
    let filled = cells(agent.open_tickets).saturating_mul(BAR).div_ceil(whole).min(BAR);
    (filled, BAR - filled)
}

/// The ticket that somebody is on.
fn place(agent: &Agent, staff: &Staff, look: &Look) -> Option<Span<'static>> {
    let ticket = agent.current_ticket?;
    let glyph = look.presence_glyph(staff.is_typing(agent.user.id));
    Some(spans::piece(format!("{glyph} #{ticket}"), look.theme.accent))
}
