//! What a backup says of itself: which desk, from when, and what each member must be.

use robindesk_protocol::Timestamp;
use serde::{Deserialize, Serialize};

/// How archives are laid out. Another number could not be read by this program.
pub const FORMAT: u32 = 1;

/// `manifest.json` of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The program's that took it.
    pub version: String,
    /// The newest step of the database's schema.
    pub schema: i64,
    pub taken_at: Timestamp,
    pub holds: Holds,
    /// Files that a message has and that were not there to be taken.
    pub missing: Vec<String>,
    pub members: Vec<Member>,
}

/// How much a desk holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holds {
    pub orders: u64,
    pub tickets: u64,
    pub messages: u64,
    pub accounts: u64,
    pub events: u64,
}

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// In hex.
    pub sha256: String,
}

/// The name of the manifest in an archive.
pub const NAME: &str = "manifest.json";

/// The database's name in an archive.
pub const DATABASE: &str = "robindesk.db";

/// A file's name in an archive.
pub fn name_of(object: &str) -> String {
    format!("files/{}/{object}", object.get(..2).unwrap_or_default())
}

/// The file whose name this is; `None` for names that no archive of ours has.
pub fn object_of(name: &str) -> Option<&str> {
    let object = name.rsplit('/').next()?;
    let ours = object.len() == 32 && object.bytes().all(|byte| byte.is_ascii_hexdigit());
    (ours && name == name_of(object)).then_some(object)
}

#[cfg(test)]
mod tests {
    use super::{name_of, object_of};

    #[test]
    fn only_names_of_ours_are_taken() {
        let object = "0123456789abcdef0123456789abcdef";
        assert_eq!(object_of(&name_of(object)), Some(object));
        for odd in [
            "../robindesk.db",
            "files/../0123456789abcdef0123456789abcdef",
            "files/00/0123456789abcdef0123456789abcdef",
            "/files/01/0123456789abcdef0123456789abcdef",
            "files/01/..",
            "é",
            "",
        ] {
            assert_eq!(object_of(odd), None, "{odd}");
        }
    }
}
