//! The links and addresses of a conversation, newest first: one is picked by key and copied, or opened
//! where a program for that is set.

use crate::app::action::Action;
use crate::model::contact::{self, Kind};
use crate::model::transfers;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::spots::Spots;
use crate::ui::{popup, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use robindesk_protocol::{FileRef, Message};

/// One thing to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    /// Safe to show, to copy and to open.
    pub text: String,
    /// A file to save.
    pub file: Option<FileRef>,
    from: String,
}

/// The list's state.
#[derive(Debug)]
pub struct Links {
    entries: Vec<Entry>,
    at: usize,
    /// Whether enter opens a link; it copies otherwise.
    opens: bool,
    spots: Spots<usize>,
}

impl Links {
    /// Everything that leads somewhere in these messages; `None` when nothing does.
    pub fn of<'a>(
        messages: impl DoubleEndedIterator<Item = &'a Message>,
        opens: bool,
    ) -> Option<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        for message in messages.rev() {
            let safe = Plain::block(&message.message_text);
            let from = message.sender.as_ref().map_or("Robindesk", |s| s.name.as_str());
            let from = Plain::line(from).into_string();
            if let Some(file) = &message.file {
                let text = Plain::line(&file.name).into_string();
                let (kind, file) = (Kind::Link, Some(file.clone()));
                entries.push(Entry { kind, text, file, from: from.clone() });
            }
            for found in contact::find(safe.as_str()) {
                let text = safe.as_str()[found.at].to_owned();
                if !entries.iter().any(|e| e.text == text) {
                    let (kind, from) = (found.kind, from.clone());
                    entries.push(Entry { kind, text, file: None, from });
                }
            }
        }
        (!entries.is_empty()).then(|| Self { entries, at: 0, opens, spots: Spots::default() })
    }

    pub fn act(&mut self, action: Action) {
        match action {
            Action::PopupDown => self.at = (self.at + 1).min(self.entries.len() - 1),
            Action::PopupUp => self.at = self.at.saturating_sub(1),
            _ => {}
        }
    }

    /// The marked entry.
    pub fn chosen(&self) -> Option<&Entry> {
        self.entries.get(self.at)
    }

    /// Goes to the entry at a cell. Says whether the mark was there already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.spots.click(cell, &mut self.at)
    }

    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) {
        let theme = &look.theme;
        let height = u16::try_from(self.entries.len()).unwrap_or(u16::MAX).saturating_add(4);
        let size = (76, height.min(area.height.saturating_sub(2)));
        let title = Line::styled(" Files, links and addresses ", theme.title);
        let inner = popup::draw(buf, area, look, size, title);
        let fits = usize::from(inner.height.saturating_sub(2)).max(1);
        let top = (self.at + 1).saturating_sub(fits);
        let width = usize::from(inner.width);
        self.spots.clear();
        for (row, (at, entry)) in
            (0_u16..).zip(self.entries.iter().enumerate().skip(top).take(fits))
        {
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let size = entry.file.as_ref().map(|f| format!("{} · ", transfers::size(f.size)));
            let from = size.unwrap_or_default() + &wrap::cut(&entry.from, 18);
            let room = width.saturating_sub(wrap::width(&from) + 4);
            let line = Line::from(vec![
                Span::styled(mark, theme.border_focus),
                Span::styled(format!(" {}", wrap::fit(&entry.text, room)), theme.text),
                Span::styled(format!("  {from}"), theme.dim),
            ]);
            spans::write(buf, inner, row, &line);
            let here = Rect { y: inner.y + row, height: 1, ..inner };
            self.spots.put(here, at);
            if at == self.at {
                buf.set_style(here, theme.selected);
            }
        }
        let opens = self.opens && self.chosen().is_some_and(|e| e.kind != Kind::Phone);
        let file = self.chosen().is_some_and(|e| e.file.is_some());
        let does = if file {
            "saves it"
        } else if opens {
            "opens it"
        } else {
            "copies it"
        };
        let hint = Line::styled(format!("enter {does} · esc closes"), theme.dim);
        spans::write(buf, inner, inner.height.saturating_sub(1), &hint);
    }
}
