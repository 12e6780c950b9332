//! What the benches share: the real server in a process of its own, and a small client over plain
//! sockets that costs little beside it.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The server's own program.
pub fn program(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_robindesk-server"));
    command.env_clear().env("HOME", folder).env("ROBINDESK_DATA_DIR", folder.join("data"));
    command.env("DATABASE_URL", database).env("ROBINDESK_RATE_LIMIT", "off");
    command.current_dir(folder);
    command
}

/// Runs one of the server's commands and gives what it printed.
pub fn ran(folder: &Path, database: &str, args: &[&str]) -> String {
    let output = program(folder, database).args(args).output().expect("the server's program");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A server at work, with its log read away as a service manager would.
pub struct Server {
    child: Child,
    pub addr: String,
}

impl Server {
    pub fn start(folder: &Path, database: &str) -> Self {
        let mut command = program(folder, database);
        command.args(["serve", "--port", "0", "--log-format", "json"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("a server");
        let mut log = BufReader::new(child.stderr.take().expect("its log"));
        let mut line = String::new();
        let addr = loop {
            line.clear();
            assert!(log.read_line(&mut line).expect("a line") > 0, "the server ended");
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            if said["message"] == "Listening" {
                break said["address"].as_str().expect("an address").to_owned();
            }
        };
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, addr }
    }

    /// Resident memory in KiB, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}

impl Server {
    /// What it has used of the processors, where the system tells.
    pub fn cpu(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The name before may hold anything, and ends with a parenthesis.
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |n: usize| fields.get(n)?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection that is kept.
pub struct Http {
    socket: TcpStream,
    token: String,
    read: Vec<u8>,
}

impl Http {
    pub async fn open(addr: &str, token: &str) -> Self {
        let socket = TcpStream::connect(addr).await.expect("a connection");
        socket.set_nodelay(true).expect("no delay");
        Self { socket, token: token.to_owned(), read: Vec::with_capacity(65_536) }
    }

    /// Sends a request and reads its whole answer: the status and the body.
    pub async fn send(&mut self, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
        self.write(method, path, body).await;
        loop {
            if let Some(answer) = self.answer() {
                return answer;
            }
            assert!(self.socket.read_buf(&mut self.read).await.expect("bytes") > 0, "cut off");
        }
    }

    /// Sends a request whose answer goes on for ever.
    pub async fn stream(mut self, path: &str) -> TcpStream {
        self.write("GET", path, "").await;
        self.socket
    }

    async fn write(&mut self, method: &str, path: &str, body: &str) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.socket.write_all(request.as_bytes()).await.expect("a request is sent");
    }

    fn answer(&mut self) -> Option<(u16, Vec<u8>)> {
        let end = self.read.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
        let head = std::str::from_utf8(&self.read[..end]).expect("a head").to_lowercase();
        let length = head.split("content-length:").nth(1).expect("a length");
        let length: usize = length.split("\r\n").next()?.trim().parse().expect("a number");
        if self.read.len() < end + length {
            return None;
        }
        let status = head.split(' ').nth(1)?.parse().expect("a status");
        let body = self.read[end..end + length].to_vec();
        self.read.drain(..end + length);
        Some((status, body))
    }
}

/// The duration that so many of a hundred did not exceed.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1]
}

/// As milliseconds.
pub fn ms(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1_000.0)
}

/// What the figures were measured on.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{cores} cores shared by server and client, load before: {load}")
}
