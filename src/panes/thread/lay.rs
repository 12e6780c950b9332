//! Lays a thread out in rows: day lines, the unread line, messages grouped by sender and lane. Done
//! once for each change and width, not for each frame; the wrapped texts are kept beyond that.

pub mod beside;
mod plain;
mod rows;

use crate::model::thread::{Echo, Thread};
use crate::model::transfers;
use crate::ui::look::Look;
use crate::ui::markdown::{self, Face, Piece};
use crate::ui::plain::Plain;
use crate::ui::wrap;
use beside::Beside;
use ratatui::text::Line;
use robindesk_protocol::{
    Audience, Message, MessageId, MessageType, OrderSummary, Sender, Timestamp, UserId,
};
use rows::Rows;
use std::collections::HashMap;

/// Cells before a message's text: time, bar.
pub const INDENT: usize = 10;
/// The widest that text is set (`console.md`, Screen).
const WIDEST: usize = 100;

/// Which row this is, to find the place again after a change or at another width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    message: Option<MessageId>,
    /// An echo's own id.
    echo: Option<String>,
    line: usize,
}

impl Mark {
    /// The message that this is a row of; no line between messages is one.
    pub fn of_message(&self) -> Option<MessageId> {
        self.message.filter(|_| self.line < BETWEEN)
    }
}

/// From here on the lines of a mark stand before its message: the day, what is new.
const BETWEEN: usize = usize::MAX - 8;

/// One line of a message.
#[derive(Debug)]
pub struct Part {
    pub mark: Mark,
    pub line: Line<'static>,
}

/// A row on screen.
#[derive(Debug)]
pub enum Row {
    Whole(Part),
    /// The brand's lane and the creator's.
    Beside([Option<Part>; 2]),
}

impl Row {
    fn parts(&self) -> impl Iterator<Item = &Part> {
        let (whole, beside) = match self {
            Self::Whole(part) => (Some(part), None),
            Self::Beside(parts) => (None, Some(parts.iter().flatten())),
        };
        whole.into_iter().chain(beside.into_iter().flatten())
    }

    /// A mark to find it by.
    pub fn mark(&self) -> Option<&Mark> {
        self.parts().next().map(|part| &part.mark)
    }

    fn into_whole(self) -> Option<Part> {
        match self {
            Self::Whole(part) => Some(part),
            Self::Beside(_) => None,
        }
    }
}

/// The rows, and what they were laid out for.
#[derive(Debug, Default)]
pub struct Laid {
    pub rows: Vec<Row>,
    /// Cells of a column, while two lanes stand side by side.
    pub column: Option<usize>,
    made_for: Option<(u64, usize, bool, i64)>,
    wrapped: HashMap<MessageId, (usize, Vec<Vec<Piece>>)>,
}

/// Whose eyes a thread is laid out for.
#[derive(Debug, Clone, Copy)]
pub struct Eyes<'a> {
    pub look: &'a Look,
    pub me: UserId,
    pub order: Option<&'a OrderSummary>,
    /// The line under a refused message: which keys help.
    pub refused_hint: &'a str,
}

/// How a message stands with the server.
#[derive(Clone, Copy, PartialEq)]
enum Delivery<'a> {
    /// Somebody else's.
    Theirs,
    Sent,
    Sending,
    Refused(&'a str),
}

/// Where an item comes from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Posted(&'a Message),
    Echo(&'a Echo),
}

impl Source<'_> {
    /// Its column, when the lanes stand side by side.
    fn side(self) -> Option<usize> {
        match self {
            Self::Posted(m) => beside::side(m.audience, m.message_type == MessageType::System),
            Self::Echo(echo) => beside::side(echo.audience, false),
        }
    }
}

struct Item<'a> {
    mark: Mark,
    sender: Option<&'a Sender>,
    mine: bool,
    lane: Audience,
    at: Timestamp,
    delivery: Delivery<'a>,
    system: bool,
    lines: Vec<Vec<Piece>>,
}

