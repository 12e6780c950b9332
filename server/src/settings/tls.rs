//! The certificate that TLS is spoken with, and its key: PEM files, read and held against each other
//! before anybody is served with them.

mod term;

pub use term::Term;

use super::SettingsError;
use robindesk_protocol::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{Error, ServerConfig};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the certificate and its key lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate, with those between it and its root behind it.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Tls {
    /// What the files hold now, for HTTP/1.1 alone.
    ///
    /// # Errors
    /// When one of them cannot be read or is empty, or when they do not belong together.
    pub fn read(&self) -> Result<Arc<ServerConfig>, SettingsError> {
        let made = config(self.certificates()?, self.private_key()?);
        let mut config = made.map_err(|error| match error {
            Error::InconsistentKeys(_) => {
                let cert = self.cert.display();
                wrong(&self.key, format!("tls_key is not the key of the certificate in {cert}"))
            }
            Error::InvalidCertificate(_) => {
                wrong(&self.cert, "tls_cert holds a certificate that is broken")
            }
            error => wrong(&self.key, format!("tls_key cannot be used: {error}")),
        })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// When the certificate itself is good, as the file is now.
    ///
    /// # Errors
    /// When the file cannot be read, or does not say so.
    pub fn term(&self) -> Result<Term, SettingsError> {
        let certificates = self.certificates()?;
        let term = certificates.first().and_then(|certificate| Term::of(certificate));
        term.ok_or_else(|| wrong(&self.cert, "tls_cert does not say when it is good"))
    }

    /// Tells the log of a certificate that is not good at this time, or not for long.
    pub fn warn(&self, now: Timestamp) {
        let file = self.cert.display();
        match self.term().map(|term| (term.fault(now), term.ends_soon(now), term.until)) {
            Ok((Some(fault), ..)) => {
                tracing::warn!(%file, fault, "The certificate is not good: clients turn back");
            }
            Ok((None, true, until)) => tracing::warn!(%file, %until, "The certificate ends soon"),
            Ok((None, false, _)) => {}
            Err(error) => tracing::warn!(%error, "When the certificate ends is not known"),
        }
    }

    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
        let pem = read(&self.cert, "tls_cert")?;
        // What the parser says may quote the file, which may be the key by mistake.
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let found = read.ok().filter(|found| !found.is_empty());
        found.ok_or_else(|| wrong(&self.cert, "tls_cert holds no certificate in PEM"))
    }

    fn private_key(&self) -> Result<PrivateKeyDer<'static>, SettingsError> {
        let pem = read(&self.key, "tls_key")?;
        let reason = "tls_key holds no private key in PEM, or one behind a password";
        PrivateKeyDer::from_pem_slice(&pem).map_err(|_| wrong(&self.key, reason))
    }
}

fn config(
    certificates: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions()?;
    builder.with_no_client_auth().with_single_cert(certificates, key)
}

fn read(file: &Path, setting: &str) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(file).map_err(|error| wrong(file, format!("{setting} cannot be read: {error}")))
}

fn wrong(file: &Path, reason: impl Into<String>) -> SettingsError {
    SettingsError::File { file: file.display().to_string(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::Tls;
    use rcgen::CertifiedKey;
    use std::path::Path;

    /// A certificate with its key, in files of this name.
    fn made(folder: &Path, name: &str) -> Tls {
        let names = vec!["localhost".to_owned()];
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names).unwrap();
        let file = |kind: &str| folder.join(format!("{name}.{kind}"));
        let tls = Tls { cert: file("cert"), key: file("key") };
        std::fs::write(&tls.cert, cert.pem()).unwrap();
        std::fs::write(&tls.key, signing_key.serialize_pem()).unwrap();
        tls
    }

    #[test]
    fn a_pair_is_read_for_http_1_alone() {
        let folder = tempfile::tempdir().unwrap();
        let config = made(folder.path(), "desk").read().unwrap();
        assert_eq!(config.alpn_protocols, [b"http/1.1"]);
    }

    #[test]
    fn what_does_not_do_is_told_by_file_and_setting() {
        let folder = tempfile::tempdir().unwrap();
        let (desk, other) = (made(folder.path(), "desk"), made(folder.path(), "other"));
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let broken = "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----\n";
        let no_key = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----\n";
        let (empty, gone) = (file("empty", ""), folder.path().join("gone"));
        let (cert, key) = (&desk.cert, &desk.key);
        for (cert, key, said) in [
            (&gone, key, "gone: tls_cert cannot be read: "),
            (cert, &gone, "gone: tls_key cannot be read: "),
            (&empty, key, "empty: tls_cert holds no certificate in PEM"),
            (key, cert, "desk.key: tls_cert holds no certificate in PEM"),
            (cert, &empty, "empty: tls_key holds no private key in PEM"),
            (cert, cert, "desk.cert: tls_key holds no private key in PEM"),
            (&file("broken", broken), key, "broken: tls_cert holds a certificate that is broken"),
            (cert, &file("no_key", no_key), "no_key: tls_key cannot be used: "),
            (cert, &other.key, "other.key: tls_key is not the key of the certificate in "),
        ] {
            let tls = Tls { cert: cert.clone(), key: key.clone() };
            let error = tls.read().unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("Y2FuYXJ5"), "{error}");
        }
    }
}
