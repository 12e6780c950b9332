//! Every action by name, found by a few of its letters, with its live keys beside it.

use crate::app::action::{Action, Place};
use crate::config::keymap::{Key, Keymap};
use crate::ui::finder::Finder;
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// The palette's state.
#[derive(Debug)]
pub struct Palette {
    finder: Finder,
    /// What may be found, in the order of `Action::ALL`.
    all: Vec<Action>,
}

/// Actions that make sense only under the fingers, not picked from a list.
fn pickable(action: Action) -> bool {
    let typing = matches!(action.place(), Place::Composer | Place::Popup);
    !typing && !matches!(action, Action::Palette | Action::Down | Action::Up | Action::Back)
}

impl Palette {
    /// Every action that is offered to whoever is signed in.
    pub fn new(offered: impl Fn(Action) -> bool) -> Self {
        let all = Action::ALL.iter().copied().filter(|a| pickable(*a) && offered(*a)).collect();
        let mut palette = Self { finder: Finder::default(), all };
        palette.find();
        palette
    }

    pub fn put(&mut self, text: &str) {
        self.finder.put(text);
        self.find();
    }

    pub fn act(&mut self, action: Action) {
        if action.step().is_some_and(|step| self.finder.step(step)) {
            self.find();
        }
    }

    /// The marked action.
    pub fn chosen(&self) -> Option<Action> {
        Some(self.all[self.finder.marked()?])
    }

    fn find(&mut self) {
        let all = &self.all;
        self.finder.find(all.len(), |letters, at| {
            letters.score(&format!("{} {}", all[at].what(), all[at].name().replace('_', " ")))
        });
    }

    /// Marks the row at a cell. Says whether it was marked already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.finder.click(cell)
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        keymap: &Keymap,
    ) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let height = area.height.saturating_sub(4).min(18);
        let title = Line::styled(" Commands ", theme.title);
        let inner = popup::draw(buf, area, look, (62, height), title);
        if self.finder.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Nothing is called that.", theme.dim));
        }
        let room = usize::from(inner.width).saturating_sub(3);
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        self.finder.draw_rows(buf, list, look, |at| {
            let action = self.all[at];
            let keys: Vec<String> = keymap.keys(action).iter().map(Key::to_string).collect();
            let (name, keys) = wrap::ends(action.what(), &keys.join(" "), room);
            vec![Span::styled(format!(" {name}"), theme.text), Span::styled(keys, theme.key)]
        });
        Some(self.finder.draw_typed(buf, inner, look, ": "))
    }
}
