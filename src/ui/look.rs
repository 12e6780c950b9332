//! What every drawing needs to know: colours, whether only ASCII may be drawn, the time and its zone.

use crate::config::theme::Theme;
use jiff::tz::TimeZone;
use robindesk_protocol::Timestamp;

/// With what things are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    /// Lines and symbols.
    #[default]
    Fine,
    /// ASCII alone.
    Ascii,
    /// Words alone, one thing under the other, for screen readers: no borders, no columns, one pane.
    Plain,
}

/// How things are drawn now.
#[derive(Debug, Clone)]
pub struct Look {
    pub theme: Theme,
    pub signs: Signs,
    /// Nothing moves by itself: no counting down.
    pub still: bool,
    pub zone: TimeZone,
    pub now: Timestamp,
}

impl Look {
    /// The first of two texts, or the second where only ASCII may be drawn.
    pub fn glyph<'a>(&self, fine: &'a str, ascii: &'a str) -> &'a str {
        if self.signs == Signs::Fine { fine } else { ascii }
    }

    /// A sign that repeats what the words beside it say; a screen reader is spared it.
    pub fn sign<'a>(&self, fine: &'a str, ascii: &'a str) -> &'a str {
        if self.is_plain() { "" } else { self.glyph(fine, ascii) }
    }

    /// Whether a screen reader reads along.
    pub fn is_plain(&self) -> bool {
        self.signs == Signs::Plain
    }

    /// Whether only ASCII may be drawn.
    pub fn is_ascii(&self) -> bool {
        self.signs != Signs::Fine
    }

    /// A glyph for somebody else who looks at a ticket, or types on it.
    pub fn presence_glyph(&self, typing: bool) -> &'static str {
        if typing { self.glyph("✎", "&") } else { self.glyph("◉", "@") }
    }

    fn zoned(&self, at: Timestamp) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(at.0)
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    /// The time of day, `10:02`.
    pub fn time(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// The time of day to the second, `10:02:09`.
    pub fn clock(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M:%S").to_string()
    }

    /// A moment for the name of a file, `2026-11-21-100209`.
    pub fn stamp(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%Y-%m-%d-%H%M%S").to_string()
    }

    /// The hour under a bar, `10:00`; or the day, which is counted in UTC, `21 Nov`.
    pub fn slot(&self, at: Timestamp, day: bool) -> String {
        if day {
            let utc = Self { zone: TimeZone::UTC, ..self.clone() };
            return utc.zoned(at).strftime("%-d %b").to_string();
        }
        self.time(at)
    }

    /// The day as a number, to tell one from the next.
    pub fn day_number(&self, at: Timestamp) -> i64 {
        let date = self.zoned(at).date();
        i64::from(date.year()) * 400 + i64::from(date.day_of_year())
    }

    /// The day in words, as people say it.
    pub fn day(&self, at: Timestamp) -> String {
        let (then, now) = (self.zoned(at), self.zoned(self.now));
        if then.date() == now.date() {
            return "Today".into();
        }
        if now.date().yesterday().is_ok_and(|d| d == then.date()) {
            return "Yesterday".into();
        }
        let form = if then.year() == now.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
        then.strftime(form).to_string()
    }

    /// The day and time in short, `21 Nov 10:02`; today the time alone.
    pub fn moment(&self, at: Timestamp) -> String {
        if self.day_number(at) == self.day_number(self.now) {
            return self.time(at);
        }
        self.zoned(at).strftime("%-d %b %H:%M").to_string()
    }

    /// How long ago, in at most four cells: `now`, `14m`, `3h`, `12d`.
    pub fn ago(&self, at: Timestamp) -> String {
        let minutes = self.now.since_ms(at).max(0) / 60_000;
        match minutes {
            0 => "now".into(),
            1..60 => format!("{minutes}m"),
            60..1440 => format!("{}h", minutes / 60),
            _ => format!("{}d", (minutes / 1440).min(999)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let at = |text| Timestamp::parse(text).unwrap();
        let now = at("2026-11-23T10:00:00.000Z");
        let theme = Theme::default();
        let look = Look { theme, signs: Signs::Fine, still: false, zone: TimeZone::UTC, now };
        assert_eq!(look.day(now), "Today");
        assert_eq!(look.day(at("2026-11-22T23:59:00Z")), "Yesterday");
        assert_eq!(look.day(at("2026-11-02T23:59:00Z")), "Monday 2 November");
        assert_eq!(look.day(at("2025-11-02T23:59:00Z")), "Sunday 2 November 2025");
        assert_eq!(look.moment(at("2026-11-02T23:59:00Z")), "2 Nov 23:59");
        for (ms, words) in [(0, "now"), (840_000, "14m"), (7_200_000, "2h"), (172_800_000, "2d")] {
            assert_eq!(look.ago(now.plus_ms(-ms)), words);
        }
    }
}
