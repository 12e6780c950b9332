//! The program `robindesk`.

use std::process::ExitCode;

fn main() -> ExitCode {
    robindesk::cli::main()
}
