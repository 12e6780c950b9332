//! A figure and its last hour as a line.

use crate::model::numbers::past::{Figure, Past};
use crate::model::numbers::trouble::tells_p99;
use crate::ui::chart::line;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::{figures, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use robindesk_protocol::Health;

/// From so many rows on a card has a scale at its left and the time below.
const SCALED: u16 = 9;

/// A figure: its name, what it is now, and how it is said.
pub(super) struct Card {
    name: &'static str,
    now: String,
    figure: Figure,
    /// The least that the line's top stands for: a quiet hour looks quiet.
    least: f64,
    said: fn(f64) -> String,
    /// From here on it is trouble.
    trouble: Option<f64>,
}

/// All of them, what people notice first.
pub(super) fn cards(health: &Health) -> Vec<Card> {
    let ms = |ms: Option<f64>| ms.map_or_else(|| "-".to_owned(), figures::millis);
    let card =
        |name, now, figure, least, said, trouble| Card { name, now, figure, least, said, trouble };
    let latency = format!(
        "p50 {}  p95 {}  p99 {}",
        bare(health.latency_p50_ms),
        bare(health.latency_p95_ms),
        ms(health.latency_p99_ms)
    );
    let slow = Some(100.0).filter(|_| tells_p99(health));
    vec![
        card("Latency, p99", latency, Figure::P99, 10.0, figures::millis, slow),
        card("Requests", rate(health.requests_per_second), Figure::Requests, 4.0, rate, None),
        card(
            "Errors",
            figures::percent(health.error_rate),
            Figure::Errors,
            0.01,
            figures::percent,
            Some(0.01),
        ),
        card(
            "Database latency",
            figures::millis(health.database_latency_ms),
            Figure::Database,
            2.0,
            figures::millis,
            Some(20.0),
        ),
        card(
            "Database size",
            figures::bytes(health.database_bytes),
            Figure::Bytes,
            1.0,
            size,
            None,
        ),
        card(
            "Writer queue",
            figures::count(health.writer_queue),
            Figure::Queue,
            10.0,
            whole,
            Some(128.0),
        ),
        card("Event lag", figures::count(health.event_lag), Figure::Lag, 10.0, whole, Some(200.0)),
        card("Streams", figures::count(health.live_connections), Figure::Streams, 4.0, whole, None),
    ]
}

/// A latency without its unit, which stands behind the last.
fn bare(ms: Option<f64>) -> String {
    ms.map_or_else(|| "-".to_owned(), |ms| figures::millis(ms).trim_end_matches(" ms").to_owned())
}

fn rate(per_second: f64) -> String {
    format!("{per_second:.1} a second")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts that were whole before they were drawn"
)]
fn natural(value: f64) -> u64 {
    value.round() as u64
}

fn whole(value: f64) -> String {
    figures::count(natural(value))
}

fn size(value: f64) -> String {
    figures::bytes(natural(value))
}

impl Card {
    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, past: &Past, look: &Look) {
        let theme = &look.theme;
        // A low card has no room for a scale.
        let scaled = area.height >= SCALED;
        let most_ever = past.line(self.figure, 60, look.now).into_iter().flatten();
        let top = most_ever.fold(self.least, f64::max);
        let left = if scaled { self.scale_width(top) } else { 0 };
        let inner = area.width.saturating_sub(4 + left);
        let line = past.line(self.figure, line::steps(inner, look), look.now);
        let most = line.iter().flatten().copied().fold(0.0, f64::max);
        let bad = self.trouble.is_some_and(|from| line.iter().rev().flatten().next() > Some(&from));
        let style = if bad { theme.bad } else { theme.accent };
        let most_said = (self.said)(most);
        let right = if bad {
            Line::styled(format!(" too much, most {most_said} "), theme.bad)
        } else {
            Line::styled(format!(" most {most_said} "), theme.dim)
        };
        let title = Line::styled(format!(" {} ", self.name), theme.title);
        let edge = Edge { title, right, ..Edge::default() };
        let room = frame::draw(buf, area, look, edge).inner(Margin::new(1, 0));
        spans::write(buf, room, 0, &Line::styled(self.now.clone(), theme.strong));
        let below = if scaled { 2 } else { 1 };
        let chart = Rect {
            x: room.x + left.min(room.width),
            y: room.y + 1,
            width: room.width.saturating_sub(left),
            height: room.height.saturating_sub(below),
        };
        if scaled {
            self.draw_scale(buf, room, chart, (top, past.window_minutes(look.now)), look);
        }
        line::draw(buf, chart, look, &line, top, style);
    }

    /// Cells of the scale at the left of the line.
    fn scale_width(&self, top: f64) -> u16 {
        let words = [top].into_iter().chain(self.trouble).map(|value| self.marked(value));
        u16::try_from(words.map(|words| words.len()).max().unwrap_or(0)).unwrap_or(0) + 1
    }

    /// A value as it stands at the scale: without what the figure itself says already.
    fn marked(&self, value: f64) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        (self.said)(value).trim_end_matches(" a second").to_owned()
    }

    /// What the top of the line and its foot stand for, from where on it is trouble, and since when.
    fn draw_scale(
        &self,
        buf: &mut Buffer,
        room: Rect,
        chart: Rect,
        (top, minutes): (f64, i64),
        look: &Look,
    ) {
        let theme = &look.theme;
        let wide = usize::from(chart.x - room.x).saturating_sub(1);
        let dots = look.glyph("·", ".").repeat(chart.width.into());
        let foot = chart.height.saturating_sub(1);
        let trouble = self.trouble.filter(|from| *from < top);
        let marks = [(0, top, theme.dim), (foot, 0.0, theme.dim)];
        let warns = trouble.map(|from| (line::row_of(from, top, chart.height, look), from));
        // Nothing is written over the top or the foot.
        let warns = warns.filter(|(row, _)| *row > 0 && *row < foot);
        for (row, value, style) in
            marks.into_iter().chain(warns.map(|(row, from)| (row, from, theme.bad)))
        {
            let words = format!("{:>wide$}", self.marked(value));
            let left = Rect { y: chart.y, height: chart.height, ..room };
            spans::write(buf, left, row, &Line::styled(words, theme.dim));
            if row < foot {
                spans::write(buf, chart, row, &Line::styled(dots.clone(), style));
            }
        }
        let axis = Rect { y: chart.bottom(), height: 1, ..chart };
        let since = if minutes == 60 { "1 h ago".to_owned() } else { format!("{minutes} min ago") };
        spans::write(buf, axis, 0, &Line::styled(since, theme.dim));
        spans::write_right(buf, axis, 0, &Line::styled("now", theme.dim));
    }

    /// The figure as a screen reader says it.
    pub(super) fn sentence(&self, past: &Past, look: &Look) -> Line<'static> {
        let line = past.line(self.figure, 60, look.now);
        let most = line.iter().flatten().copied().fold(0.0, f64::max);
        let words =
            format!("{}: {}, most in the last hour {}", self.name, self.now, (self.said)(most));
        Line::styled(words, Style::default())
    }
}
