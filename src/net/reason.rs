//! Why the transport brought no answer: in words, with what to look at.

use super::Error;
use reqwest::Url;
use rustls::CertificateError;
use std::error::Error as StdError;
use std::io::{self, ErrorKind};

/// What a failed exchange with a server means for whoever waits for it.
pub(super) fn transport(error: &reqwest::Error, server: &str) -> Error {
    Error::Unreachable(if error.is_timeout() {
        format!("{server} did not answer in time.")
    } else {
        in_words(error, server)
    })
}

fn in_words(error: &(dyn StdError + 'static), server: &str) -> String {
    let chain = || std::iter::successors(Some(error), |&e| e.source());
    if let Some(tls) = chain().find_map(tls_of) {
        return tls_words(tls, server);
    }
    if chain().any(|e| e.to_string() == "dns error") {
        let url = Url::parse(server).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or(server);
        return format!(
            "No machine is called {host}: is the address right, and is this machine online?"
        );
    }
    match chain().find_map(|e| e.downcast_ref::<io::Error>()).map(io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => {
            format!("Nothing answers at {server}: is the address right, and the server running?")
        }
        Some(ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable) => {
            format!("There is no way to {server}: is this machine online?")
        }
        _ => {
            let cause = chain().last().map(ToString::to_string).unwrap_or_default();
            format!("Cannot reach {server}: {cause}.")
        }
    }
}

/// What TLS said: it travels inside the errors of the socket, and is not among their sources.
fn tls_of<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    if let Some(socket) = error.downcast_ref::<io::Error>() {
        return tls_of(socket.get_ref()?);
    }
    error.downcast_ref()
}

fn tls_words(error: &rustls::Error, server: &str) -> String {
    let why = match error {
        rustls::Error::InvalidCertificate(wrong) => match wrong {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "is for another name"
            }
            _ => "is none that this machine trusts",
        },
        rustls::Error::InvalidMessage(_) => {
            return format!("{server} answers, but not over https.");
        }
        other => return format!("No safe connection to {server}: {other}."),
    };
    format!("The certificate of {server} {why}: nothing was sent. Whoever runs it can mend that.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{CertificateError, InvalidMessage};

    fn told(error: &io::Error) -> String {
        in_words(error, "https://desk.example")
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_look_at() {
        let kind = |kind: ErrorKind| told(&io::Error::from(kind));
        assert!(kind(ErrorKind::ConnectionRefused).contains("and the server running?"));
        assert!(kind(ErrorKind::NetworkUnreachable).contains("is this machine online?"));
        assert!(kind(ErrorKind::ConnectionReset).starts_with("Cannot reach https://desk.example:"));
    }

    #[test]
    fn a_refused_certificate_is_told_without_its_insides() {
        let refused = |wrong| {
            told(&io::Error::other(io::Error::other(rustls::Error::InvalidCertificate(wrong))))
        };
        let begins = "The certificate of https://desk.example ";
        for (wrong, words) in [
            (CertificateError::Expired, "has expired: nothing was sent."),
            (CertificateError::NotValidForName, "is for another name: nothing was sent."),
            (
                CertificateError::UnknownIssuer,
                "is none that this machine trusts: nothing was sent.",
            ),
        ] {
            let told = refused(wrong);
            assert!(told.starts_with(&format!("{begins}{words}")), "{told}");
        }
        let plain = rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType);
        let words = "https://desk.example answers, but not over https.";
        assert_eq!(told(&io::Error::other(plain)), words);
    }
}
