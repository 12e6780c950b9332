//! The top line (screens, link, who I am) and the bottom line (the keys that matter here and now).

use crate::app::action::Action;
use crate::config::keymap::{Key, Keymap};
use crate::model::link::Link;
use crate::model::session::SignedIn;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// Cells of a view's name.
const NAME: usize = 16;

/// A view in the top line: the action that goes there, and how many tickets it holds, once known.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    pub go: Action,
    pub name: &'a str,
    pub count: Option<u64>,
    pub here: bool,
}

/// What the top line tells.
#[derive(Debug, Clone, Copy)]
pub struct Top<'a> {
    /// The views that are named, from the left.
    pub screens: &'a [Screen<'a>],
    pub link: Link,
    /// Whether she asked not to be disturbed.
    pub quiet: bool,
    /// Messages and changes on their way out.
    pub unsent: usize,
    pub who: &'a SignedIn,
}

/// Draws the top line. What has no room is left out from the right to the left: who she is, then the
/// screens that she is not on. The link is told before them. Gives where each screen's name stands.
pub fn top(
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    keymap: &Keymap,
    top: Top<'_>,
) -> Spots<Action> {
    let width = usize::from(area.width);
    let link = link(look, top);
    let mut screens = top.screens.to_vec();
    let mut left = top_left(look, keymap, &screens);
    while left.width() + link.width() + 3 > width
        && let Some(other) = screens.iter().rposition(|screen| !screen.here)
    {
        screens.remove(other);
        left = top_left(look, keymap, &screens);
    }
    let room = width.saturating_sub(left.width() + 2);
    let right = top_right(look, top, &link, room);
    spans::write(buf, area, 0, &left);
    spans::write_right(buf, area, 0, &right);
    names(area, &screens, &left)
}

/// Where the screens' names stand: each begins with its key.
fn names(area: Rect, screens: &[Screen<'_>], left: &Line<'_>) -> Spots<Action> {
    let mut spots = Spots::default();
    let mut pieces = left.spans.iter();
    let width =
        |piece: Option<&Span<'_>>| u16::try_from(piece.map_or(0, Span::width)).unwrap_or(u16::MAX);
    let mut x = area.x.saturating_add(width(pieces.next()));
    for screen in screens {
        let own = if screen.count.is_some() { 3 } else { 2 };
        let cells = (0..own).map(|_| width(pieces.next())).sum();
        spots.put(Rect { x, width: cells, ..area }.intersection(area), screen.go);
        x = x.saturating_add(cells);
    }
    spots
}

fn top_left<'a>(look: &Look, keymap: &Keymap, screens: &[Screen<'_>]) -> Line<'a> {
    let theme = &look.theme;
    let mut left = vec![Span::styled(" robindesk ", theme.strong)];
    for screen in screens {
        let here = screen.here;
        let style = if here { theme.accent.add_modifier(Modifier::BOLD) } else { theme.text };
        let name = if here { style.add_modifier(Modifier::UNDERLINED) } else { style };
        left.push(Span::styled(format!("  {} ", keymap.shown(screen.go)), theme.dim));
        left.push(Span::styled(wrap::cut(Plain::line(screen.name).as_str(), NAME), name));
        if let Some(count) = screen.count {
            left.push(Span::styled(format!(" {count}"), theme.dim));
        }
    }
    Line::from(left)
}

fn link(look: &Look, top: Top<'_>) -> Span<'static> {
    let theme = &look.theme;
    let (glyph, style) = match top.link {
        Link::Live => (look.sign("●", "*"), theme.good),
        Link::Connecting => (look.sign("◌", "."), theme.dim),
        Link::Reconnecting { .. } => (look.sign("○", "o"), theme.warn),
    };
    let words = top.link.words(look.now, top.unsent, look.still);
    Span::styled(format!("{glyph} {words}").trim_start().to_owned(), style)
}

fn top_right<'a>(look: &Look, top: Top<'_>, link: &Span<'a>, room: usize) -> Line<'a> {
    let theme = &look.theme;
    let link = Span::styled(wrap::cut(&link.content, room), link.style);
    let left = room.saturating_sub(link.width());
    let name = Plain::line(&top.who.user.name);
    let state = top.who.availability();
    let who = vec![
        Span::styled(format!("   {}", wrap::cut(name.as_str(), 24)), theme.text),
        Span::styled(
            format!(" · {state}{} ", if top.quiet { ", undisturbed" } else { "" }),
            badge::availability_style(look, state),
        ),
    ];
    let width = |spans: &[Span<'_>]| spans.iter().map(Span::width).sum::<usize>();
    let fits = if width(&who) <= left {
        who
    } else if width(&who[1..]) <= left {
        vec![who[1].clone()]
    } else {
        vec![Span::raw(" ")]
    };
    let mut pieces = vec![link];
    pieces.extend(fits);
    Line::from(pieces)
}

/// What the bottom line tells.
#[derive(Debug, Clone, Copy)]
pub struct Bottom<'a> {
    /// The keys that matter here and now.
    pub here: &'a [(Action, &'a str)],
    /// Whether letters are typed here: then no letter is named as a key.
    pub typing: bool,
    /// Whether help and palette can be had here.
    pub helps: bool,
}

/// Draws the bottom line: keys on the left as many as fit, help and palette on the right.
pub fn bottom(buf: &mut Buffer, area: Rect, look: &Look, keymap: &Keymap, keys: Bottom<'_>) {
    let theme = &look.theme;
    let pair = |action: Action, words: &str| {
        let works = |key: &&Key| !keys.typing || key.typed().is_none();
        let key = keymap.keys(action).iter().find(works)?;
        Some([
            Span::styled(format!(" {key}"), theme.key),
            Span::styled(format!(" {words} "), theme.dim),
        ])
    };
    let right: Vec<Span<'_>> = [(Action::Help, "help"), (Action::Palette, "commands")]
        .into_iter()
        .filter(|_| keys.helps)
        .filter_map(|(action, words)| pair(action, words))
        .flatten()
        .collect();
    let right = Line::from(right);
    let room = usize::from(area.width).saturating_sub(right.width() + 1);
    let mut left = Line::default();
    for pieces in keys.here.iter().filter_map(|(action, words)| pair(*action, words)) {
        let width: usize = pieces.iter().map(Span::width).sum();
        if left.width() + width > room {
            break;
        }
        left.spans.extend(pieces);
    }
    spans::write(buf, area, 0, &left);
    spans::write_right(buf, area, 0, &right);
}
