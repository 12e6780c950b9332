//! The commands that keep an installation: `import`.

use super::Failure;
use crate::clock::Clock;
use crate::ops::import::{self, Imported};
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
