//! Points in time: milliseconds since the Unix epoch inside, RFC 3339 UTC with milliseconds on the wire.

use std::fmt;

/// A point in time with millisecond precision. Serialized as `2026-11-01T09:30:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub i64,
);

impl Timestamp {
    /// Reads an RFC 3339 time with any offset; finer than a millisecond is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// This time and `ms` milliseconds more (fewer when negative), saturating.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this, negative when it is later.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Out of jiff's range only for times that no clock shows; clamped rather than panicking.
        let t = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        write!(f, "{t:.3}")
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("must be an RFC 3339 time, such as 2026-11-01T09:30:00.000Z")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn a_time_reads_as_it_was_written() {
        let t = Timestamp(1_793_525_400_007);
        assert_eq!(t.to_string(), "2026-11-01T09:30:00.007Z");
        assert_eq!(Timestamp::parse("2026-11-01T10:30:00.007+01:00"), Some(t));
        assert_eq!(Timestamp::parse("yesterday"), None);
    }
}
