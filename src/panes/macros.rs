//! Macros by a few of their letters, with what each would write here and do beside it.

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::model::Loaded;
use crate::model::filling::Filling;
use crate::ui::finder::Finder;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::{Macro, MacroActions};

/// Rows of the list.
const LIST: u16 = 7;

/// The finder's state.
#[derive(Debug)]
pub struct Macros {
    /// The question that brings the list.
    pub ask: Ask,
    loaded: Loaded,
    all: Vec<Macro>,
    finder: Finder,
    filling: Filling,
}

/// A macro that was chosen: what it writes, filled in, and what it does when that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub text: String,
    pub actions: MacroActions,
}

impl Macros {
    /// A finder over what is known, until the answer brings the newest.
    pub fn new(ask: Ask, known: Vec<Macro>, filling: Filling) -> Self {
        let (loaded, finder) = (Loaded::Asked, Finder::default());
        let mut macros = Self { ask, loaded, all: known, finder, filling };
        macros.find();
        macros
    }

    /// Takes the list, or why there is none.
    pub fn take(&mut self, result: Result<Vec<Macro>, String>) {
        match result {
            Ok(all) => (self.all, self.loaded) = (all, Loaded::Here),
            Err(why) => self.loaded = Loaded::Failed(why),
        }
        self.find();
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

    /// The marked macro, filled in.
    pub fn chosen(&self) -> Option<Chosen> {
        let item = self.marked()?;
        Some(Chosen { text: self.filling.fill(&item.body), actions: item.actions.clone() })
    }

    fn marked(&self) -> Option<&Macro> {
        self.all.get(self.finder.marked()?)
    }

    fn find(&mut self) {
        let all = &self.all;
        self.finder.find(all.len(), |letters, at| {
            // A title that matches stands above any text that does.
            let in_title = letters.score(&all[at].title).map(|score| score + 10_000);
            in_title.or_else(|| letters.score(&all[at].body))
        });
    }

    /// Marks the row at a cell. Says whether it was marked already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.finder.click(cell)
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let size = (76, 20.min(area.height.saturating_sub(4)));
        let inner = popup::draw(buf, area, look, size, Line::styled(" Macros ", theme.title));
        let cursor = self.finder.draw_typed(buf, inner, look, "> ");
        let tall = LIST.min((inner.height / 2).max(1));
        let below = (tall + 1).min(inner.height);
        let list = Rect { y: inner.y + 1, height: below.saturating_sub(1), ..inner };
        self.finder.draw_rows(buf, list, look, |at| {
            vec![Span::styled(format!(" {}", Plain::line(&self.all[at].title)), theme.text)]
        });
        if self.finder.is_empty() {
            spans::write(buf, inner, 1, &Line::styled(format!("  {}", self.nothing()), theme.dim));
        }
        let below = Rect { y: inner.y + below, height: inner.height - below, ..inner };
        self.draw_preview(buf, below, look);
        Some(cursor)
    }

    fn nothing(&self) -> String {
        match &self.loaded {
            Loaded::Failed(why) => Plain::line(why).into_string(),
            Loaded::Here if self.all.is_empty() => {
                "There are no macros yet; an admin makes them in the settings.".into()
            }
            Loaded::Here => "No macro is like that.".into(),
            _ => "Fetching the macros…".into(),
        }
    }

    /// What it would write, and on the last row what it does when that is sent.
    fn draw_preview(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let Some(item) = self.marked().filter(|_| area.height > 1) else { return };
        let rule = look.glyph("─", "-").repeat(area.width.into());
        spans::write(buf, area, 0, &Line::styled(rule, theme.border));
        let does = badge::plan_words(&item.actions);
        let last = u16::from(does.is_some());
        let text = Plain::block(&self.filling.fill(&item.body));
        let rows = wrap::rows(text.as_str(), area.width.into());
        let room = area.height.saturating_sub(1 + last);
        for (row, range) in (1..=room).zip(rows) {
            let row_text = text.as_str()[range].trim_end().to_owned();
            spans::write(buf, area, row, &Line::styled(row_text, theme.text));
        }
        if let Some(does) = does {
            let line = Line::styled(format!("when sent: {does}"), theme.warn);
            spans::write(buf, area, area.height - 1, &line);
        }
    }
}
