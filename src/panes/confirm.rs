//! A question before something that can't be taken back. Enter is the safe answer: no.

use crate::app::action::Action;
use crate::app::effect::{Change, Deed};
use crate::ui::look::Look;
use crate::ui::spots::Spots;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// What happens on yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    Quit,
    SignOut,
    /// One change to many tickets.
    Change(Change),
    /// Sends what is written, whatever crosses with it.
    Send,
    /// What an admin asks of the desk.
    Deed(Box<Deed>),
}

/// A question and what yes means.
#[derive(Debug)]
pub struct Confirm {
    pub then: Then,
    question: String,
    yes: &'static str,
    no: &'static str,
    /// The two answers on screen.
    spots: Spots<Action>,
}

impl Confirm {
    fn new(then: Then, question: String, yes: &'static str, no: &'static str) -> Self {
        Self { then, question, yes, no, spots: Spots::default() }
    }

    /// Asks before the console ends with something unsent.
    pub fn quit(unsent: usize) -> Self {
        let (messages, go) =
            if unsent == 1 { ("message is", "It goes") } else { ("messages are", "They go") };
        let question = format!(
            "{unsent} {messages} not sent yet. {go} out by itself when you start again and the server is there."
        );
        Self::new(Then::Quit, question, "quit", "stay")
    }

    pub fn sign_out() -> Self {
        let question = "Sign out on this machine? Drafts stay here for your next sign-in.".into();
        Self::new(Then::SignOut, question, "sign out", "stay")
    }

    /// Asks before many tickets are changed at once.
    pub fn many(question: String, change: Change) -> Self {
        Self::new(Then::Change(change), question, "do it", "leave them")
    }

    /// Asks before something is done to somebody's account or to what everybody shares.
    pub fn deed(question: String, yes: &'static str, deed: Deed) -> Self {
        Self::new(Then::Deed(Box::new(deed)), question, yes, "leave it")
    }

    /// Before something crosses to a lane (`product.md`, Lanes).
    pub fn crossing(question: String) -> Self {
        Self::new(Then::Send, question, "send it", "back to editing")
    }

    /// The answer at a cell.
    pub fn click(&self, cell: Position) -> Option<Action> {
        self.spots.at(cell)
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        const WIDTH: u16 = 56;
        let theme = &look.theme;
        let room = usize::from(WIDTH.min(area.width)).saturating_sub(4);
        let rows = u16::try_from(wrap::rows(&self.question, room).len()).unwrap_or(u16::MAX);
        let size = (WIDTH, rows.saturating_add(4).max(7));
        let inner = popup::draw(buf, area, look, size, Line::styled(" Sure? ", theme.title));
        let used = spans::write_wrapped(buf, inner, 0, &self.question, theme.text);
        let no = [Span::styled("enter ", theme.key), Span::styled(self.no, theme.strong)];
        let yes = [Span::styled("y ", theme.key), Span::styled(self.yes, theme.text)];
        self.spots.clear();
        let mut x = inner.x;
        for (answer, words) in [(Action::No, no), (Action::Yes, yes)] {
            let line = Line::from(words.to_vec());
            let width = u16::try_from(line.width()).unwrap_or(u16::MAX);
            let here = Rect { x, y: inner.y + used + 1, width, height: 1 }.intersection(inner);
            spans::write(buf, here, 0, &line);
            self.spots.put(here, answer);
            x = x.saturating_add(width + 3);
        }
    }
}
