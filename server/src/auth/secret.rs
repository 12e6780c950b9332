//! The secret that access tokens are signed with: strong, and never printed.

use std::fmt;

/// At least this many bytes, as long as the hash that signs.
const MIN_BYTES: usize = 32;

/// Parts of secrets that are printed in tutorials, without their separators and in lower case.
const WELL_KNOWN: &[&str] = &[
    "0123456789012345",
    "0123456789abcdef0123456789abcdef",
    "astringsecretatleast256bitslong",
    "changeinproduction",
    "changeme",
    "changethis",
    "mysecretkey",
    "passwordpassword",
    "qwertyuiop",
    "replaceme",
    "secretsecret",
    "supersecret",
    "verysecretkey",
    "your256bitsecret",
    "yourjwtsecret",
    "yoursecret",
    "yourverysecret",
];

/// A strong secret. It cannot be made from a weak one, and shows nothing of itself.
#[derive(Clone)]
pub struct Secret(String);

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakSecret {
    #[error("must have at least {MIN_BYTES} bytes; it has {0}")]
    Short(usize),
    #[error(
        "is a well-known example, or hardly varies; `openssl rand -base64 48` makes a good one"
    )]
    WellKnown,
}

impl Secret {
    /// Takes a strong text.
    ///
    /// # Errors
    /// When it is shorter than 32 bytes, a well-known example, or has fewer than 8 different bytes.
    pub fn new(text: &str) -> Result<Self, WeakSecret> {
        if text.len() < MIN_BYTES {
            return Err(WeakSecret::Short(text.len()));
        }
        let plain = text.to_lowercase().replace(['-', '_', ' ', '.'], "");
        let variety = text.bytes().collect::<std::collections::BTreeSet<_>>().len();
        if variety < 8 || WELL_KNOWN.iter().any(|known| plain.contains(known)) {
            return Err(WeakSecret::WellKnown);
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself, for the one who signs.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, WeakSecret};

    #[test]
    fn a_strong_one_is_taken_and_hidden() {
        let secret = Secret::new("kB7vQ2mZ9xW4tR8pL1nD6sF3hJ5gC0yA").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(hidden)");
    }

    #[test]
    fn weak_ones_are_refused() {
        assert_eq!(Secret::new("short").unwrap_err(), WeakSecret::Short(5));
        for known in [
            "your-super-secret-jwt-key-change-in-production",
            "a-string-secret-at-least-256-bits-long",
            "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME",
            "secretsecretsecretsecretsecretsecret",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "0123456789012345678901234567890123456789",
            "supersecretsupersecretsupersecret!!",
            "thisisaverysecretkeythatyoushouldchange",
            "qwertyuiopasdfghjklzxcvbnm123456",
        ] {
            assert_eq!(Secret::new(known).unwrap_err(), WeakSecret::WellKnown, "{known}");
        }
    }
}
