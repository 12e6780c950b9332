//! Lays a thread out in rows: day lines, the unread line, messages grouped by sender and lane. Done
//! once for each change and width, not for each frame; the wrapped texts are kept beyond that.

mod plain;
mod rows;

use crate::model::thread::{Echo, Thread};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::wrap;
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

#[derive(Debug)]
pub struct Row {
    pub mark: Mark,
    pub line: Line<'static>,
}

/// The rows, and what they were laid out for.
#[derive(Debug, Default)]
pub struct Laid {
    pub rows: Vec<Row>,
    made_for: Option<(u64, usize, i64)>,
    wrapped: HashMap<MessageId, (usize, Vec<String>)>,
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

struct Item<'a> {
    mark: Mark,
    sender: Option<&'a Sender>,
    mine: bool,
    lane: Audience,
    at: Timestamp,
    delivery: Delivery<'a>,
    system: bool,
    lines: Vec<String>,
}

impl Laid {
    /// Lays the thread out again if something about it changed. Says whether it did.
    pub fn refresh(&mut self, thread: &Thread, width: u16, eyes: Eyes<'_>) -> bool {
        let width = usize::from(width).saturating_sub(INDENT + 1).min(WIDEST);
        let made_for = Some((thread.version(), width, eyes.look.day_number(eyes.look.now)));
        if self.made_for == made_for {
            return false;
        }
        self.made_for = made_for;
        let unread = thread.first_unread(eyes.me);
        let mut rows = Rows { done: Vec::new(), eyes, width, day: None };
        let mut before: Option<Item<'_>> = None;
        for message in thread.messages() {
            let item = self.posted(message, width, eyes.me);
            if unread == Some(message.id) {
                rows.unread_line(&item);
                before = None;
            }
            rows.item(&item, before.as_ref());
            before = Some(item);
        }
        for echo in thread.echoes() {
            let item = unsent(echo, width);
            rows.item(&item, before.as_ref());
            before = Some(item);
        }
        self.rows = rows.done;
        true
    }

    /// Whether these are the rows of the thread as it is.
    pub fn is_of(&self, thread: &Thread) -> bool {
        self.made_for.is_some_and(|(version, ..)| version == thread.version())
    }

    /// Where a row is now.
    pub fn find(&self, mark: &Mark) -> Option<usize> {
        let same = |row: &Row| row.mark.message == mark.message && row.mark.echo == mark.echo;
        let first = self.rows.iter().position(|r| r.mark == *mark);
        first.or_else(|| self.rows.iter().rposition(same))
    }

    fn posted<'a>(&mut self, message: &'a Message, width: usize, me: UserId) -> Item<'a> {
        let kept = self.wrapped.entry(message.id).or_default();
        if kept.0 != width {
            *kept = (width, wrapped(&message.message_text, width));
        }
        let mine = message.sender.as_ref().is_some_and(|s| s.id == me);
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

fn unsent(echo: &Echo, width: usize) -> Item<'_> {
    Item {
        mark: Mark { message: None, echo: Some(echo.client_id.clone()), line: 0 },
        sender: None,
        mine: true,
        lane: echo.audience,
        at: echo.at,
        delivery: echo.refused.as_deref().map_or(Delivery::Sending, Delivery::Refused),
        system: false,
        lines: wrapped(&echo.text, width),
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let safe = Plain::block(text);
    let rows = wrap::rows(safe.as_str(), width);
    rows.into_iter().map(|r| safe.as_str()[r].trim_end().to_owned()).collect()
}
