//! Macros by a few of their letters, with what each would write here and do beside it.

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::model::Loaded;
use crate::model::filling::Filling;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, popup, spans, wrap};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use robindesk_protocol::{Macro, MacroActions};
use std::cmp::Reverse;

/// Rows of the list.
const LIST: usize = 7;

/// The finder's state.
#[derive(Debug)]
pub struct Macros {
    /// The question that brings the list.
    pub ask: Ask,
    loaded: Loaded,
    all: Vec<Macro>,
    found: Vec<usize>,
    at: usize,
    text: Edit,
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
        let mut macros = Self {
            ask,
            loaded: Loaded::Asked,
            all: known,
            found: Vec::new(),
            at: 0,
            text: Edit::default(),
            filling,
        };
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

    /// The marked macro, filled in.
    pub fn chosen(&self) -> Option<Chosen> {
        let item = self.marked()?;
        Some(Chosen { text: self.filling.fill(&item.body), actions: item.actions.clone() })
    }

    fn marked(&self) -> Option<&Macro> {
        self.all.get(*self.found.get(self.at)?)
    }

    fn find(&mut self) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.text.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (at, item) in self.all.iter().enumerate() {
            let (mut title, mut body) = (Vec::new(), Vec::new());
            let in_title = pattern.score(Utf32Str::new(&item.title, &mut title), &mut matcher);
            let in_body = || pattern.score(Utf32Str::new(&item.body, &mut body), &mut matcher);
            // A title that matches stands above any text that does.
            let score = in_title.map(|s| s + 10_000).or_else(in_body);
            scored.extend(score.map(|score| (score, at)));
        }
        scored.sort_by_key(|(score, _)| Reverse(*score));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.at = 0;
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let size = (76, 20.min(area.height.saturating_sub(4)));
        let inner = popup::draw(buf, area, look, size, Line::styled(" Macros ", theme.title));
        let typed = Line::from(vec![
            Span::styled("> ", theme.key),
            Span::styled(self.text.text(), theme.strong),
        ]);
        spans::write(buf, inner, 0, &typed);
        let list = LIST.min(usize::from(inner.height / 2).max(1));
        let top = (self.at + 1).saturating_sub(list);
        for (row, (at, found)) in (1_u16..).zip(self.found.iter().enumerate().skip(top).take(list))
        {
            let title = Plain::line(&self.all[*found].title);
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(format!(" {title}"), theme.text),
            ]);
            spans::write(buf, inner, row, &line);
            if at == self.at {
                buf.set_style(Rect { y: inner.y + row, height: 1, ..inner }, theme.selected);
            }
        }
        if self.found.is_empty() {
            spans::write(buf, inner, 1, &Line::styled(format!("  {}", self.nothing()), theme.dim));
        }
        let below = u16::try_from(list + 1).unwrap_or(u16::MAX).min(inner.height);
        let below = Rect { y: inner.y + below, height: inner.height - below, ..inner };
        self.draw_preview(buf, below, look);
        let (_, column) = self.text.place(usize::MAX / 2);
        Some((inner.x + 2 + u16::try_from(column).unwrap_or(0), inner.y))
    }

    fn nothing(&self) -> String {
        match &self.loaded {
            Loaded::Failed(why) => Plain::line(why).into_string(),
            Loaded::Here if self.all.is_empty() => "There are no macros yet.".into(),
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
