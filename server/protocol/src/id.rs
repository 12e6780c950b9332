//! Ids: small positive integers, handed out in commit order; strings in answers, either in requests.

use crate::whole::of_float;
use std::fmt;
use std::str::FromStr;

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be an id: a whole number from 1")
    }
}

impl std::error::Error for IdError {}

/// The highest id: eighteen digits, more than will ever be handed out.
pub(crate) const MAX: i64 = 999_999_999_999_999_999;

/// Reads an id strictly: decimal digits only, from 1 to [`MAX`].
fn parse(text: &str) -> Result<i64, IdError> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|id| digits && (1..=MAX).contains(id)).ok_or(IdError)
}

struct IdVisitor;

impl serde::de::Visitor<'_> for IdVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an id: a whole number from 1, or a string holding one")
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<i64, E> {
        if (1..=MAX).contains(&v) { Ok(v) } else { Err(E::custom(IdError)) }
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<i64, E> {
        i64::try_from(v).map_err(|_| E::custom(IdError)).and_then(|v| self.visit_i64(v))
    }

    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<i64, E> {
        of_float(v).ok_or_else(|| E::custom(IdError)).and_then(|v| self.visit_i64(v))
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<i64, E> {
        parse(v).map_err(E::custom)
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_any(IdVisitor).map(Self)
            }
        }
    )+};
}

ids! {
    /// An order.
    OrderId,
    /// A ticket. Its number on screen is `#` and this id.
    TicketId,
    /// A message on a ticket.
    MessageId,
    /// An account: brand, creator or staff.
    UserId,
    /// A brand's profile (not its account).
    BrandId,
    /// A creator's profile (not its account).
    CreatorId,
    /// A creator's package.
    PackageId,
    /// A file: the number of its message.
    FileId,
    /// A line of the audit trail.
    AuditId,
    /// A macro.
    MacroId,
}

/// An agent is an account; the word is kept where the contract says `agent_id`.
pub type AgentId = UserId;

#[cfg(test)]
mod tests {
    use super::{OrderId, TicketId};

    #[test]
    fn an_id_is_a_string_in_answers_and_either_in_requests() {
        assert_eq!(serde_json::to_string(&OrderId(6)).unwrap(), "\"6\"");
        assert_eq!(serde_json::from_str::<OrderId>("6").unwrap(), OrderId(6));
        assert_eq!(serde_json::from_str::<OrderId>("\"6\"").unwrap(), OrderId(6));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for bad in [
            "0",
            "-1",
            "1.5",
            "\"\"",
            "\"0\"",
            "\"+1\"",
            "\" 1\"",
            "\"1x\"",
            "null",
            "true",
            "\"99999999999999999999\"",
            "\"1000000000000000000\"",
            "1000000000000000000",
            "9223372036854775808",
        ] {
            assert!(serde_json::from_str::<TicketId>(bad).is_err(), "{bad} was taken for an id");
        }
    }
}
