//! A question before something that can't be taken back. Enter is the safe answer: no.

use crate::app::effect::Change;
use crate::ui::look::Look;
use crate::ui::{popup, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// What happens on yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    Quit,
    SignOut,
    /// One change to many tickets.
    Change(Change),
}

/// A question and what yes means.
#[derive(Debug)]
pub struct Confirm {
    pub then: Then,
    question: String,
    yes: &'static str,
    no: &'static str,
}

impl Confirm {
    /// Asks before the console ends with something unsent.
    pub fn quit(unsent: usize) -> Self {
        let (messages, go) =
            if unsent == 1 { ("message is", "It goes") } else { ("messages are", "They go") };
        let question = format!(
            "{unsent} {messages} not sent yet. {go} out by itself when you start again and the server is there."
        );
        Self { then: Then::Quit, question, yes: "quit", no: "stay" }
    }

    pub fn sign_out() -> Self {
        let question = "Sign out on this machine? Drafts stay here for your next sign-in.".into();
        Self { then: Then::SignOut, question, yes: "sign out", no: "stay" }
    }

    /// Asks before many tickets are changed at once.
    pub fn many(question: String, change: Change) -> Self {
        Self { then: Then::Change(change), question, yes: "do it", no: "leave them" }
    }

    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let inner = popup::draw(buf, area, look, (56, 7), Line::styled(" Sure? ", theme.title));
        let used = spans::write_wrapped(buf, inner, 0, &self.question, theme.text);
        let line = Line::from(vec![
            Span::styled("enter ", theme.key),
            Span::styled(self.no, theme.strong),
            Span::styled("   y ", theme.key),
            Span::styled(self.yes, theme.text),
        ]);
        spans::write(buf, inner, used + 1, &line);
    }
}
