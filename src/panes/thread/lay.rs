//! Lays a thread out in rows: day lines, the unread line, messages grouped by sender and lane. Done
//! once for each change and width, not for each frame; the wrapped texts are kept beyond that.

use crate::model::thread::{Echo, Thread};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, wrap};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use robindesk_protocol::{
    Audience, Message, MessageId, MessageType, OrderSummary, Sender, Timestamp, UserId, UserType,
};
use std::collections::HashMap;

/// Messages of one sender in one lane within this time stand under one name, in milliseconds.
const TOGETHER_MS: i64 = 5 * 60_000;
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

/// The rows so far.
struct Rows<'a> {
    done: Vec<Row>,
    eyes: Eyes<'a>,
    width: usize,
    day: Option<i64>,
}

impl Rows<'_> {
    fn item(&mut self, item: &Item<'_>, before: Option<&Item<'_>>) {
        let new_day = self.day_line(item);
        let mut mark = item.mark.clone();
        if item.system {
            if before.is_some_and(|b| !b.system) && !new_day {
                self.push(&mut mark, Line::default());
            }
            return self.system(item, &mut mark);
        }
        let together = !new_day && before.is_some_and(|b| follows(item, b));
        if !together {
            if !new_day {
                self.push(&mut mark, Line::default());
            }
            let head = self.head(item);
            self.push(&mut mark, head);
        }
        let theme = &self.eyes.look.theme;
        let text = match (item.lane, item.delivery) {
            (_, Delivery::Sending) => theme.dim,
            (Audience::Staff, _) => theme.note,
            _ => theme.text,
        };
        for line in &item.lines {
            let line = self.barred(item, vec![Span::styled(line.clone(), text)]);
            self.push(&mut mark, line);
        }
        if let Delivery::Refused(why) = item.delivery {
            let glyph = self.eyes.look.glyph("✗", "!");
            let said = format!("{glyph} not sent: {} ", Plain::line(why));
            let (bad, dim) = (self.eyes.look.theme.bad, self.eyes.look.theme.dim);
            for part in wrapped(&said, self.width) {
                let line = self.barred(item, vec![Span::styled(part, bad)]);
                self.push(&mut mark, line);
            }
            let hint = self.eyes.refused_hint.to_owned();
            let line = self.barred(item, vec![Span::styled(hint, dim)]);
            self.push(&mut mark, line);
        }
    }

    /// Name, role and lane, and how it stands with the server.
    fn head(&self, item: &Item<'_>) -> Line<'static> {
        let theme = &self.eyes.look.theme;
        let colour = badge::lane_style(self.eyes.look, item.lane);
        let (name, style) = match (item.mine, item.sender) {
            (true, _) => ("You".to_owned(), theme.you),
            (false, Some(s)) => {
                let style = match s.user_type {
                    UserType::Brand => theme.brand,
                    UserType::Creator => theme.creator,
                    _ => theme.strong,
                };
                (Plain::line(&s.name).into_string(), style.add_modifier(Modifier::BOLD))
            }
            (false, None) => ("Robindesk".to_owned(), theme.dim),
        };
        let mut pieces = vec![Span::styled(name, style)];
        pieces.push(Span::styled(self.to_whom(item), colour));
        pieces.push(match item.delivery {
            Delivery::Theirs => Span::default(),
            Delivery::Sent => {
                let tick = self.eyes.look.glyph("sent ✓", "sent");
                Span::styled(format!("  {tick}"), theme.dim)
            }
            Delivery::Sending => Span::styled(
                format!("  {}", self.eyes.look.glyph("sending…", "sending...")),
                theme.warn,
            ),
            Delivery::Refused(_) => Span::styled("  not sent", theme.bad),
        });
        let mut line = self.barred(item, pieces);
        line.spans[0] = Span::styled(format!(" {}  ", self.eyes.look.time(item.at)), theme.dim);
        line
    }

    /// Staff write to somebody; parties write in their own lane and everybody knows where.
    fn to_whom(&self, item: &Item<'_>) -> String {
        let arrow = self.eyes.look.glyph("→", "->");
        // Name, words and delivery share the line: a long name gives way.
        let room = self.width.saturating_sub(34).max(12);
        let party = |name: Option<&str>| name.map(|n| wrap::cut(Plain::line(n).as_str(), room));
        let brand = party(self.eyes.order.map(|o| o.brand.name.as_str()));
        let creator = party(self.eyes.order.map(|o| o.creator.name.as_str()));
        let words = badge::lane_words(item.lane);
        match item.lane {
            _ if !item.mine && item.sender.is_some_and(|s| !s.user_type.is_staff()) => {
                format!(" · {words}")
            }
            Audience::Brand => {
                format!(" {arrow} {} · {words}", brand.as_deref().unwrap_or("brand"))
            }
            Audience::Creator => {
                format!(" {arrow} {} · {words}", creator.as_deref().unwrap_or("creator"))
            }
            Audience::Everyone => format!(" {arrow} everyone"),
            Audience::Staff => format!(" · {words}"),
        }
    }

    fn barred(&self, item: &Item<'_>, pieces: Vec<Span<'static>>) -> Line<'static> {
        let look = self.eyes.look;
        let bar = match (item.lane, item.mine) {
            (Audience::Staff, _) => look.glyph("┃", "#"),
            _ => look.glyph("▎", "|"),
        };
        let style: Style = badge::lane_style(look, item.lane);
        let mut spans = vec![Span::raw(" ".repeat(8)), Span::styled(format!("{bar} "), style)];
        spans.extend(pieces);
        Line::from(spans)
    }

    fn system(&mut self, item: &Item<'_>, mark: &mut Mark) {
        let dim = self.eyes.look.theme.dim;
        for (i, text) in item.lines.iter().enumerate() {
            let time = if i == 0 { self.eyes.look.time(item.at) } else { " ".repeat(5) };
            let dot = if i == 0 { self.eyes.look.glyph("·", "-") } else { " " };
            self.push(mark, Line::styled(format!(" {time}  {dot} {text}"), dim));
        }
    }

    fn day_line(&mut self, item: &Item<'_>) -> bool {
        let day = self.eyes.look.day_number(item.at);
        if self.day == Some(day) {
            return false;
        }
        let first = self.day.is_none();
        self.day = Some(day);
        let mut mark = Mark { line: usize::MAX - 8, ..item.mark.clone() };
        if !first {
            self.push(&mut mark, Line::default());
        }
        let line = self.rule(&self.eyes.look.day(item.at), self.eyes.look.theme.dim);
        self.push(&mut mark, line);
        true
    }

    fn unread_line(&mut self, item: &Item<'_>) {
        let mut mark = Mark { line: usize::MAX - 4, ..item.mark.clone() };
        self.push(&mut mark, Line::default());
        let line = self.rule("new", self.eyes.look.theme.unread);
        self.push(&mut mark, line);
    }

    fn rule(&self, words: &str, style: Style) -> Line<'static> {
        let dash = self.eyes.look.glyph("─", "-");
        let across = (self.width + INDENT).saturating_sub(wrap::width(words) + 4);
        let left = across / 2;
        let side = |n: usize| dash.repeat(n);
        Line::from(vec![
            Span::styled(format!(" {} ", side(left)), self.eyes.look.theme.border),
            Span::styled(words.to_owned(), style),
            Span::styled(format!(" {}", side(across - left)), self.eyes.look.theme.border),
        ])
    }

    fn push(&mut self, mark: &mut Mark, line: Line<'static>) {
        self.done.push(Row { mark: mark.clone(), line });
        mark.line += 1;
    }
}

fn follows(item: &Item<'_>, before: &Item<'_>) -> bool {
    !before.system
        && item.mine == before.mine
        && item.sender.map(|s| s.id) == before.sender.map(|s| s.id)
        && item.lane == before.lane
        && item.delivery == before.delivery
        && item.at.since_ms(before.at) < TOGETHER_MS
}
