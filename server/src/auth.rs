//! Who is asking: passwords, sessions, tokens, and the extractors that routes ask for by role.

mod address;
mod change;
mod known;
mod passwords;
mod refresh;
mod secret;
mod sessions;
mod signed_in;
mod tokens;
mod tries;

pub use address::{ClientAddress, neighbourhood};
pub use change::{change_password, check_new, made_up};
pub use known::Known;
pub use passwords::Passwords;
pub use refresh::REFRESH_TOKEN;
#[cfg(test)]
pub(crate) use refresh::RefreshToken;
pub use secret::{Secret, WeakSecret};
pub use sessions::{Device, SignInError, issue, log_in, log_out, open_session, refresh};
pub use signed_in::{Admin, SignedIn, Staff, SuperAdmin, Verified, verified};
pub use tokens::Keys;
pub use tries::Tries;

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A text of 256 random bits, in base64url.
pub(crate) fn random_text() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
