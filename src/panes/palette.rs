//! Every action by name, found by a few of its letters, with its live keys beside it.

use crate::app::action::{Action, Place};
use crate::config::keymap::{Key, Keymap};
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::{popup, spans, wrap};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The palette's state.
#[derive(Debug)]
pub struct Palette {
    text: Edit,
    /// What may be found, in the order of `Action::ALL`.
    all: Vec<Action>,
    found: Vec<Action>,
    at: usize,
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
        let mut palette = Self { text: Edit::default(), all, found: Vec::new(), at: 0 };
        palette.find();
        palette
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
        self.find();
    }

    pub fn act(&mut self, action: Action) {
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(self.found.len().saturating_sub(1)),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.text.stroke(stroke, usize::MAX / 2);
                    self.find();
                }
            }
        }
    }

    /// The marked action.
    pub fn chosen(&self) -> Option<Action> {
        self.found.get(self.at).copied()
    }

    fn find(&mut self) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.text.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut scored: Vec<(u32, Action)> = self
            .all
            .iter()
            .filter_map(|action| {
                let words = format!("{} {}", action.what(), action.name().replace('_', " "));
                let mut chars = Vec::new();
                let hay = nucleo_matcher::Utf32Str::new(&words, &mut chars);
                pattern.score(hay, &mut matcher).map(|score| (score, *action))
            })
            .collect();
        // Stable, so that equals keep the order of `Action::ALL`.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, action)| action).collect();
        self.at = 0;
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        keymap: &Keymap,
    ) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let height = area.height.saturating_sub(4).min(18);
        let title = Line::styled(" Commands ", theme.title);
        let inner = popup::draw(buf, area, look, (62, height), title);
        let typed = Line::from(vec![
            Span::styled(": ", theme.key),
            Span::styled(self.text.text(), theme.strong),
        ]);
        spans::write(buf, inner, 0, &typed);
        let fits = usize::from(inner.height.saturating_sub(2)).max(1);
        let top = (self.at + 1).saturating_sub(fits);
        if self.found.is_empty() {
            spans::write(buf, inner, 2, &Line::styled("  Nothing is called that.", theme.dim));
        }
        for (row, (at, action)) in (2_u16..).zip(self.found.iter().enumerate().skip(top).take(fits))
        {
            let keys: Vec<String> = keymap.keys(*action).iter().map(Key::to_string).collect();
            let room = usize::from(inner.width).saturating_sub(22);
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(format!(" {}", wrap::fit(action.what(), room)), theme.text),
                Span::styled(format!(" {:>18}", wrap::cut(&keys.join(" "), 18)), theme.key),
            ]);
            spans::write(buf, inner, row, &line);
            if at == self.at {
                buf.set_style(Rect { y: inner.y + row, height: 1, ..inner }, theme.selected);
            }
        }
        let (_, column) = self.text.place(usize::MAX / 2);
        Some((inner.x + 2 + u16::try_from(column).unwrap_or(0), inner.y))
    }
}