impl Laid {
    /// Lays the thread out again if something about it changed, in lanes side by side where they
    /// are wanted and fit.
    pub fn refresh(&mut self, thread: &Thread, cells: u16, beside: bool, eyes: Eyes<'_>) {
        let cells = usize::from(cells);
        let width = cells.saturating_sub(INDENT + 1).min(WIDEST);
        let today = eyes.look.day_number(eyes.look.now);
        let made_for = Some((thread.version(), cells, beside, today));
        if self.made_for == made_for {
            return;
        }
        self.made_for = made_for;
        self.column = beside::column(cells).filter(|_| beside);
        let mut lanes = self.column.map(|column| Beside::new(eyes, column));
        let unread = thread.first_unread(eyes.me);
        let mut rows = Rows { done: Vec::new(), eyes, width, day: None };
        let mut before: Option<Item<'_>> = None;
        let posted = thread.messages().iter().map(Source::Posted);
        for source in posted.chain(thread.echoes().iter().map(Source::Echo)) {
            let side = lanes.as_ref().and_then(|_| source.side());
            let text = lanes.as_ref().filter(|_| side.is_some()).map_or(width, Beside::text);
            let item = self.item(source, text, eyes);
            let new = unread.is_some() && item.mark.message == unread;
            if let Some(lanes) = &mut lanes
                && (side.is_none() || new || rows.is_new_day(&item))
            {
                lanes.end(&mut rows.done);
            }
            if new {
                let day = rows.day_line(&item);
                rows.unread_line(&item, day);
                before = None;
            }
            if let (Some(lanes), Some(side)) = (&mut lanes, side) {
                rows.day_line(&item);
                lanes.put(side, item);
                before = None;
            } else {
                rows.item(&item, before.as_ref());
                before = Some(item);
            }
        }
        if let Some(lanes) = &mut lanes {
            lanes.end(&mut rows.done);
        }
        self.rows = rows.done;
    }

    /// Whether these are the rows of the thread as it is.
    pub fn is_of(&self, thread: &Thread) -> bool {
        self.made_for.is_some_and(|(version, ..)| version == thread.version())
    }

    /// Whether two lanes had room side by side at the last drawing.
    pub fn has_room_beside(&self) -> bool {
        self.made_for.is_none_or(|(_, cells, ..)| beside::column(cells).is_some())
    }

    /// Where a row is now.
    pub fn find(&self, mark: &Mark) -> Option<usize> {
        let same = |m: &Mark| m.message == mark.message && m.echo == mark.echo;
        let first = self.rows.iter().position(|r| r.parts().any(|p| p.mark == *mark));
        first.or_else(|| self.rows.iter().rposition(|r| r.parts().any(|p| same(&p.mark))))
    }

    /// The first and the last row of a message.
    pub fn rows_of(&self, message: MessageId) -> Option<(usize, usize)> {
        let of = |row: &Row| row.parts().any(|p| p.mark.of_message() == Some(message));
        self.rows.iter().position(of).zip(self.rows.iter().rposition(of))
    }

    fn item<'a>(&mut self, source: Source<'a>, width: usize, eyes: Eyes<'_>) -> Item<'a> {
        match source {
            Source::Posted(message) => self.posted(message, width, eyes),
            Source::Echo(echo) => unsent(echo, width, eyes.look.is_ascii()),
        }
    }

    fn posted<'a>(&mut self, message: &'a Message, width: usize, eyes: Eyes<'_>) -> Item<'a> {
        let kept = self.wrapped.entry(message.id).or_default();
        if kept.0 != width {
            let mut lines = wrapped(&message.message_text, width, eyes.look.is_ascii());
            if let Some(file) = &message.file {
                let name = Plain::line(&file.name).into_string();
                if message.message_text == file.name {
                    lines.clear();
                }
                lines.insert(0, file_line(&name, file.size, width, eyes.look.is_ascii()));
            }
            *kept = (width, lines);
        }
        let mine = message.sender.as_ref().is_some_and(|s| s.id == eyes.me);
        Item {
            mark: Mark { message: Some(message.id), echo: None, line: 0 },
            sender: message.sender.as_ref(),
            mine,
            lane: message.audience,
            at: message.created_at,
            delivery: if mine { Delivery::Sent } else { Delivery::Theirs },
            system: message.message_type == MessageType::System,
            lines: kept.1.clone(),
        }
    }
}

fn unsent(echo: &Echo, width: usize, ascii: bool) -> Item<'_> {
    Item {
        mark: Mark { message: None, echo: Some(echo.client_id.clone()), line: 0 },
        sender: None,
        mine: true,
        lane: echo.audience,
        at: echo.at,
        delivery: echo.refused.as_deref().map_or(Delivery::Sending, Delivery::Refused),
        system: false,
        lines: wrapped(&echo.text, width, ascii),
    }
}

/// A file by its name and size.
fn file_line(name: &str, size: u64, width: usize, ascii: bool) -> Vec<Piece> {
    let sign = if ascii { "[file] " } else { "▤ " };
    let size = format!(" · {}", transfers::size(size));
    let room = width.saturating_sub(wrap::width(sign) + wrap::width(&size));
    let bold = Face { bold: true, ..Face::default() };
    vec![
        Piece { text: sign.into(), face: Face::default() },
        Piece { text: wrap::cut(name, room), face: bold },
        Piece { text: size, face: Face::default() },
    ]
}

fn wrapped(text: &str, width: usize, ascii: bool) -> Vec<Vec<Piece>> {
    markdown::rows(Plain::block(text).as_str(), width, ascii)
}
