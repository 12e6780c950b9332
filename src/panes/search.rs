//! The search screen: results while she types, from the server, with what matched made bright.

pub mod view;

use crate::app::action::Action;
use crate::app::effect::Ask;
use crate::model::Loaded;
use crate::ui::edit::Edit;
use crate::ui::spots::Spots;
use ratatui::layout::Position;
use robindesk_protocol::{Hit, SearchPage};

/// The screen's state. It is kept when she leaves, so that she finds her place again.
#[derive(Debug, Default)]
pub struct Search {
    text: Edit,
    hits: Vec<Hit>,
    next: Option<String>,
    loaded: Loaded,
    /// The question whose answer is awaited, and whether it asks for further hits.
    ask: Option<(Ask, bool)>,
    /// Keys whose pause is not over: the server is asked after the last.
    pauses: u32,
    at: usize,
    top: usize,
    spots: Spots<usize>,
}

impl Search {
    pub fn text(&self) -> &str {
        self.text.text()
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
    }

    pub fn act(&mut self, action: Action) {
        let last = self.hits.len().saturating_sub(1);
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(last),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.text.stroke(stroke, usize::MAX / 2);
                }
            }
        }
    }

    /// A key changed the text: its pause begins.
    pub fn pause(&mut self) {
        self.pauses += 1;
        if self.text().trim().is_empty() {
            *self = Self {
                text: std::mem::take(&mut self.text),
                pauses: self.pauses,
                ..Self::default()
            };
        }
    }

    /// A pause is over. Says whether it was the last, and there is something to ask.
    pub fn is_due(&mut self) -> bool {
        let was = self.pauses;
        self.pauses = was.saturating_sub(1);
        was == 1 && !self.text().trim().is_empty()
    }

    /// Whether further hits are coming into sight and nothing is asked yet.
    pub fn wants_more(&self) -> Option<&str> {
        let near = self.at + 20 >= self.hits.len();
        self.next.as_deref().filter(|_| near && self.ask.is_none())
    }

    /// A question is on its way; an answer to any before it comes too late.
    pub fn asked(&mut self, ask: Ask, further: bool) {
        self.ask = Some((ask, further));
        self.loaded = Loaded::Asked;
    }

    /// Takes an answer, if it is the one that is awaited.
    pub fn take(&mut self, ask: Ask, result: Result<SearchPage, String>) {
        let Some((_, further)) = self.ask.take_if(|(awaited, _)| *awaited == ask) else { return };
        match result {
            Ok(page) => {
                if !further {
                    (self.at, self.top) = (0, 0);
                    self.hits.clear();
                }
                self.hits.extend(page.hits);
                self.next = page.next_cursor;
                self.loaded = Loaded::Here;
            }
            Err(why) => {
                self.next = None;
                self.loaded = Loaded::Failed(why);
            }
        }
    }

    /// Marks the hit at a cell. Says whether it was marked already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.spots.click(cell, &mut self.at)
    }

    /// The marked hit.
    pub fn chosen(&self) -> Option<&Hit> {
        self.hits.get(self.at)
    }
}
