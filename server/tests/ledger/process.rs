//! The real server as a process that can be killed.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server's home: its data folder, its database, its port. It outlives the process.
pub struct Home {
    folder: TempDir,
    data: PathBuf,
    database: Option<String>,
    pub port: u16,
    /// What its environment says besides.
    pub told: Vec<(&'static str, String)>,
}

impl Home {
    /// An SQLite desk in a folder of its own, or a desk on this database; with everybody it takes
    /// to place orders, and no orders yet.
    pub fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        Self::seeded(folder, data, database)
    }

    /// A desk whose data is elsewhere, and its log beside it.
    pub fn with_data(data: PathBuf) -> Self {
        Self::seeded(tempfile::tempdir().expect("a folder"), data, None)
    }

    fn seeded(folder: TempDir, data: PathBuf, database: Option<String>) -> Self {
        let home = Self { folder, data, database, port: free_port(), told: Vec::new() };
        let size = ["--agents", "3", "--brands", "2", "--creators", "2", "--orders", "0"];
        let done = home.command().arg("seed").args(size).output().expect("the binary runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        home
    }

    /// A token of a super admin's, who may do everything.
    pub fn token(&self) -> String {
        let email = "proof@desk.example";
        let create = ["create-super-admin", "--email", email, "--name", "Proof"];
        let done = self.command().args(create).output().expect("the binary runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let done = self.command().args(["token", "--email", email, "--ttl", "7d"]).output();
        let token = String::from_utf8(done.expect("the binary runs").stdout).expect("a token");
        token.trim().to_owned()
    }

    /// Starts the server and waits until it is ready.
    pub fn serve(&self) -> Process {
        self.serve_at(self.port)
    }

    /// Starts one more node of the same desk, at another port.
    pub fn node(&self) -> (Process, u16) {
        let port = free_port();
        (self.serve_at(port), port)
    }

    fn serve_at(&self, port: u16) -> Process {
        let log = File::options().create(true).append(true).open(self.log()).expect("a log");
        let mut command = self.command();
        command.args(["serve", "--port", &port.to_string()]);
        let child = command.stdout(Stdio::null()).stderr(log).spawn().expect("the binary runs");
        let process = Process(Some(child));
        let deadline = Instant::now() + Duration::from_mins(1);
        // Whether somebody takes connections on the port.
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "not ready within a minute: {}", self.said());
            // There is no event to wait for: a server that is not there yet says nothing.
            std::thread::sleep(Duration::from_millis(5));
        }
        process
    }

    /// Holds the desk against its own rules, beside the server.
    pub fn is_sound(&self) {
        let done = self.command().args(["check", "--json"]).output().expect("the binary runs");
        let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("a report");
        let lines = report["checks"].as_array().expect("lines");
        let rules: Vec<_> = lines.iter().filter(|line| line["check"] == "desk").collect();
        assert!(rules.len() > 10 && rules.iter().all(|line| line["level"] == "ok"), "{report:#}");
    }

    /// What the server has logged so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.data.with_file_name("server.log")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_robindesk-server"));
        let home: &Path = self.folder.path();
        command.env_clear().env("HOME", home).current_dir(home).env("RUST_LOG", "warn");
        command.env("ROBINDESK_DATA_DIR", &self.data).env("ROBINDESK_RATE_LIMIT", "off");
        command.envs(self.told.iter().map(|(name, value)| (name, value)));
        if let Some(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        command
    }
}

fn free_port() -> u16 {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
    port.expect("a free port").port()
}

/// A running server; killed when it is dropped.
pub struct Process(Option<Child>);

impl Process {
    /// `kill -9`, and wait until it is gone.
    pub fn kill(mut self) {
        let mut child = self.0.take().expect("it runs");
        child.kill().expect("it is ours to kill");
        child.wait().expect("it is gone");
    }

    /// SIGTERM, and the exit code; panics when it takes longer than 10 s, as was promised.
    pub fn stop(mut self) -> Option<i32> {
        let mut child = self.0.take().expect("it runs");
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        let (gone, end) = mpsc::channel();
        std::thread::spawn(move || gone.send(child.wait()));
        let Ok(status) = end.recv_timeout(Duration::from_secs(10)) else {
            Command::new("kill").args(["-KILL", &pid]).status().ok();
            panic!("it is not gone within 10 s");
        };
        status.expect("its status").code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}
