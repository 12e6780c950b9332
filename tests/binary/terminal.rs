//! A terminal without a window: the binary runs in it, keys go in, and one can look at its screen.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub const ROBINDESK: &str = env!("CARGO_BIN_EXE_robindesk");

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
    last: Instant,
}

impl Terminal {
    /// Runs `robindesk` with these arguments, on folders of its own.
    pub fn run(home: &Path, args: &[&str]) -> Self {
        let mut command = CommandBuilder::new(ROBINDESK);
        command.args(args);
        command.env("TERM", "xterm-256color");
        Self::spawn(home, command)
    }

    /// Runs any program, for which `robindesk` has folders of its own.
    pub fn spawn(home: &Path, mut command: CommandBuilder) -> Self {
        let size = PtySize { rows: 40, cols: 140, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let before = settings(pty.master.as_ref());
        command.env("ROBINDESK_HOME", home);
        command.env("TMPDIR", home);
        for name in ["TMUX", "STY", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let screen = vt100::Parser::new(size.rows, size.cols, 0);
        let nothing = Seen { bytes: Vec::new(), screen, last: Instant::now() };
        let seen = Arc::new((Mutex::new(nothing), Condvar::new()));
        let mut output = pty.master.try_clone_reader().unwrap();
        let shared = seen.clone();
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                let mut seen = shared.0.lock().unwrap();
                seen.last = Instant::now();
                seen.bytes.extend_from_slice(&bytes[..read]);
                seen.screen.process(&bytes[..read]);
                shared.1.notify_all();
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Self { master: pty.master, keys, child, seen, reader: Some(reader), before }
    }

    /// Presses keys; gives how many bytes had come out of the binary before.
    pub fn press(&mut self, keys: &str) -> usize {
        let before = self.seen.0.lock().unwrap().bytes.len();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        before
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

    /// Waits until nothing came out of the binary for so long; gives the processor time that it used
    /// meanwhile.
    pub fn is_quiet_for(&self, long: Duration) -> Duration {
        let began = Instant::now();
        let (seen, changed) = &*self.seen;
        let mut guard = seen.lock().unwrap();
        loop {
            let (last, used) = (guard.last, self.processor_time());
            let spoke = |seen: &mut Seen| seen.last == last;
            let (after, quiet) = changed.wait_timeout_while(guard, long, spoke).unwrap();
            if quiet.timed_out() {
                return self.processor_time().saturating_sub(used);
            }
            guard = after;
            assert!(began.elapsed() < DEADLINE, "it never rests");
        }
    }

    /// Waits until these bytes came out of the binary so often.
    pub fn until_wrote(&self, bytes: &str, times: usize) {
        self.until_wrote_after(0, bytes, times);
    }

    /// Waits until these bytes came out so often, after so many others; gives when the last of all
    /// came.
    pub fn until_wrote_after(&self, before: usize, bytes: &str, times: usize) -> Instant {
        let (seen, changed) = &*self.seen;
        let fewer = |seen: &mut Seen| {
            let all = seen.bytes[before..].windows(bytes.len());
            all.filter(|w| *w == bytes.as_bytes()).count() < times
        };
        let (seen, late) =
            changed.wait_timeout_while(seen.lock().unwrap(), DEADLINE, fewer).unwrap();
        let last = seen.last;
        drop(seen);
        assert!(!late.timed_out(), "never written {times} times: {bytes:?}");
        last
    }

    /// What the binary has used of the processor since it began; in steps of 10 ms.
    fn processor_time(&self) -> Duration {
        let path = format!("/proc/{}/stat", self.child.process_id().unwrap());
        let stat = std::fs::read_to_string(path).unwrap();
        // The name, in brackets, may hold spaces; the state comes after it.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// The memory that the binary holds, in MiB.
    pub fn resident_mib(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.process_id().unwrap());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1024.0
    }

    /// Whether these bytes came out of the binary.
    pub fn wrote(&self, bytes: &str) -> bool {
        self.bytes().windows(bytes.len()).any(|w| w == bytes.as_bytes())
    }

    /// Whether the binary has the screen to itself.
    pub fn is_taken(&self) -> bool {
        self.seen.0.lock().unwrap().screen.screen().alternate_screen()
    }

    /// Makes the window another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.seen.0.lock().unwrap().screen.screen_mut().set_size(rows, cols);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
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
