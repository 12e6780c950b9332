//! A server's address, checked before anything is sent there.

use reqwest::Url;
use std::fmt;

/// An address that may be talked to: `https`, or `http` on this machine alone unless it was allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

/// Why a text is no address to talk to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("\"{0}\" is not a server's address, such as https://desk.example.com")]
    Malformed(String),
    #[error(
        "{0} would send passwords and messages readable by anybody on the way; use https, or start with --insecure-http"
    )]
    PlainHttp(String),
}

impl Address {
    /// Reads an address. Without a scheme it is `http` on this machine and `https` elsewhere.
    ///
    /// # Errors
    /// When it is no address, or plain `http` to another machine without `insecure_http`.
    pub fn parse(text: &str, insecure_http: bool) -> Result<Self, AddressError> {
        let malformed = || AddressError::Malformed(text.to_owned());
        let text = text.trim();
        let mut url = if text.contains("://") {
            Url::parse(text).map_err(|_| malformed())?
        } else {
            let local = Url::parse(&format!("http://{text}")).map_err(|_| malformed())?;
            if is_loopback(&local) {
                local
            } else {
                Url::parse(&format!("https://{text}")).map_err(|_| malformed())?
            }
        };
        let named = !url.username().is_empty() || url.password().is_some();
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || named {
            return Err(malformed());
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
        if url.scheme() == "http" && !is_loopback(&url) && !insecure_http {
            return Err(AddressError::PlainHttp(url.to_string()));
        }
        Ok(Self(url))
    }

    /// The URL of a path below this address, such as `api/auth/me`.
    pub(super) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, AddressError> {
        Address::parse(text, false).map(|a| a.to_string())
    }

    #[test]
    fn the_scheme_may_be_left_out() {
        assert_eq!(read("localhost:3002").unwrap(), "http://localhost:3002");
        assert_eq!(read(" 127.0.0.1:3002/ ").unwrap(), "http://127.0.0.1:3002");
        assert_eq!(read("desk.example.com").unwrap(), "https://desk.example.com");
        assert_eq!(read("https://example.com/desk/").unwrap(), "https://example.com/desk");
    }

    #[test]
    fn calls_go_below_the_address() {
        let address = Address::parse("https://example.com/desk", false).unwrap();
        assert_eq!(address.join("api/orders").as_str(), "https://example.com/desk/api/orders");
    }

    #[test]
    fn plain_http_stays_on_this_machine_unless_allowed() {
        assert!(read("http://[::1]:3002").is_ok());
        for far in ["http://desk.example.com", "http://10.0.0.5:3002", "http://localhost.evil.com"]
        {
            assert!(matches!(read(far), Err(AddressError::PlainHttp(_))), "{far} was allowed");
            assert!(Address::parse(far, true).is_ok());
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in ["", "   ", "ftp://x", "https://", "http://me:secret@localhost", "file:///etc"] {
            assert!(matches!(read(bad), Err(AddressError::Malformed(_))), "{bad:?} was taken");
        }
    }
}
