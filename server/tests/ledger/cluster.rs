//! A PostgreSQL of one test's own, which can be killed and started again.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A cluster in a temporary folder.
pub struct Cluster {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
    postmaster: Child,
}

impl Cluster {
    /// A new cluster; `None` where PostgreSQL is not installed, which is said loudly, and is an
    /// error where `ROBINDESK_REQUIRE_POSTGRES` is set.
    pub fn new() -> Option<Self> {
        let Some(bin) = bin() else {
            let required = std::env::var_os("ROBINDESK_REQUIRE_POSTGRES").is_some();
            assert!(!required, "PostgreSQL is required here and was not found");
            writeln!(std::io::stderr(), "SKIPPED, and this is not a pass: no PostgreSQL").ok();
            return None;
        };
        let folder = tempfile::Builder::new().prefix("robindesk-ledger").tempdir_in("/tmp");
        let folder = folder.expect("a folder");
        let given = Command::new("chown").arg(user()).arg(folder.path()).status();
        assert!(given.expect("chown").success());
        let mut made = as_user(bin.join("initdb"));
        made.current_dir(folder.path()).args(["-D", "data"]);
        made.args(["-U", "desk", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
        let made = made.output().expect("initdb");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let port = port.expect("a free port").port();
        let postmaster = postmaster(&bin, &folder, port);
        let mut cluster = Self { bin, folder, port, postmaster };
        cluster.until_ready();
        Some(cluster)
    }

    /// Its one database.
    pub fn url(&self) -> String {
        format!("postgresql://desk@127.0.0.1:{}/postgres", self.port)
    }

    /// `kill -9` for all of its processes, and a start on what is left.
    pub fn kill_and_start(&mut self) {
        let pid = self.postmaster.id().to_string();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &pid]).output();
        let children = String::from_utf8(children.expect("ps").stdout).expect("numbers");
        self.postmaster.kill().expect("it is ours to kill");
        self.postmaster.wait().expect("it is gone");
        // Those that noticed and are gone already are no failure.
        Command::new("kill").arg("-9").args(children.split_whitespace()).output().expect("kill");
        self.postmaster = postmaster(&self.bin, &self.folder, self.port);
        self.until_ready();
    }

    fn until_ready(&mut self) {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            let mut psql = Command::new(self.bin.join("psql"));
            psql.args(["-h", "127.0.0.1", "-U", "desk", "-d", "postgres", "-qc", "SELECT 1"]);
            psql.arg("-p").arg(self.port.to_string());
            if psql.output().is_ok_and(|done| done.status.success()) {
                return;
            }
            assert!(Instant::now() < deadline, "PostgreSQL is not there within a minute");
            // There is no event to wait for: a database that is not there yet says nothing.
            std::thread::sleep(Duration::from_millis(20));
            // The killed one's children may still hold its memory: then the new one gives up.
            if self.postmaster.try_wait().expect("its status").is_some() {
                self.postmaster = postmaster(&self.bin, &self.folder, self.port);
            }
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.postmaster.kill().ok();
        self.postmaster.wait().ok();
    }
}

fn postmaster(bin: &std::path::Path, folder: &TempDir, port: u16) -> Child {
    let mut command = as_user(bin.join("postgres"));
    command.current_dir(folder.path()).args(["-D", "data", "-h", "127.0.0.1", "-k", "."]);
    command.args(["-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("postgres")
}

/// PostgreSQL will not run as root: then an ordinary user runs it. It dies with this process.
fn as_user(program: PathBuf) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if id("-un") == "root" {
        let user = user();
        let group = user.clone();
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}"));
        command.arg("--clear-groups");
    }
    command.arg(program);
    command
}

fn user() -> String {
    let me = id("-un");
    if me == "root" { "postgres".to_owned() } else { me }
}

fn id(what: &str) -> String {
    let output = Command::new("id").arg(what).output().expect("id");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The newest installed PostgreSQL that has a server.
fn bin() -> Option<PathBuf> {
    let all = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = all.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    found.into_iter().rev().find(|dir| dir.join("initdb").is_file() && dir.join("psql").is_file())
}
