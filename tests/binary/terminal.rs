//! A terminal without a window: the binary runs in it, keys go in, and one can look at its screen.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Far more than any step takes; reached only when something is broken.
const DEADLINE: Duration = Duration::from_secs(40);

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    reader: Option<JoinHandle<()>>,
    /// How the terminal was set before the binary took it.
    before: String,
}

/// What came out of the binary: every byte, and the screen that they make.
struct Seen {
    bytes: Vec<u8>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Runs `robindesk` with these arguments, on folders of its own.
    pub fn run(home: &Path, args: &[&str]) -> Self {
        let size = PtySize { rows: 40, cols: 140, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let before = settings(pty.master.as_ref());
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_robindesk"));
        command.args(args);
        command.env("ROBINDESK_HOME", home);
        command.env("TMPDIR", home);
        command.env("TERM", "xterm-256color");
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let screen = vt100::Parser::new(size.rows, size.cols, 0);
        let nothing = Seen { bytes: Vec::new(), screen };
        let seen = Arc::new((Mutex::new(nothing), Condvar::new()));
        let mut output = pty.master.try_clone_reader().unwrap();
        let shared = seen.clone();
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                let mut seen = shared.0.lock().unwrap();
                seen.bytes.extend_from_slice(&bytes[..read]);
                seen.screen.process(&bytes[..read]);
                shared.1.notify_all();
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Self { master: pty.master, keys, child, seen, reader: Some(reader), before }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn text(&self) -> String {
        self.seen.0.lock().unwrap().screen.screen().contents()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    /// Waits until these words are on the screen.
    pub fn shows(&self, words: &str) {
        self.until(words, |text| text.contains(words));
    }

    /// Waits until the screen is so.
    pub fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let (seen, changed) = &*self.seen;
        let not_so = |seen: &mut Seen| !is_so(&seen.screen.screen().contents());
        let seen = seen.lock().unwrap();
        let (seen, late) = changed.wait_timeout_while(seen, DEADLINE, not_so).unwrap();
        let text = seen.screen.screen().contents();
        // Let go before failing, or the reader fails as well.
        drop(seen);
        assert!(!late.timed_out(), "never shown: {what}\n{text}");
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end, and for the last byte.
    pub fn end(&mut self) -> ExitStatus {
        let mut status = None;
        until("its end", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status.unwrap()
    }

    /// Asserts that the terminal is as it was: modes, cursor, screen.
    pub fn is_as_it_was(&self) {
        assert_eq!(settings(self.master.as_ref()), self.before);
        let seen = self.seen.0.lock().unwrap();
        let screen = seen.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen stayed");
        assert!(!screen.hide_cursor(), "the cursor stayed hidden");
        assert!(!screen.bracketed_paste(), "pastes stayed marked");
    }
}

/// Waits until something is so that tells nobody when it is: looks again and again.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < DEADLINE, "never so: {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How the terminal treats lines, echo and signals.
fn settings(master: &dyn MasterPty) -> String {
    master.get_termios().map(|t| format!("{:?} {:?}", t.local_flags, t.input_flags)).unwrap()
}
