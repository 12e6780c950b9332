//! `completions`: what a shell needs to complete our commands.

use super::Cli;
use super::failure::CliError;
use clap::CommandFactory;
use std::io::Write;

pub(super) fn print(shell: clap_complete::Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "robindesk", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(())
}
