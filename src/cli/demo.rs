//! `robindesk demo`.

use super::console::{options, runtime, show};
use super::failure::CliError;
use super::setup::Setup;
use super::{log, print};
use crate::demo::{Demo, sweep};
use crate::disk::Folders;
use robindesk_protocol::UserType;
use std::path::PathBuf;

/// Opens the console on a desk of its own. Nothing of the person's own desk is touched: settings are
/// read, files that she asks for are saved where she is used to, and everything else lies in the demo's
/// folder.
pub(super) fn run(setup: &Setup, role: UserType, keep: bool) -> Result<(), CliError> {
    let runtime = runtime()?;
    let kept = runtime.block_on(play(setup, role, keep));
    drop(runtime);
    if let Some(path) = kept? {
        let path = path.display();
        print::line("The demo's desk is kept. Serve it again with")?;
        print::line(&format!("  ROBINDESK_DATA_DIR={path}/server robindesk-server serve"))?;
    }
    Ok(())
}

async fn play(setup: &Setup, role: UserType, keep: bool) -> Result<Option<PathBuf>, CliError> {
    tokio::task::spawn_blocking(|| sweep(&std::env::temp_dir()));
    let demo =
        Demo::start(role, &setup.clock, 1).await.map_err(|e| CliError::Failed(e.to_string()))?;
    // In the demo's own folder as well: it leaves nothing behind.
    log::to_file(&demo.folders);
    let Folders { config, downloads, .. } = setup.folders.clone();
    let folders = Folders { config, downloads, ..demo.folders.clone() };
    let mut runner = setup.runner(Some(demo.address.clone()));
    runner.folders = folders;
    let shown = match options(setup, &runner) {
        Ok(options) => show(options, runner).await.map_err(CliError::from),
        Err(error) => Err(error),
    };
    let kept = demo.stop(keep).await?;
    shown.map(|()| kept)
}
