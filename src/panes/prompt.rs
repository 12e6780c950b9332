//! One line to type, for a change that needs words: why an order is rejected, which tags.

use crate::app::action::Action;
use crate::ui::edit::Edit;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use robindesk_protocol::{OrderId, TicketId};

/// What the words are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Rejection(OrderId),
    /// The whole set of a ticket's tags.
    Tags(TicketId),
    /// Tags that the marked tickets get, or lose.
    AddTags(usize),
    RemoveTags(usize),
}

/// The prompt's state.
#[derive(Debug)]
pub struct Prompt {
    pub what: For,
    text: Edit,
    /// Words that may be meant, for completion.
    known: Vec<String>,
}

impl Prompt {
    /// Asks why an order is rejected (`product.md`, Orders: it needs a message).
    pub fn rejection(order: OrderId) -> Self {
        Self { what: For::Rejection(order), text: Edit::default(), known: Vec::new() }
    }

    /// Asks for tags, beginning with those that are there; `known` are completed.
    pub fn tags(what: For, now: &[String], known: Vec<String>) -> Self {
        let mut text = now.join(" ");
        if !text.is_empty() {
            text.push(' ');
        }
        Self { what, text: Edit::new(&text), known }
    }

    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
    }

    pub fn act(&mut self, action: Action) {
        if action == Action::NextPane {
            if let Some(rest) = self.completion() {
                self.text.insert(&format!("{rest} "));
            }
        } else if let Some(stroke) = action.stroke() {
            self.text.stroke(stroke, usize::MAX / 2);
        }
    }

    /// What was typed; nothing while words are needed and there are none.
    pub fn words(&self) -> Option<String> {
        let words = self.text.text().trim();
        let may_be_empty = matches!(self.what, For::Tags(_));
        (may_be_empty || !words.is_empty()).then(|| words.to_owned())
    }

    /// The rest of the first known word that begins like the one before the cursor and is not there
    /// yet.
    fn completion(&self) -> Option<String> {
        let text = self.text.text();
        if self.text.cursor() != text.len() {
            return None;
        }
        let mut words: Vec<&str> = text.split(' ').collect();
        let last = words.pop().filter(|w| !w.is_empty())?.to_lowercase();
        let found =
            self.known.iter().find(|k| k.starts_with(&last) && !words.contains(&k.as_str()));
        found.map(|k| Plain::line(&k[last.len()..]).into_string())
    }

    fn title(&self) -> String {
        match self.what {
            For::Rejection(order) => format!(" Why is order {order} rejected? "),
            For::Tags(ticket) => format!(" Tags of #{ticket} "),
            For::AddTags(count) => format!(" Tags for {count} tickets "),
            For::RemoveTags(count) => format!(" Tags to take from {count} tickets "),
        }
    }

    fn hint(&self) -> &'static str {
        match self.what {
            For::Rejection(_) => "both parties read this · enter reject · esc keep",
            _ => "words with spaces between · tab completes · enter sets them",
        }
    }

    /// Draws it. Gives the cursor's cell.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        let theme = &look.theme;
        let title = Line::styled(self.title(), theme.title);
        let inner = popup::draw(buf, area, look, (64, 5), title);
        let width = usize::from(inner.width).max(2);
        let rows = wrap::rows(self.text.text(), width);
        let (row, column) = self.text.place(width);
        let top = row.saturating_sub(1);
        let last = rows.len().saturating_sub(1);
        for (at, (number, range)) in (0_u16..2).zip(rows.into_iter().enumerate().skip(top)) {
            let rest = self.completion().filter(|_| number == last).unwrap_or_default();
            let line = Line::from(vec![
                Span::styled(&self.text.text()[range], theme.text),
                Span::styled(rest, theme.dim),
            ]);
            spans::write(buf, inner, at, &line);
        }
        spans::write(buf, inner, 2, &Line::styled(self.hint(), theme.dim));
        let cell = |n: usize| u16::try_from(n).unwrap_or(0);
        Some((inner.x + cell(column).min(inner.width.saturating_sub(1)), inner.y + cell(row - top)))
    }
}
