//! The terminal: taken over without asking it anything, and given back however the console ends.

mod clipboard;
mod editor;
mod notice;
mod panics;
mod signals;

pub use panics::{farewell, log_is_at, lost};
pub use signals::{Signalled, Signals};

use crate::config::Notify;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
    KeyboardEnhancementFlags, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::io::{self, BufWriter, Stdout, Write as _, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// A first paint otherwise makes thousands of small writes.
const BUFFER: usize = 64 * 1024;

/// Whether the terminal is ours now: it is given back once, by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is to be taken with the terminal.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Clicks, drags and the wheel, told by column and row; no mere movement, which would wake us.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const LEAVE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The alternate screen, ours until this is dropped.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, pastes, focus, and the newer keyboard
    /// protocol for terminals that know it (the others ignore the request; none is asked). The mouse
    /// only when `mouse` says so: the terminal's own selection is worth more to most.
    ///
    /// # Errors
    /// When stdout is no terminal, or it can't be written to.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        MOUSE.store(mouse, Ordering::SeqCst);
        panics::hook();
        take()?;
        Ok(Self { terminal: terminal()? })
    }

    /// Draws one frame, shown by the terminal as one.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(draw)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Begins from an empty screen, at the size that the terminal has now. Not through
    /// `Terminal::clear`, which asks where the cursor is and waits for the answer.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn renew(&mut self) -> io::Result<()> {
        self.terminal = terminal()?;
        queue!(self.terminal.backend_mut(), Clear(ClearType::All))
    }

    /// Gives the terminal back to the shell until it wakes us.
    ///
    /// # Errors
    /// When the terminal can't be written to, or we can't be stopped.
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        signals::stop()?;
        take()?;
        self.renew()
    }

    /// Takes the terminal again after somebody else stopped us: the shell has set it as it likes.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn retake(&mut self) -> io::Result<()> {
        restore();
        take()?;
        self.renew()
    }

    /// Gives the terminal to the editor of her choice, with a text; takes it back when that ends. What
    /// went wrong with the editor is told in words.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        restore();
        let edited = editor::edit(text).map_err(|error| error.to_string());
        take()?;
        self.renew()?;
        Ok(edited)
    }

    /// Sets the window's title. The text is safe already.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn title(&mut self, title: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), SetTitle(title))
    }

    /// Puts a text on the clipboard of wherever the terminal's window is.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let environment = |name: &str| std::env::var(name).ok();
        clipboard::give(text, environment);
        execute!(self.terminal.backend_mut(), Print(clipboard::sequence(text, environment)))
    }

    /// Tells of something through the terminal. The text is safe already.
    ///
    /// # Errors
    /// When the terminal can't be written to.
    pub fn notify(&mut self, way: Notify, text: &str) -> io::Result<()> {
        let sequence = notice::sequence(way, text, |name| std::env::var(name).ok());
        execute!(self.terminal.backend_mut(), Print(sequence))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// A terminal that looks at its own fixed room, and so never asks for the cursor's place.
fn terminal() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    let (columns, rows) = crossterm::terminal::size()?;
    let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, stdout()));
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(backend, TerminalOptions { viewport })
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = BufWriter::new(stdout());
    queue!(
        out,
        // Keeps the window's title for the way back.
        Print("\x1b[22;2t"),
        EnterAlternateScreen,
        Clear(ClearType::All),
        cursor::Hide,
        EnableBracketedPaste,
        EnableFocusChange,
        PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES),
    )?;
    if MOUSE.load(Ordering::SeqCst) {
        queue!(out, Print(TAKE_MOUSE))?;
    }
    out.flush()
}

/// Gives the terminal back, once; from a panic too, so whatever fails here is left at that.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    if MOUSE.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(LEAVE_MOUSE));
    }
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        PopKeyboardEnhancementFlags,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show,
        Print("\x1b[23;2t"),
    );
    let _ = disable_raw_mode();
}

/// Whether the terminal was given back behind the console's back: something panicked.
pub fn is_lost() -> bool {
    !TAKEN.load(Ordering::SeqCst)
}
