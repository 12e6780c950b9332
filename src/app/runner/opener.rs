//! Gives links to the program that opens them. The link is one argument and no shell reads it.

use crate::app::message::{Failure, FailureKind, Message};
use std::process::{Command, Stdio};
use tokio::sync::mpsc::UnboundedSender;

/// Starts the program, and does not wait for it on any thread that matters.
pub(super) fn open(program: &str, link: &str, messages: &UnboundedSender<Message>) {
    let mut command = Command::new(program);
    command.arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // It must be waited for, or it stays behind as a zombie.
        Ok(mut child) => drop(tokio::task::spawn_blocking(move || child.wait())),
        Err(error) => {
            let text = format!("{program} can't be started: {error}");
            let failure = Failure { kind: FailureKind::Refused, text };
            let _ = messages.send(Message::NotOpened(failure));
        }
    }
}
