//! `robindesk-server`: owns orders, tickets, messages and the rotation.

fn main() -> std::process::ExitCode {
    robindesk_server::cli::main()
}
