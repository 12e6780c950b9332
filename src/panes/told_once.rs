//! A password that was made up and is told this once. It is on no disk and in no log, and gone when this
//! closes: until it was copied, closing asks again.

use crate::app::action::Action;
use crate::app::effect::Secret;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{popup, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::AgentPassword;

/// The password, and whose it is.
#[derive(Debug)]
pub struct ToldOnce {
    name: Plain,
    email: Plain,
    /// `None` when the first answer, which had it, was lost on the way.
    password: Option<Secret>,
    copied: bool,
    leaving: bool,
    spots: Spots<Action>,
}

/// What a key made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Stays,
    Closes,
    Copies(Secret),
}

impl ToldOnce {
    pub fn new(answer: AgentPassword) -> Self {
        let user = &answer.agent.user;
        Self {
            name: Plain::line(&user.name),
            email: Plain::line(&user.email),
            password: answer.password.map(Secret),
            copied: false,
            leaving: false,
            spots: Spots::default(),
        }
    }

    /// Whether the password was lost on its way.
    pub const fn is_lost(&self) -> bool {
        self.password.is_none()
    }

    pub fn act(&mut self, action: Action) -> Told {
        match (action, &self.password) {
            (Action::Choose | Action::Yes | Action::CopyNumber, Some(password)) => {
                self.copied = true;
                Told::Copies(password.clone())
            }
            (Action::Choose, None) => Told::Closes,
            (Action::Back | Action::Leave, _) => {
                let may = self.copied || self.leaving || self.password.is_none();
                self.leaving = true;
                if may { Told::Closes } else { Told::Stays }
            }
            _ => Told::Stays,
        }
    }

    /// The password is copied where it stands, and what is below it copies or closes.
    pub fn click(&self, cell: Position) -> Option<Action> {
        self.spots.at(cell)
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let title = Line::styled(" One-time password ", theme.title);
        let inner = popup::draw(buf, area, look, (60, 11), title);
        let who = Line::from(vec![
            Span::styled(self.name.as_str(), theme.strong),
            Span::styled(format!("  {}", self.email), theme.dim),
        ]);
        spans::write(buf, inner, 1, &who);
        let Some(password) = &self.password else {
            let words = "The account is there, but the answer with its password was lost on the way. \
                         Reset the password to get another.";
            spans::write_wrapped(buf, inner, 3, words, theme.text);
            return;
        };
        let shown = Plain::line(&password.0);
        self.spots.clear();
        self.spots
            .put(Rect { y: inner.y + 3, height: 1, ..inner }.intersection(inner), Action::Choose);
        spans::write(buf, inner, 3, &Line::styled(shown.as_str(), theme.accent));
        let words = "It is shown this once and kept nowhere. Tell it in person; it can be changed after \
                     the first sign-in.";
        spans::write_wrapped(buf, inner, 5, words, theme.text);
        let (words, style) = match (self.copied, self.leaving) {
            (true, _) => ("copied · esc close", theme.good),
            (false, true) => {
                ("Not copied. esc again closes it for good · enter copies", theme.warn)
            }
            (false, false) => ("enter copy · esc close", theme.dim),
        };
        let below = Rect { y: inner.y + 8, height: 1, ..inner }.intersection(inner);
        spans::write(buf, below, 0, &Line::styled(words, style));
        self.spots.put_keys(below, words, |words| match words {
            words if words.starts_with("enter") => Some(Action::Choose),
            words if words.contains("esc") => Some(Action::Back),
            _ => None,
        });
    }
}
