//! A PostgreSQL cluster of the bench's own, as it comes: what is committed is on disk. It ends with
//! this process, however that ends.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Cluster {
    port: u16,
    bin: PathBuf,
    _watcher: Child,
}

/// PostgreSQL will not run as root: then an ordinary user runs it. It is ended when the pipe closes.
const SCRIPT: &str = r#"
    set -e
    dir=$(mktemp -d /tmp/robindesk-bench-pg.XXXXXX)
    run=""
    if [ "$(id -u)" = 0 ]; then
        user=$(id -un postgres 2>/dev/null || echo nobody)
        chown "$user" "$dir"
        run="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
    fi
    cd "$dir"
    $run "$BIN/initdb" -D "$dir/data" -U desk -A trust -E UTF8 --locale=C >/dev/null
    $run "$BIN/postgres" -D "$dir/data" -p "$PORT" -k "$dir" -h 127.0.0.1 >"$dir/log" 2>&1 &
    pid=$!
    cat >/dev/null
    kill -QUIT $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    rm -rf "$dir"
"#;

impl Cluster {
    /// Makes a cluster and starts it; says why where that cannot be.
    pub fn start() -> Result<Self, String> {
        let bin = bin().ok_or("PostgreSQL with pgbench is not installed")?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        drop(listener);
        let watcher = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("BIN", &bin)
            .env("PORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|e| e.to_string())?;
        let cluster = Self { port, bin, _watcher: watcher };
        let deadline = Instant::now() + Duration::from_mins(1);
        while let Err(why) = cluster.ran("psql", "postgres", &["-c", "SELECT 1"]) {
            if Instant::now() > deadline {
                return Err(why);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(cluster)
    }

    /// The URL of a new database.
    pub fn database(&self, name: &str) -> String {
        let create = format!("CREATE DATABASE {name}");
        self.ran("psql", "postgres", &["-c", &create]).expect("a database is created");
        format!("postgresql://desk@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs one of PostgreSQL's own programs on a database and gives what it printed.
    pub fn ran(&self, program: &str, database: &str, args: &[&str]) -> Result<String, String> {
        let port = self.port.to_string();
        let output = Command::new(self.bin.join(program))
            .args(["-h", "127.0.0.1", "-p", &port, "-U", "desk"])
            .args(args)
            .arg(database)
            .output()
            .map_err(|e| e.to_string())?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The newest installed PostgreSQL.
fn bin() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let whole = |dir: &PathBuf| {
        ["initdb", "postgres", "psql", "pgbench", "pg_dump"].iter().all(|p| dir.join(p).is_file())
    };
    found.into_iter().rev().chain(on_path).find(whole)
}
