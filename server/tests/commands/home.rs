//! The binary in a world of its own, and a server at work.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// The binary in a world of its own: nothing of this machine's configuration reaches it.
pub fn server(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_robindesk-server"));
    command.args(args).env_clear().env("HOME", home).current_dir(home);
    command.env("ROBINDESK_DATA_DIR", home.join("data"));
    command
}

pub fn ran(home: &TempDir, args: &[&str]) -> Output {
    server(home.path(), args).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server at work, killed with the test.
pub struct Serving {
    pub child: Child,
    log: BufReader<std::process::ChildStderr>,
}

impl Serving {
    pub fn start(home: &TempDir, args: &[&str]) -> Self {
        let mut child = server(home.path(), args)
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { child, log }
    }

    /// Reads the log on until a line has `word`.
    pub fn until(&mut self, word: &str) -> String {
        for line in self.log.by_ref().lines() {
            let line = line.unwrap();
            if line.contains(word) {
                return line;
            }
        }
        panic!("the log ended without {word}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
