//! Databases for tests: an SQLite file in a folder of its own, or a database of a PostgreSQL cluster
//! that lives as long as the test process.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The URL of an empty database of this engine; `None` where PostgreSQL is not installed, which
    /// is said loudly, and is an error where `ROBINDESK_REQUIRE_POSTGRES` is set.
    pub fn url(self, folder: &Path) -> Option<String> {
        match self {
            Self::Sqlite => Some(format!("sqlite:{}", folder.join("desk.db").display())),
            Self::Postgres => match cluster() {
                Ok(cluster) => Some(cluster.database()),
                Err(why) => {
                    let required = std::env::var_os("ROBINDESK_REQUIRE_POSTGRES").is_some();
                    assert!(!required, "PostgreSQL is required here: {why}");
                    let mut err = std::io::stderr();
                    writeln!(err, "SKIPPED, and this is not a pass: PostgreSQL: {why}").ok();
                    None
                }
            },
        }
    }
}

/// Runs a test once on each engine, as `name::sqlite` and `name::postgres`.
macro_rules! on_each_engine {
    ($(async fn $name:ident($desk:ident: $kind:ty) $body:block)+) => {$(
        mod $name {
            #[allow(clippy::allow_attributes, unused_imports, reason = "each test uses some")]
            use super::*;

            async fn test($desk: $kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let desk = <$kind>::on($crate::api::engine::Engine::Sqlite).await;
                test(desk.expect("SQLite is built in")).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let desk = <$kind>::on($crate::api::engine::Engine::Postgres).await;
                if let Some(desk) = desk {
                    test(desk).await;
                }
            }
        }
    )+};
}
pub(crate) use on_each_engine;

/// A cluster in a temporary folder. Its watcher ends it when this process is gone, however it ended.
struct Cluster {
    port: u16,
    bin: PathBuf,
    _watcher: Child,
}

fn cluster() -> Result<&'static Cluster, &'static str> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    CLUSTER.get_or_init(start).as_ref().map_err(String::as_str)
}

/// Cuts every connection that listens to other nodes.
pub fn cut_listeners() {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'";
    cluster().and_then(|c| c.psql(cut).map_err(|_| "no SQL")).expect("the cluster runs");
}

impl Cluster {
    fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("desk{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.psql(&format!("CREATE DATABASE {name}")).expect("a database is created");
        format!("postgresql://desk@127.0.0.1:{}/{name}", self.port)
    }

    fn psql(&self, sql: &str) -> Result<(), String> {
        let done = Command::new(self.bin.join("psql"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "desk", "-d", "postgres"])
            .args(["-q", "-c", sql])
            .output()
            .map_err(|e| e.to_string())?;
        if done.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&done.stderr).into_owned())
    }
}

/// Makes the cluster and starts it. PostgreSQL will not run as root: then an ordinary user runs it.
fn start() -> Result<Cluster, String> {
    let bin = bin().ok_or("initdb and postgres were not found")?;
    let port = free_port();
    let script = r#"
        set -e
        dir=$(mktemp -d /tmp/robindesk-test-pg.XXXXXX)
        run=""
        if [ "$(id -u)" = 0 ]; then
            user=$(id -un postgres 2>/dev/null || echo nobody)
            chown "$user" "$dir"
            run="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
        fi
        cd "$dir"
        $run "$BIN/initdb" -D "$dir/data" -U desk -A trust --no-sync -E UTF8 --locale=C >/dev/null
        $run "$BIN/postgres" -D "$dir/data" -p "$PORT" -k "$dir" -h 127.0.0.1 \
            -c fsync=off -c max_connections=400 -c shared_buffers=64MB >"$dir/log" 2>&1 &
        pid=$!
        cat >/dev/null
        kill -QUIT $pid 2>/dev/null || true
        wait $pid 2>/dev/null || true
        rm -rf "$dir"
    "#;
    let watcher = Command::new("sh")
        .args(["-c", script])
        .env("BIN", &bin)
        .env("PORT", port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|e| e.to_string())?;
    let cluster = Cluster { port, bin, _watcher: watcher };
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        match cluster.psql("SELECT 1") {
            Ok(()) => return Ok(cluster),
            Err(why) if std::time::Instant::now() > deadline => return Err(why),
            // There is no event to wait for: a server that is not there yet says nothing.
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
}

/// The newest installed PostgreSQL that has a server.
fn bin() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    found.into_iter().rev().chain(on_path).find(|dir| {
        dir.join("initdb").is_file() && dir.join("postgres").is_file() && dir.join("psql").is_file()
    })
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
