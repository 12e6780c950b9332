//! Every key that works here, made from the live keymap, so that it can't be wrong.

use crate::app::action::{Action, Place};
use crate::config::keymap::{Key, Keymap};
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Help's state: for which places it was asked, and how far it is scrolled.
#[derive(Debug)]
pub struct Help {
    places: Vec<Place>,
    /// Those that are offered to her.
    actions: Vec<Action>,
    scroll: usize,
    /// Rows that did not fit at the last drawing.
    over: usize,
}

/// Cells of one column at least.
const COLUMN: usize = 46;
/// And at most: by then everything is whole.
const WIDE: usize = 60;

impl Help {
    /// Help for where she is: its places first, then all the others where something is offered to her.
    pub fn new(here: &[Place], offered: impl Fn(Action) -> bool) -> Self {
        let others = Place::ALL.iter().filter(|p| !here.contains(p));
        let actions = Action::ALL.iter().copied().filter(|a| offered(*a)).collect::<Vec<_>>();
        let some = |place: &&Place| actions.iter().any(|a| a.place() == **place);
        let places = here.iter().chain(others).filter(some).copied().collect();
        Self { places, actions, scroll: 0, over: 0 }
    }

    pub fn act(&mut self, action: Action) {
        self.scroll = match action {
            Action::PopupDown => self.scroll + 1,
            Action::PopupUp => self.scroll.saturating_sub(1),
            Action::PageDown | Action::ChatPageDown => self.scroll + 10,
            Action::PageUp | Action::ChatPageUp => self.scroll.saturating_sub(10),
            _ => return,
        }
        .min(self.over);
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look, keymap: &Keymap) {
        let room = usize::from(area.width).saturating_sub(8);
        let columns = (room / COLUMN).clamp(1, 3);
        let column = (room / columns).clamp(COLUMN, WIDE);
        let lines = keep_headings(self.lines(look, keymap, column), columns);
        let fits = usize::from(area.height.saturating_sub(4)).max(1);
        let tall = lines.len().div_ceil(columns);
        let shown = tall.min(fits);
        self.over = tall.saturating_sub(shown);
        self.scroll = self.scroll.min(self.over);
        let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let size = (cells(columns * column + 4), cells(shown + 2));
        let more = if self.over > self.scroll {
            look.glyph("· ↓ more ", "- down for more ")
        } else {
            ""
        };
        let title = Line::from(vec![
            Span::styled(" Help ", look.theme.title),
            Span::styled(format!("· esc closes {more}"), look.theme.dim),
        ]);
        let inner = popup::draw(buf, area, look, size, title);
        for (at, part) in lines.chunks(tall.max(1)).enumerate() {
            let x = inner.x + cells(at * column);
            let width = cells(column).min(inner.right().saturating_sub(x));
            let area = Rect { x, width, ..inner };
            for (row, line) in (0_u16..).zip(part.iter().skip(self.scroll).take(shown)) {
                spans::write(buf, area, row, line);
            }
        }
    }

    fn lines(&self, look: &Look, keymap: &Keymap, column: usize) -> Vec<Line<'static>> {
        let theme = &look.theme;
        let mut lines = Vec::new();
        for place in &self.places {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.push(Line::styled(heading(*place), theme.strong));
            for action in self.actions.iter().filter(|a| a.place() == *place) {
                let keys: Vec<String> = keymap.keys(*action).iter().map(Key::to_string).collect();
                if keys.is_empty() {
                    continue;
                }
                lines.push(Line::from(vec![
                    Span::styled(format!("  {} ", wrap::fit(&fewer(&keys), 16)), theme.key),
                    Span::styled(wrap::cut(action.what(), column - 20), theme.text),
                ]));
            }
        }
        lines
    }
}

/// As many of an action's keys as fit, whole.
fn fewer(keys: &[String]) -> String {
    let mut shown = keys.first().cloned().unwrap_or_default();
    for key in &keys[1..] {
        if wrap::width(&shown) + 1 + wrap::width(key) <= 16 {
            shown.push(' ');
            shown.push_str(key);
        }
    }
    shown
}

/// Fills up columns that would end with a heading, or begin with the blank line before one.
fn keep_headings(mut lines: Vec<Line<'static>>, columns: usize) -> Vec<Line<'static>> {
    let tall = (lines.len() + columns).div_ceil(columns);
    for column in 1..columns {
        let end = column * tall;
        let blank = |at: usize, lines: &[Line<'_>]| lines.get(at).is_some_and(|l| l.width() == 0);
        if blank(end, &lines) {
            lines.remove(end);
        } else if end > 2 && blank(end - 2, &lines) {
            // The heading at the end goes over to the next column.
            lines.insert(end - 1, Line::default());
        }
    }
    lines.resize(tall * columns, Line::default());
    lines
}

const fn heading(place: Place) -> &'static str {
    match place {
        Place::Everywhere => "Everywhere",
        Place::List => "In the list",
        Place::Ticket => "On a ticket",
        Place::Chat => "In the chat",
        Place::Order => "In the order",
        Place::Composer => "Writing",
        Place::Stats => "In the stats",
        Place::Team => "In the team",
        Place::Audit => "In the audit trail",
        Place::Settings => "In the settings",
        Place::Popup => "In menus",
    }
}
