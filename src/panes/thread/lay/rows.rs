//! Makes rows of messages: who, to whom, when, how it stands with the server.

use super::{BETWEEN, Delivery, Eyes, INDENT, Item, Mark, Part, Row, plain};
use crate::ui::markdown::Piece;
use crate::ui::plain::Plain;
use crate::ui::{badge, wrap};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use robindesk_protocol::{Audience, UserType};

/// Messages of one sender in one lane within this time stand under one name, in milliseconds.
const TOGETHER_MS: i64 = 5 * 60_000;

/// The rows so far.
pub(super) struct Rows<'a> {
    pub(super) done: Vec<Row>,
    pub(super) eyes: Eyes<'a>,
    pub(super) width: usize,
    pub(super) day: Option<i64>,
}

impl Rows<'_> {
    pub(super) fn item(&mut self, item: &Item<'_>, before: Option<&Item<'_>>) {
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
        for pieces in &item.lines {
            let (code, quote) = (theme.accent, theme.dim);
            let span = |p: &Piece| Span::styled(p.text.clone(), p.face.on(text, code, quote));
            let line = self.barred(item, pieces.iter().map(span).collect());
            self.push(&mut mark, line);
        }
        if let Delivery::Refused(why) = item.delivery {
            let glyph = self.eyes.look.glyph("✗", "!");
            let said = format!("{glyph} not sent: {} ", Plain::line(why));
            let (bad, dim) = (self.eyes.look.theme.bad, self.eyes.look.theme.dim);
            for row in wrap::rows(&said, self.width) {
                let part = said[row].trim_end().to_owned();
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
        if self.eyes.look.is_plain() {
            return Line::styled(plain::head(item, self.eyes), colour);
        }
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
        let delivery = match item.delivery {
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
        };
        let mut whom = self.to_whom(item, true);
        if wrap::width(&name) + wrap::width(&whom) + delivery.width() > self.width {
            // Who it went to says the lane as well; how it stands with the server must be read.
            whom = self.to_whom(item, false);
        }
        let pieces = vec![Span::styled(name, style), Span::styled(whom, colour), delivery];
        let mut line = self.barred(item, pieces);
        line.spans[0] = Span::styled(format!(" {}  ", self.eyes.look.time(item.at)), theme.dim);
        line
    }

    /// Staff write to somebody; parties write in their own lane and everybody knows where.
    fn to_whom(&self, item: &Item<'_>, with_lane: bool) -> String {
        let arrow = self.eyes.look.glyph("→", "->");
        // Name, words and delivery share the line: a long name gives way.
        let room = self.width.saturating_sub(34).max(12);
        let party = |name: Option<&str>| name.map(|n| wrap::cut(Plain::line(n).as_str(), room));
        let brand = party(self.eyes.order.map(|o| o.brand.name.as_str()));
        let creator = party(self.eyes.order.map(|o| o.creator.name.as_str()));
        let words = badge::lane_words(item.lane);
        let lane = if with_lane { format!(" · {words}") } else { String::new() };
        match item.lane {
            _ if !item.mine && item.sender.is_some_and(|s| !s.user_type.is_staff()) => {
                format!(" · {words}")
            }
            Audience::Brand => {
                format!(" {arrow} {}{lane}", brand.as_deref().unwrap_or("brand"))
            }
            Audience::Creator => {
                format!(" {arrow} {}{lane}", creator.as_deref().unwrap_or("creator"))
            }
            Audience::Everyone => format!(" {arrow} everyone"),
            Audience::Staff => format!(" · {words}"),
        }
    }

    fn barred(&self, item: &Item<'_>, pieces: Vec<Span<'static>>) -> Line<'static> {
        let look = self.eyes.look;
        if look.is_plain() {
            return Line::from(pieces);
        }
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
        let text = |line: &Vec<Piece>| line.iter().map(|p| p.text.as_str()).collect::<String>();
        for (i, text) in item.lines.iter().map(text).enumerate() {
            if self.eyes.look.is_plain() {
                let said = if i == 0 {
                    format!("Robindesk: {}, ", self.eyes.look.time(item.at))
                } else {
                    String::new()
                };
                self.push(mark, Line::styled(format!("{said}{text}"), dim));
                continue;
            }
            let time = if i == 0 { self.eyes.look.time(item.at) } else { " ".repeat(5) };
            let dot = if i == 0 { self.eyes.look.glyph("·", "-") } else { " " };
            self.push(mark, Line::styled(format!(" {time}  {dot} {text}"), dim));
        }
    }

    pub(super) fn is_new_day(&self, item: &Item<'_>) -> bool {
        self.day != Some(self.eyes.look.day_number(item.at))
    }

    pub(super) fn day_line(&mut self, item: &Item<'_>) -> bool {
        if !self.is_new_day(item) {
            return false;
        }
        let day = self.eyes.look.day_number(item.at);
        let first = self.day.is_none();
        self.day = Some(day);
        let mut mark = Mark { line: BETWEEN, ..item.mark.clone() };
        if !first {
            self.push(&mut mark, Line::default());
        }
        let line = self.rule(&self.eyes.look.day(item.at), self.eyes.look.theme.dim);
        self.push(&mut mark, line);
        true
    }

    /// Close below the line of its day, where one is drawn.
    pub(super) fn unread_line(&mut self, item: &Item<'_>, day: bool) {
        let mut mark = Mark { line: BETWEEN + 4, ..item.mark.clone() };
        if !day {
            self.push(&mut mark, Line::default());
        }
        let line = self.rule("new", self.eyes.look.theme.unread);
        self.push(&mut mark, line);
    }

    fn rule(&self, words: &str, style: Style) -> Line<'static> {
        if self.eyes.look.is_plain() {
            return Line::styled(format!("{words}:"), style);
        }
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
        self.done.push(Row::Whole(Part { mark: mark.clone(), line }));
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
