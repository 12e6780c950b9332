//! What can be said on the command line.

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;

/// The server of Robindesk: a support desk in the terminal.
#[derive(Debug, Parser)]
#[command(name = "robindesk-server", version, about)]
pub struct Args {
    #[command(flatten)]
    pub flags: ServerFlags,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Settings as flags; they win over the environment and the file.
#[derive(Debug, Default, clap::Args)]
pub struct ServerFlags {
    /// Read this file instead of looking for robindesk-server.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on [env: HOST] [default: 127.0.0.1]
    #[arg(long, global = true, value_name = "IP")]
    pub host: Option<String>,
    /// Port to listen on [env: PORT] [default: 3002]
    #[arg(long, global = true, value_name = "PORT")]
    pub port: Option<String>,
    /// Speak TLS with this certificate, PEM [env: `ROBINDESK_TLS_CERT`]
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key, PEM [env: `ROBINDESK_TLS_KEY`]
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Speak plain HTTP to other machines, because a proxy in front speaks TLS
    #[arg(long, global = true)]
    pub plain_http: bool,
    /// Proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, global = true, value_name = "IPS")]
    pub trusted_proxies: Option<String>,
    /// Folder for the database and the secret [env: `ROBINDESK_DATA_DIR`]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// How the log on stderr is written: text or json
    #[arg(long, global = true, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Apply migrations and serve until SIGTERM or Ctrl-C (also with no command)
    Serve,
    /// Apply migrations and end
    Migrate,
    /// Create an account that may do everything
    CreateSuperAdmin(NewSuperAdmin),
    /// Print a signed access token for an account
    Token(TokenFor),
    /// Fill an empty desk with test data, the same for the same numbers
    Seed(SeedSize),
    /// Take in brands, creators and packages from a file, all of them or none
    #[command(long_about = IMPORT)]
    Import(FileFrom),
    /// Put everything into one file, while the desk is served (SQLite and files)
    Backup(FileTo),
    /// Put the desk of a backup in its place
    Restore(Restore),
    /// Go through the production checklist; exit code 1 when something must be mended
    Check(Check),
    /// Move a desk to another database, verified row by row; stop its servers first
    Copy(Copy),
    /// Print the OpenAPI document of this server's API
    Openapi,
}

const IMPORT: &str = "\
Take in brands, creators and packages from a file, all of them or none.

What is known already is brought up to date, so that the same file twice changes nothing twice: a \
brand is known by its contact's e-mail, a creator by its e-mail, a package by its creator and title; \
each of them by its id where the file says one. What is left out stays as it is, and nothing is \
ever removed.

JSON, each item as the API has it; a package names its creator by creator_email or creator_id:
  {\"brands\": [{\"company_name\": \"Acme Co\", \"contact\": {\"name\": \"Ada\", \"email\": \"ada@acme.example\"}}],
   \"creators\": [{\"name\": \"Lena\", \"email\": \"lena@lena.example\", \"bio\": \"Reels\"}],
   \"packages\": [{\"creator_email\": \"lena@lena.example\", \"title\": \"Reel\", \"price\": \"250.00\", \"currency\": \"USD\"}]}

CSV, UTF-8, separated by commas, semicolons or tabs; its heading tells what it holds:
  brands    company_name, contact_name, contact_email, and id, contact_phone
  creators  name, email, and id, phone, bio
  packages  title, price, currency, creator_email or creator_id, and id, description
A column kind (brand, creator or package) lets one file hold all three.";

/// Which file.
#[derive(Debug, clap::Args)]
pub struct FileFrom {
    /// The file, or - for standard input
    pub file: PathBuf,
}

/// How to tell it, and what to do about it.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// First count anew what is counted wrong, and tell what was changed
    #[arg(long)]
    pub mend: bool,
    /// For programs
    #[arg(long)]
    pub json: bool,
}

/// From where to where. Commands are seen by everybody on the machine: leave passwords to PGPASSWORD
/// or a password file.
#[derive(Debug, clap::Args)]
pub struct Copy {
    /// The database that holds the desk: sqlite:FILE or postgresql://...
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// An empty database
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// Which file to write.
#[derive(Debug, clap::Args)]
pub struct FileTo {
    /// The file; an older backup of that name is replaced
    pub file: PathBuf,
}

/// Which backup.
#[derive(Debug, clap::Args)]
pub struct Restore {
    pub file: PathBuf,
    /// Even where there is a desk already, which is kept under another name
    #[arg(long)]
    pub force: bool,
}

/// Whom to create.
#[derive(Debug, clap::Args)]
pub struct NewSuperAdmin {
    #[arg(long)]
    pub email: String,
    #[arg(long)]
    pub name: String,
    /// Read the password from the first line of stdin instead of making one up
    #[arg(long)]
    pub password_stdin: bool,
}

/// Whose token, and for how long.
#[derive(Debug, clap::Args)]
pub struct TokenFor {
    #[arg(long)]
    pub email: String,
    /// How long it works: a number and s, m, h or d
    #[arg(long, default_value = "1h", value_parser = duration)]
    pub ttl: Duration,
}

/// How much test data; as `robindesk demo` has it where a number is not given.
#[derive(Debug, clap::Args)]
pub struct SeedSize {
    #[arg(long)]
    pub agents: Option<usize>,
    #[arg(long)]
    pub brands: Option<usize>,
    #[arg(long)]
    pub creators: Option<usize>,
    #[arg(long)]
    pub orders: Option<usize>,
    #[arg(long)]
    pub random_seed: Option<u64>,
}

/// Reads `90s`, `15m`, `1h` or `7d`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "must be a number and s, m, h or d, such as 15m".to_owned();
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    // A year is long enough, and nothing that is computed with it overflows.
    match number.checked_mul(unit) {
        Some(seconds @ 1..=31_536_000) => Ok(Duration::from_secs(seconds)),
        _ => Err("must be from 1s to 365d".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Args, duration};
    use clap::CommandFactory;
    use std::time::Duration;

    #[test]
    fn the_command_line_makes_sense() {
        Args::command().debug_assert();
    }

    #[test]
    fn durations_are_read() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h"), Ok(Duration::from_hours(1)));
        assert_eq!(duration("7d"), Ok(Duration::from_hours(7 * 24)));
        for odd in ["", "1", "h", "-1h", "1.5h", "0s", "366d", "18446744073709551615d", "1é"] {
            assert!(duration(odd).is_err(), "{odd}");
        }
    }
}
