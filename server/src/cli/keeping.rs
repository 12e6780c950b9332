//! The commands that keep an installation: `import`, `backup` and `restore`.

use super::Failure;
use crate::clock::Clock;
use crate::ops::backup::manifest::Manifest;
use crate::ops::import::{self, Imported};
use crate::ops::{backup, restore};
use crate::settings::Files;
use crate::{Settings, open};
use std::fs::File;
use std::path::Path;

/// Takes in a file, or standard input for `-`.
pub async fn import(settings: Settings, file: &Path) -> Result<(), Failure> {
    let bytes = if file == Path::new("-") {
        import::whole(std::io::stdin().lock())
    } else {
        let opened = File::open(file);
        let named = |error| Failure::Failed(format!("{}: {error}", file.display()));
        import::whole(opened.map_err(named)?)
    };
    let bytes = bytes.map_err(Failure::failed)?;
    // Before anything is opened or made: a file that cannot be read needs no desk.
    let listing = import::read(&bytes).map_err(Failure::failed)?;
    let opened = open(settings, Clock::System).await.map_err(Failure::failed)?;
    let done = import::import(opened.app(), listing).await;
    opened.close().await;
    let Imported { brands, creators, packages } = done.map_err(Failure::failed)?;
    for (nouns, done) in [("brands", brands), ("creators", creators), ("packages", packages)] {
        let import::Outcome { created, updated, unchanged } = done;
        println!("{nouns:<9} {created} created, {updated} updated, {unchanged} unchanged");
    }
    Ok(())
}

/// Takes a backup.
pub async fn backup(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let done = backup::backup(settings, &Clock::System, file).await.map_err(Failure::failed)?;
    println!("Backed up {} into {} ({} bytes).", holds(&done.manifest), file.display(), done.size);
    for object in &done.manifest.missing {
        eprintln!("warning: the file {object} is named by a message and was not there");
    }
    if !done.noted {
        eprintln!(
            "warning: the desk does not know of this backup; its health tells of an older one"
        );
    }
    Ok(())
}

/// Restores a backup.
pub async fn restore(settings: &Settings, file: &Path, force: bool) -> Result<(), Failure> {
    let done = restore::restore(settings, &Clock::System, file, force).await;
    let done = done.map_err(Failure::failed)?;
    let (holds, at) = (holds(&done.manifest), done.manifest.taken_at);
    println!("Restored {holds}, as it was at {at}, in {}.", done.database.display());
    if settings.files != Files::Folder && done.manifest.members.len() > 1 {
        let files = settings.files_dir();
        eprintln!("warning: the files are in {}; put them into your bucket", files.display());
    }
    if let Some(before) = done.before {
        println!("The desk that was there before is {}.", before.display());
    }
    Ok(())
}

fn holds(manifest: &Manifest) -> String {
    let Manifest { holds, members, .. } = manifest;
    let (orders, messages, accounts) = (holds.orders, holds.messages, holds.accounts);
    // One member is the database.
    let files = members.len().saturating_sub(1);
    format!("{orders} orders, {messages} messages, {accounts} accounts and {files} files")
}
