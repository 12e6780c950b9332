//! The command line: the console, and the same from scripts.

mod completions;
mod console;
mod demo;
mod failure;
mod log;
mod password;
mod print;
mod query;
mod read;
mod session;
mod setup;
mod stats;
mod watch;
mod write;

use self::failure::CliError;
use self::setup::Setup;
use clap::{Args, Parser, Subcommand};
use robindesk_protocol::{Audience, OrderId, TicketId, TicketStatus, UserType};
use std::process::ExitCode;

/// The support desk of a creator marketplace, in the terminal.
///
/// Without a command it opens the console.
#[derive(Debug, Parser)]
#[command(name = "robindesk", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    settings: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Settings for this run; they stand above the environment and the file.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own to clap")]
#[derive(Debug, Args)]
struct Flags {
    /// The server to talk to [default: the one signed in to last]
    #[arg(long, value_name = "URL", global = true)]
    server: Option<String>,
    /// Allow plain http to other machines: passwords can then be read on the way
    #[arg(long, global = true)]
    insecure_http: bool,
    /// The console's theme
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// What the enter key does in the composer: send or newline
    #[arg(long, value_name = "WHAT")]
    enter: Option<String>,
    /// Draw with ASCII alone
    #[arg(long)]
    ascii: bool,
    /// Words alone, one thing under the other, for screen readers
    #[arg(long)]
    plain: bool,
    /// Nothing on the screen moves by itself
    #[arg(long)]
    reduced_motion: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The console with a server inside it and a marketplace that is at work while you look
    Demo {
        /// Whom to sign in as
        #[arg(long, default_value = "agent", value_parser = staff)]
        role: UserType,
        /// Keep the demo's folder when leaving
        #[arg(long)]
        keep: bool,
    },
    /// Sign in; asks for the password
    Login {
        #[arg(long)]
        email: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        #[arg(long)]
        json: bool,
    },
    /// End the session
    Logout {
        #[arg(long)]
        json: bool,
    },
    /// Who is signed in, and where
    Whoami {
        #[arg(long)]
        json: bool,
    },
    /// List tickets: words, or filters such as status:open agent:me priority:high,urgent sort:waiting
    Tickets {
        #[arg(value_name = "QUERY")]
        query: Vec<String>,
        /// How many at most, 1 to 200
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
        #[arg(long)]
        json: bool,
    },
    /// Show a ticket and its newest messages
    Ticket {
        id: TicketId,
        #[arg(long)]
        json: bool,
    },
    /// Write to the brand, or to the lane that --lane names; `-` reads the text from standard input
    Reply {
        id: TicketId,
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// brand, creator or everyone
        #[arg(long, default_value = "brand", value_parser = lane)]
        lane: Audience,
        #[arg(long)]
        json: bool,
    },
    /// Write a note that only staff can read; `-` reads the text from standard input
    Note {
        id: TicketId,
        #[arg(allow_hyphen_values = true)]
        text: String,
        #[arg(long)]
        json: bool,
    },
    /// Set a ticket's status: `open`, `in_progress`, `resolved` or `closed`
    Status {
        id: TicketId,
        #[arg(value_parser = ticket_status)]
        status: TicketStatus,
        #[arg(long)]
        json: bool,
    },
    /// Give a ticket to an agent, by the agent's id or as `me`
    Assign {
        id: TicketId,
        agent: String,
        /// Why, for the ticket's history
        #[arg(long)]
        reason: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Show an order and its history
    Order {
        id: OrderId,
        #[arg(long)]
        json: bool,
    },
    /// Live numbers: orders, tickets, agents, the rotation (for admins)
    Stats {
        #[arg(long)]
        json: bool,
    },
    /// Print events as they happen, a line of JSON each
    Watch,
    /// Print the completions of a shell
    Completions { shell: clap_complete::Shell },
    /// Where the files are, what is in force, and from which of them
    Config {
        #[arg(long)]
        json: bool,
    },
}

/// Runs the program: 0 done, 1 failed, 2 wrong usage.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = Setup::find(&cli.settings).and_then(|setup| run(cli.command, &setup));
    match done {
        Ok(()) | Err(CliError::NobodyReads) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("robindesk: {}", crate::ui::plain::Plain::block(&error.to_string()));
            ExitCode::from(error.code())
        }
    }
}

fn run(command: Option<Command>, setup: &Setup) -> Result<(), CliError> {
    match command {
        None => console::open(setup),
        Some(Command::Demo { role, keep }) => demo::run(setup, role, keep),
        Some(Command::Completions { shell }) => completions::print(shell),
        Some(Command::Config { json }) => setup.print(json),
        Some(command) => {
            log::to_stderr();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(ask(command, setup))
        }
    }
}

async fn ask(command: Command, setup: &Setup) -> Result<(), CliError> {
    match command {
        Command::Login { email, password_stdin, json } => {
            session::login(setup, &email, password_stdin, json).await
        }
        Command::Logout { json } => session::logout(setup, json).await,
        Command::Whoami { json } => session::whoami(setup, json).await,
        Command::Tickets { query, limit, json } => read::tickets(setup, &query, limit, json).await,
        Command::Ticket { id, json } => read::ticket(setup, id, json).await,
        Command::Order { id, json } => read::order(setup, id, json).await,
        Command::Reply { id, text, lane, json } => {
            write::message(setup, id, &text, lane, json).await
        }
        Command::Note { id, text, json } => {
            write::message(setup, id, &text, Audience::Staff, json).await
        }
        Command::Status { id, status, json } => write::status(setup, id, status, json).await,
        Command::Assign { id, agent, reason, json } => {
            write::assign(setup, id, &agent, reason, json).await
        }
        Command::Stats { json } => stats::stats(setup, json).await,
        Command::Watch => watch::watch(setup).await,
        Command::Demo { .. } | Command::Completions { .. } | Command::Config { .. } => Ok(()),
    }
}

fn staff(word: &str) -> Result<UserType, String> {
    let found = UserType::parse(word).filter(|t| t.is_staff());
    found.ok_or_else(|| "must be agent, admin or super_admin".to_owned())
}

fn lane(word: &str) -> Result<Audience, String> {
    let found = Audience::parse(word).filter(|a| *a != Audience::Staff);
    found.ok_or_else(|| "must be brand, creator or everyone".to_owned())
}

fn ticket_status(word: &str) -> Result<TicketStatus, String> {
    TicketStatus::parse(word)
        .ok_or_else(|| "must be open, in_progress, resolved or closed".to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        <super::Cli as clap::CommandFactory>::command().debug_assert();
    }
}
