//! `import FILE`: brands, creators and packages from JSON or CSV, all of them or none (`api.md`,
//! robindesk-server). A file is read whole, every mistake in it is told with its line, and then one
//! command carries it to the desk.

mod json;
mod lines;
mod table;

pub use crate::desk::import::{Import, Imported, Outcome};

use crate::desk::command::{Caller, Command, Request};
use crate::desk::reply::Reply;
use crate::state::App;
use crate::writer::WriteError;
use robindesk_protocol::FieldError;
use std::fmt;
use std::io::Read;

/// The largest file, in bytes. It is held in memory, and one transaction carries all of it.
const LARGEST: u64 = 128 * 1024 * 1024;
/// How many mistakes are told in full.
const TOLD: usize = 50;

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportError {
    /// What is wrong, each with its line.
    Refused(Vec<FieldError>),
    /// It could not be read, or the desk could not be written.
    Failed(String),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = match self {
            Self::Failed(why) => return f.write_str(why),
            Self::Refused(faults) => faults,
        };
        write!(f, "nothing was imported")?;
        for FieldError { field, message } in faults.iter().take(TOLD) {
            write!(f, "\n  {field}: {message}")?;
        }
        match faults.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for ImportError {}

/// Reads a file whole.
///
/// # Errors
/// When it cannot be read, or is larger than 128 MiB.
pub fn whole(from: impl Read) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let read = from.take(LARGEST + 1).read_to_end(&mut bytes);
    let read = read.map_err(|error| ImportError::Failed(error.to_string()))?;
    if read as u64 > LARGEST {
        let why = "the file is larger than 128 MiB; split it: creators before their packages";
        return Err(ImportError::Failed(why.to_owned()));
    }
    Ok(bytes)
}

/// What was read from a file.
#[derive(Debug)]
pub struct Listing {
    import: Import,
    /// A table has columns where JSON has an object in an object.
    is_table: bool,
}

/// What a file holds: JSON when it begins like JSON, CSV otherwise.
///
/// # Errors
/// [`ImportError::Refused`] with everything that is wrong, each with its line and field.
pub fn read(bytes: &[u8]) -> Result<Listing, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        let field = line(before as u64, None);
        let message = "is no UTF-8; save the file as UTF-8".to_owned();
        ImportError::Refused(vec![FieldError { field, message }])
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_table = !text.trim_start().starts_with(['{', '[']);
    let read = if is_table { table::read(text) } else { json::read(text) };
    Ok(Listing { import: read.map_err(ImportError::Refused)?, is_table })
}

/// Imports what was read.
///
/// # Errors
/// [`ImportError`]; then nothing of it was imported.
pub async fn import(app: &App, listing: Listing) -> Result<Imported, ImportError> {
    let command = Command::Import(listing.import);
    let request = Request { at: app.clock.now(), by: Caller::System, key: None, command };
    match app.writer.submit(request).await {
        Ok(Reply::Imported(done)) => Ok(done),
        Ok(other) => Err(ImportError::Failed(format!("an odd answer: {other:?}"))),
        Err(WriteError::Rejected(mut rejection)) => {
            if listing.is_table {
                for error in &mut rejection.errors {
                    error.field = error.field.replace('.', "_");
                }
            }
            Err(ImportError::Refused(rejection.errors))
        }
        Err(error) => Err(ImportError::Failed(format!("the desk could not be written: {error}"))),
    }
}

/// Where a mistake is, in the words of the desk's own refusals.
fn line(number: u64, field: Option<&str>) -> String {
    match field {
        Some(field) => format!("line {number}, {field}"),
        None => format!("line {number}"),
    }
}

#[cfg(test)]
mod tests;
