//! The commands that keep an installation: `import`, `backup`, `restore`, `check` and `copy`.

use super::Failure;
use super::args::Check;
use crate::clock::Clock;
use crate::ops::backup::manifest::Manifest;
use crate::ops::check::{Level, Line, check as look};
use crate::ops::import::{self, Imported};
use crate::ops::mend::mend;
use crate::ops::{backup, copy, restore};
use crate::settings::Files;
use crate::{Settings, open};
use robindesk_protocol::Change;
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
    for found in &done.unsound {
        eprintln!("warning: not so in this desk: {} ({})", found.rule, found.broken.join("; "));
    }
    if let Some(before) = done.before {
        println!("The desk that was there before is {}.", before.display());
    }
    Ok(())
}

/// Goes through the checklist; first mends what is counted wrong, where that is asked for.
pub async fn check(settings: &Settings, asked: &Check) -> Result<(), Failure> {
    let mended = if asked.mend {
        mend(settings, &Clock::System).await.map_err(Failure::failed)?
    } else {
        Vec::new()
    };
    let lines = look(settings, &Clock::System).await;
    let failed = lines.iter().filter(|line| line.level == Level::Fail).count();
    if asked.json {
        let mut report = serde_json::json!({"ok": failed == 0, "checks": lines});
        if asked.mend {
            report["mended"] = serde_json::json!(mended);
        }
        println!("{report:#}");
    } else {
        for change in &mended {
            println!("mended  {}", told(change));
        }
        for Line { level, check, said, todo } in &lines {
            let mark = match level {
                Level::Ok => "ok  ",
                Level::Warn => "warn",
                Level::Fail => "FAIL",
            };
            println!("{mark}  {check:<8}  {said}");
            if let Some(todo) = todo {
                println!("{:16}-> {todo}", "");
            }
        }
    }
    match failed {
        0 => Ok(()),
        1 => Err(Failure::Failed("one thing must be mended".to_owned())),
        more => Err(Failure::Failed(format!("{more} things must be mended"))),
    }
}

/// A count as it was and as it is: `open_tickets of Maya: 4, not 5`.
fn told(change: &Change) -> String {
    let of = change.reason.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("{}{of}: {to}, not {from}", change.field),
        _ => format!("{}{of}", change.field),
    }
}

/// Moves a desk to another database.
pub async fn copy(settings: &Settings, from: &str, to: &str) -> Result<(), Failure> {
    let carried = copy::copy(from, to).await.map_err(Failure::failed)?;
    let copy::Carried { tables, rows } = carried;
    println!("Copied {rows} rows of {tables} tables, and read every one of them back.");
    println!("Files stay where they are, in {}.", settings.files_dir().display());
    println!(
        "Serve the copy by setting DATABASE_URL; keep JWT_SECRET and the data folder as they are."
    );
    Ok(())
}

fn holds(manifest: &Manifest) -> String {
    let Manifest { holds, members, .. } = manifest;
    let (orders, messages, accounts) = (holds.orders, holds.messages, holds.accounts);
    // One member is the database.
    let files = members.len().saturating_sub(1);
    format!("{orders} orders, {messages} messages, {accounts} accounts and {files} files")
}
