//! What the database is like, and whether the desk in it is sound.

use super::Line;
use crate::clock::Clock;
use crate::settings::{Files, Settings};
use crate::store::read::invariants::{self, Finding};
use crate::store::read::{about, events};
use crate::store::upkeep::{self, Shelved};
use crate::store::{Store, StoreError};
use robindesk_protocol::Timestamp;

const HOUR_MS: i64 = 60 * 60 * 1_000;
/// A daily backup is never much older.
const OLD_BACKUP_MS: i64 = 26 * HOUR_MS;
/// By then it has been failing for a week.
const NO_BACKUP_MS: i64 = 7 * 24 * HOUR_MS;
/// Clocks of several nodes are never quite the same.
const TOLERANCE_MS: i64 = 60 * 1_000;

/// Everything about the database; one line alone where it cannot be had.
pub async fn lines(settings: &Settings, clock: &Clock) -> Vec<Line> {
    match look(settings, clock).await {
        Ok(lines) => lines,
        Err(error) => {
            let todo = "see that it runs, and what DATABASE_URL says";
            vec![Line::fail("database", error.to_string(), todo)]
        }
    }
}

async fn look(settings: &Settings, clock: &Clock) -> Result<Vec<Line>, StoreError> {
    let url = settings.database_url();
    if upkeep::file_of(&url)?.is_some_and(|file| !file.exists()) {
        let said = "there is no database yet";
        return Ok(vec![Line::warn("database", said, "robindesk-server serve makes it")]);
    }
    let store = Store::open_as_it_is(&url).await?;
    let schema = schema(&upkeep::steps(&store).await?);
    let current = schema.todo.is_none();
    let mut lines = vec![schema];
    // Another schema's desk cannot be looked into.
    if current {
        let now = clock.now();
        lines.push(backup(&store, now).await?);
        lines.push(time(&store, now).await?);
        lines.push(files(&store, settings).await?);
        lines.extend(invariants::all(&store).await?.iter().map(rule));
    }
    store.close().await;
    Ok(lines)
}

fn schema(applied: &[i64]) -> Line {
    let missing = upkeep::missing_steps(applied);
    let newer = applied.iter().any(|step| *step > upkeep::newest_step());
    match (missing, newer) {
        (_, true) => {
            let said = "the database is of a newer version than this program";
            Line::fail("schema", said, "run the newer version")
        }
        (0, false) => Line::ok("schema", "the database's schema is up to date"),
        (missing, false) => {
            let said = format!("{missing} steps of the database's schema are missing");
            Line::fail("schema", said, "run robindesk-server migrate; take a backup first")
        }
    }
}

async fn backup(store: &Store, now: Timestamp) -> Result<Line, StoreError> {
    if store.engine() == "postgresql" {
        let said = "backups of PostgreSQL are its own, and not known here";
        return Ok(Line::warn("backup", said, "see that pg_dump or your provider takes them"));
    }
    let todo = "run robindesk-server backup FILE every day";
    let Some(last) = about::database(store).await?.last_backup else {
        return Ok(Line::fail("backup", "there is no backup", todo));
    };
    let age = now.since_ms(last);
    let said = format!("the last backup is {} hours old", age / HOUR_MS);
    Ok(match age {
        NO_BACKUP_MS.. => Line::fail("backup", said, todo),
        OLD_BACKUP_MS..NO_BACKUP_MS => Line::warn("backup", said, todo),
        _ => Line::ok("backup", said),
    })
}

/// Whether time has gone on since the newest event.
async fn time(store: &Store, now: Timestamp) -> Result<Line, StoreError> {
    let newest = about::database(store).await?.newest;
    let mut conn = store.lease().await?;
    let newest = events::at(&mut conn, newest).await?.map(|logged| logged.event.at);
    let ahead = newest.map_or(0, |newest| newest.since_ms(now));
    if ahead <= TOLERANCE_MS {
        return Ok(Line::ok("clock", "this machine's clock goes on from the newest event"));
    }
    let said = format!("the newest event is {} seconds ahead of this clock", ahead / 1_000);
    Ok(Line::fail("clock", said, "set the clock, and keep it set by NTP"))
}

/// Whether every file that a message has is where it should be.
async fn files(store: &Store, settings: &Settings) -> Result<Line, StoreError> {
    let shelved = upkeep::shelved(&mut store.lease().await?).await?;
    if settings.files != Files::Folder {
        let said = format!("{} files lie in a bucket, and were not looked at", shelved.len());
        return Ok(Line::ok("files", said));
    }
    let folder = settings.files_dir();
    let is_there = |file: &&Shelved| {
        let inner = folder.join(file.object.get(..2).unwrap_or_default());
        std::fs::metadata(inner.join(&file.object)).is_ok_and(|lies| lies.len() == file.size)
    };
    let missing: Vec<&Shelved> = shelved.iter().filter(|file| !is_there(file)).collect();
    let Some(first) = missing.first() else {
        return Ok(Line::ok("files", format!("all {} files are there", shelved.len())));
    };
    let said = format!("{} files are missing or cut short; {} is one", missing.len(), first.object);
    let todo = format!("bring them back into {} from a backup", folder.display());
    Ok(Line::fail("files", said, todo))
}

fn rule(found: &Finding) -> Line {
    if found.broken.is_empty() {
        return Line::ok("desk", found.rule);
    }
    let said = format!("not so: {} ({})", found.rule, found.broken.join("; "));
    let todo = if found.can_be_mended {
        "run robindesk-server check --mend, which counts anew; report it"
    } else {
        "keep this database as it is, and report it; restore the last backup to go on"
    };
    Line::fail("desk", said, todo)
}
