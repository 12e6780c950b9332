//! The commands of `robindesk-server` (`api.md`, robindesk-server).

mod accounts;
mod args;
mod config;
mod keeping;
mod process;
mod run;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// It was asked in a wrong way: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// It went wrong: exit code 1.
    #[error("{0}")]
    Failed(String),
}

impl Failure {
    #[expect(clippy::needless_pass_by_value, reason = "made to stand in map_err")]
    fn failed(cause: impl ToString) -> Self {
        Self::Failed(cause.to_string())
    }
}

/// Reads the command line and does what it says. 0 done, 1 failed, 2 wrong usage.
pub fn main() -> ExitCode {
    let args = Args::parse();
    process::settle();
    match config::settings(&args.flags).and_then(|settings| {
        crate::log::start(settings.log_format);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(Failure::failed)?;
        runtime.block_on(dispatch(args.command.unwrap_or(Command::Serve), settings))
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

async fn dispatch(command: Command, settings: crate::Settings) -> Result<(), Failure> {
    match command {
        Command::Serve => run::serve(settings).await,
        Command::Migrate => run::migrate(settings).await,
        Command::Openapi => run::openapi(),
        Command::Seed(seed) => run::seed(settings, &seed).await,
        Command::Import(from) => keeping::import(settings, &from.file).await,
        Command::Backup(to) => keeping::backup(&settings, &to.file).await,
        Command::Restore(asked) => keeping::restore(&settings, &asked.file, asked.force).await,
        Command::Check(asked) => keeping::check(&settings, &asked).await,
        Command::Copy(asked) => keeping::copy(&settings, &asked.from, &asked.to).await,
        Command::CreateSuperAdmin(new) => accounts::create_super_admin(settings, new).await,
        Command::Token(token) => accounts::token(settings, &token).await,
    }
}
