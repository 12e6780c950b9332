//! What the process asks of the system before it does anything.

/// What it writes is nobody else's to read, and it may have as many connections as it is allowed at all:
/// the usual soft limit is for programs of another time.
#[cfg(unix)]
pub fn settle() {
    use rustix::fs::Mode;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};
    umask(Mode::RWXG | Mode::RWXO);
    let files = getrlimit(Resource::Nofile);
    let most = Rlimit { current: files.maximum, maximum: files.maximum };
    // As many as before will do.
    let _ = setrlimit(Resource::Nofile, most);
}

/// Elsewhere there is nothing to ask.
#[cfg(not(unix))]
pub const fn settle() {}
