//! What the settings and this machine are like.

use super::Line;
use crate::settings::{Settings, Tls};
use crate::store::upkeep;
use robindesk_protocol::Timestamp;
use std::net::SocketAddr;
use std::path::Path;

const MIB: u64 = 1024 * 1024;
/// Below this much room the desk is about to stop.
const LEAST_ROOM: u64 = 256 * MIB;
/// Below this much somebody should make room in time.
const LITTLE_ROOM: u64 = 2_048 * MIB;

pub fn secret(settings: &Settings) -> Line {
    let file = settings.data_dir.join("jwt_secret");
    if settings.secret.is_none() && !file.exists() {
        return Line::ok("secret", "a strong secret is made at the first start");
    }
    match settings.secret() {
        Ok(_) => {
            Line::ok("secret", "the secret that signs tokens is strong, and its owner's alone")
        }
        Err(error) => Line::fail("secret", error.to_string(), "mend the file, or set JWT_SECRET"),
    }
}

/// Where passwords come in.
pub fn door(settings: &Settings, now: Timestamp) -> Line {
    let at = settings.address();
    if let Some(tls) = &settings.tls {
        return sealed(tls, at, now);
    }
    if settings.host.is_loopback() {
        return Line::ok("door", format!("{at} is reached from this machine alone"));
    }
    if settings.trusted_proxies.is_empty() {
        let said =
            format!("{at} is reached from other machines over plain HTTP, and no proxy is named");
        let todo = "set tls_cert and tls_key, or put a proxy with TLS in front and name it in \
                    trusted_proxies";
        return Line::fail("door", said, todo);
    }
    Line::ok("door", format!("{at} is reached through a proxy that is named"))
}

/// With TLS, for as long as the certificate is good.
fn sealed(tls: &Tls, at: SocketAddr, now: Timestamp) -> Line {
    let term = match tls.read().and_then(|_| tls.term()) {
        Ok(term) => term,
        Err(error) => {
            let todo = "mend the file: the server does not start with it";
            return Line::fail("door", error.to_string(), todo);
        }
    };
    let file = tls.cert.display();
    let todo = "renew the certificate, and send the server SIGHUP";
    if let Some(fault) = term.fault(now) {
        return Line::fail("door", format!("{file}: the certificate is not good: {fault}"), todo);
    }
    if term.ends_soon(now) {
        let said = format!("{file}: the certificate ends at {}", term.until);
        return Line::warn("door", said, todo);
    }
    Line::ok("door", format!("TLS is on at {at}"))
}

pub fn metrics(settings: &Settings) -> Line {
    match settings.metrics_address {
        None => Line::ok("metrics", "/metrics answers this machine alone"),
        Some(at) if at.ip().is_loopback() => {
            Line::ok("metrics", format!("/metrics is on {at}, for this machine alone"))
        }
        Some(at) => Line::warn(
            "metrics",
            format!("/metrics is on {at}, which other machines may reach"),
            "let only your Prometheus reach it",
        ),
    }
}

pub fn limits(settings: &Settings) -> Line {
    if settings.rate_limit {
        return Line::ok("limits", "requests and tries to log in are limited");
    }
    let todo = "set rate_limit to on; off is for load tests";
    Line::fail("limits", "nothing limits requests and tries to log in", todo)
}

/// How much more the data folder's disk takes.
pub fn room(settings: &Settings) -> Line {
    let Some(free) = free(settings) else {
        let todo = "look yourself, or start the server once";
        return Line::warn("room", "how much room the data folder has is not known", todo);
    };
    let said = format!("{} MiB are free for the data folder", free / MIB);
    let todo = "make room: a full disk takes no orders";
    match free {
        ..LEAST_ROOM => Line::fail("room", said, todo),
        LEAST_ROOM..LITTLE_ROOM => Line::warn("room", said, todo),
        _ => Line::ok("room", said),
    }
}

/// Whether what is kept on this machine is closed to its other users.
pub fn private(settings: &Settings) -> Line {
    let file = upkeep::file_of(&settings.database_url()).ok().flatten();
    let open = file.and_then(|file| upkeep::open_to_others(&file).into_iter().next());
    if let Some(open) = open {
        let said = format!("others on this machine may read {}", open.display());
        let todo = "run chmod 600 on it; where it is the server's own, its next start does";
        return Line::fail("private", said, todo);
    }
    if is_open(&settings.data_dir) {
        let folder = settings.data_dir.display();
        let said = format!("others on this machine may look into {folder}");
        return Line::warn("private", said, format!("run chmod 700 {folder}"));
    }
    Line::ok("private", "what is kept on this machine is closed to others")
}

#[cfg(unix)]
fn is_open(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn is_open(_: &Path) -> bool {
    false
}

/// In bytes; `None` where it cannot be told.
#[cfg(unix)]
fn free(settings: &Settings) -> Option<u64> {
    let disk = rustix::fs::statvfs(&settings.data_dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Settings) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Level, Line};
    use super::{door, limits, metrics, room, secret};
    use crate::Settings;
    use crate::settings::Tls;
    use robindesk_protocol::Timestamp;
    use std::path::PathBuf;

    /// The door, at some time.
    fn outside(settings: &Settings) -> Line {
        door(settings, Timestamp(0))
    }

    #[test]
    fn a_desk_as_it_comes_is_well() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::embedded(folder.path().to_owned());
        for line in [secret, outside, metrics, limits].map(|look| look(&settings)) {
            assert_eq!((line.level, line.todo), (Level::Ok, None), "{}", line.said);
        }
        assert!(!folder.path().join("jwt_secret").exists(), "a look makes nothing");
        assert!(room(&settings).said.contains("MiB are free"));
    }

    #[test]
    fn what_is_open_is_said() {
        let mut settings = Settings::embedded(PathBuf::from("/no/such/folder"));
        settings.host = "0.0.0.0".parse().unwrap();
        (settings.plain_http, settings.rate_limit) = (true, false);
        settings.metrics_address = "0.0.0.0:9300".parse().ok();
        let levels = [outside, metrics, limits, room].map(|look| look(&settings).level);
        assert_eq!(levels, [Level::Fail, Level::Warn, Level::Fail, Level::Warn]);
        settings.trusted_proxies.push("10.0.0.2".parse().unwrap());
        assert_eq!(outside(&settings).level, Level::Ok);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("jwt_secret"), "short").unwrap();
        assert_eq!(secret(&Settings::embedded(folder.path().to_owned())).level, Level::Fail);
    }

    #[test]
    fn a_certificate_is_told_of_before_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let mut settings = Settings::embedded(folder.path().to_owned());
        settings.tls = Some(Tls { cert: file("cert"), key: file("key") });
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2026, 3, 1);
        params.not_after = rcgen::date_time_ymd(2026, 5, 30);
        let key = rcgen::KeyPair::generate().unwrap();
        std::fs::write(file("cert"), params.self_signed(&key).unwrap().pem()).unwrap();
        std::fs::write(file("key"), key.serialize_pem()).unwrap();
        for (at, level, said) in [
            ("2026-02-28T00:00:00Z", Level::Fail, "is not good: it begins at 2026-03-01T"),
            ("2026-05-01T00:00:00Z", Level::Ok, "TLS is on at "),
            ("2026-05-20T00:00:00Z", Level::Warn, "ends at 2026-05-30T00:00:00.000Z"),
            ("2026-06-01T00:00:00Z", Level::Fail, "is not good: it ended at 2026-05-30T"),
        ] {
            let line = door(&settings, Timestamp::parse(at).unwrap());
            assert_eq!((line.level, line.said.contains(said)), (level, true), "{}", line.said);
        }
    }
}
