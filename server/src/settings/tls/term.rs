//! From when to when a certificate is good: the few bytes of it that say so (RFC 5280, 4.1).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use robindesk_protocol::Timestamp;

/// How long before its end somebody should know, in milliseconds.
const SOON_MS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// The tags of what may stand first in a certificate, and of the two kinds of time.
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// Both ends are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Term {
    /// The term of a certificate in DER; `None` for what is none.
    pub fn of(certificate: &[u8]) -> Option<Self> {
        let (_, certificate, _) = element(certificate)?;
        let (_, mut fields, _) = element(certificate)?;
        if fields.first() == Some(&VERSION) {
            fields = element(fields)?.2;
        }
        // Past its serial number, how it is signed, and by whom.
        for _ in 0..3 {
            fields = element(fields)?.2;
        }
        let (_, validity, _) = element(fields)?;
        let (from_kind, from, validity) = element(validity)?;
        let (until_kind, until, _) = element(validity)?;
        Some(Self { from: time(from_kind, from)?, until: time(until_kind, until)? })
    }

    /// Why it is not good at this time.
    pub fn fault(&self, now: Timestamp) -> Option<String> {
        if now > self.until {
            return Some(format!("it ended at {}", self.until));
        }
        (now < self.from).then(|| format!("it begins at {}", self.from))
    }

    /// Whether it ends within 14 days.
    pub const fn ends_soon(&self, now: Timestamp) -> bool {
        self.until.since_ms(now) < SOON_MS
    }
}

/// The first element: its tag, what it holds, and what comes after it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*length) {
        short @ ..=0x7f => (short, rest),
        // As many bytes of it follow.
        long @ 0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(long - 0x80)?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

fn time(kind: u8, text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?;
    let century = match kind {
        UTC_TIME if text < "5" => "20",
        UTC_TIME => "19",
        GENERALIZED_TIME => "",
        _ => return None,
    };
    let time = DateTime::strptime("%Y%m%d%H%M%SZ", format!("{century}{text}")).ok()?;
    // The last day that can be written means that there is no end, and is further than jiff counts.
    let at = TimeZone::UTC.to_timestamp(time);
    Some(Timestamp(at.map_or(i64::MAX, jiff::Timestamp::as_millisecond)))
}

#[cfg(test)]
mod tests {
    use super::{GENERALIZED_TIME, Term, UTC_TIME, time};
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use robindesk_protocol::Timestamp;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn certificate(from: i32, until: i32) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["desk.example".to_owned()]).unwrap();
        (params.not_before, params.not_after) =
            (date_time_ymd(from, 3, 1), date_time_ymd(until, 3, 1));
        let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        made.der().to_vec()
    }

    #[test]
    fn a_certificate_says_from_when_to_when_it_is_good() {
        for (from, until) in [(1999, 2049), (2026, 2027), (2050, 4096)] {
            let term = Term::of(&certificate(from, until)).unwrap();
            let of = |year: i32| at(&format!("{year}-03-01T00:00:00Z"));
            assert_eq!(term, Term { from: of(from), until: of(until) });
        }
    }

    #[test]
    fn what_is_no_certificate_says_nothing_wherever_it_is_cut() {
        let whole = certificate(2026, 2027);
        for end in 0..whole.len() {
            assert_eq!(Term::of(&whole[..end]), None, "{end}");
        }
        for bytes in [&b"\x30\x80\x00\x00"[..], b"\x30\xff", b"\x30\x84\xff\xff\xff\xff"] {
            assert_eq!(Term::of(bytes), None);
        }
    }

    #[test]
    fn times_are_read_as_certificates_write_them() {
        let utc = |text: &str| time(UTC_TIME, text.as_bytes());
        assert_eq!(utc("491231235959Z"), Some(at("2049-12-31T23:59:59Z")));
        assert_eq!(utc("500101000000Z"), Some(at("1950-01-01T00:00:00Z")));
        assert_eq!(utc("261301000000Z"), None);
        let long = |text: &str| time(GENERALIZED_TIME, text.as_bytes());
        assert_eq!(long("20500101000000Z"), Some(at("2050-01-01T00:00:00Z")));
        assert_eq!(long("99991231235959Z"), Some(Timestamp(i64::MAX)));
        assert_eq!(time(4, b"20500101000000Z"), None);
    }

    #[test]
    fn a_term_is_told_before_it_ends() {
        let term = Term { from: at("2026-03-01T00:00:00Z"), until: at("2026-05-30T00:00:00Z") };
        for (now, fault, soon) in [
            ("2026-02-28T23:59:59Z", Some("it begins at 2026-03-01T00:00:00.000Z"), false),
            ("2026-03-01T00:00:00Z", None, false),
            ("2026-05-16T00:00:00Z", None, false),
            ("2026-05-16T00:00:01Z", None, true),
            ("2026-05-30T00:00:00Z", None, true),
            ("2026-05-30T00:00:01Z", Some("it ended at 2026-05-30T00:00:00.000Z"), true),
        ] {
            let now = at(now);
            assert_eq!((term.fault(now).as_deref(), term.ends_soon(now)), (fault, soon), "{now}");
        }
    }
}
