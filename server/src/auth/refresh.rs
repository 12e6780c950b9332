//! Refresh tokens: `<session>.<256 random bits>`. Only their hash is stored.

use super::{hex, random_text};
use sha2::{Digest, Sha256};
use std::fmt;

/// No session's name is longer.
const MAX_SID: usize = 200;

/// What [`RefreshToken::parse`] reads.
pub const REFRESH_TOKEN: &str = r"^[0-9A-Za-z_\-]{1,200}\.[0-9A-Za-z_\-]{43}$";

/// A refresh token in the clear, on its way to its owner or back.
pub struct RefreshToken {
    sid: String,
    text: String,
}

impl RefreshToken {
    /// A new one for a session.
    pub fn make(sid: &str) -> Self {
        Self { sid: sid.to_owned(), text: format!("{sid}.{}", random_text()) }
    }

    /// Reads one that a client sent; `None` if it cannot be ours.
    pub fn parse(text: &str) -> Option<Self> {
        let (sid, random) = text.split_once('.')?;
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        let ours =
            (1..=MAX_SID).contains(&sid.len()) && plain(sid) && random.len() == 43 && plain(random);
        ours.then(|| Self { sid: sid.to_owned(), text: text.to_owned() })
    }

    /// The session it belongs to.
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// SHA-256 of the token in hex: what is stored. Its 256 random bits need no slow hash.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes()))
    }

    /// The token, for its owner.
    pub fn into_text(self) -> String {
        self.text
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken").field("sid", &self.sid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::RefreshToken;

    #[test]
    fn a_token_comes_back_as_it_went() {
        let made = RefreshToken::make("s-1");
        let (hash, text) = (made.hash(), made.into_text());
        let read = RefreshToken::parse(&text).unwrap();
        assert_eq!((read.sid(), read.hash()), ("s-1", hash.clone()));
        assert_eq!(hash.len(), 64);
        assert!(!format!("{read:?}").contains(&text));
        assert_ne!(RefreshToken::make("s-1").hash(), hash);
    }

    #[test]
    fn what_cannot_be_ours_is_refused() {
        let random = "a".repeat(43);
        for odd in ["", ".", "s-1", &format!(".{random}"), &format!("s 1.{random}"), "s-1.short"] {
            assert!(RefreshToken::parse(odd).is_none(), "{odd}");
        }
    }
}
