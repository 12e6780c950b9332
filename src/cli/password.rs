//! Asking for a password without showing it.

use super::failure::CliError;
use crate::app::effect::Secret;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use std::io::{IsTerminal, Write, stderr, stdin};

/// The password, from standard input's first line or from the person at the terminal.
pub(super) fn ask(from_stdin: bool) -> Result<Secret, CliError> {
    if from_stdin {
        let mut line = String::new();
        stdin().read_line(&mut line)?;
        return Ok(Secret(line.trim_end_matches(['\r', '\n']).to_owned()));
    }
    if !stdin().is_terminal() {
        let usage = "No terminal to ask for the password on; pipe it in with --password-stdin.";
        return Err(CliError::Usage(usage.to_owned()));
    }
    eprint!("Password: ");
    stderr().flush()?;
    terminal::enable_raw_mode()?;
    let typed = read_keys();
    terminal::disable_raw_mode()?;
    eprintln!();
    typed
}

fn read_keys() -> Result<Secret, CliError> {
    let mut typed = String::new();
    loop {
        let Event::Key(KeyEvent { code, modifiers, kind, .. }) = event::read()? else { continue };
        if kind == KeyEventKind::Release {
            continue;
        }
        match code {
            KeyCode::Enter => return Ok(Secret(typed)),
            KeyCode::Backspace => {
                typed.pop();
            }
            KeyCode::Char('c' | 'd') if modifiers.contains(KeyModifiers::CONTROL) => {
                return Err(CliError::Failed("Not signed in.".to_owned()));
            }
            KeyCode::Char('u') if modifiers.contains(KeyModifiers::CONTROL) => typed.clear(),
            KeyCode::Char(c) => typed.push(c),
            _ => {}
        }
    }
}
