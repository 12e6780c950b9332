//! The outbox: messages that the server has not taken yet, one file each, in the order they were
//! written. A file is on disk before its message is tried for the first time.

use super::atomic;
use crate::app::effect::Outgoing;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub outgoing: Outgoing,
    /// What the server said when it refused the message for good; `None` while it is to be sent.
    pub refused: Option<String>,
}

/// The outbox of one console.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// The outbox in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        atomic::make_folder(&folder)?;
        atomic::sweep(&folder)?;
        Ok(Self { folder })
    }

    /// Keeps a message behind all others; one that is already here stays in its place.
    ///
    /// # Errors
    /// When the disk refuses, or the id could not be part of a file's name.
    pub fn put(&self, kept: &Kept) -> io::Result<()> {
        let id = &kept.outgoing.client_id;
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        if id.is_empty() || id.len() > 64 || !id.bytes().all(fits) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let files = self.files()?;
        let path = files.iter().find(|f| f.client_id == *id).map_or_else(
            || self.folder.join(format!("{:010}.{id}.json", next_place(&files))),
            |file| file.path.clone(),
        );
        atomic::write(&path, &serde_json::to_vec(kept)?)
    }

    /// Forgets a message: it was taken, or taken back.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, client_id: &str) -> io::Result<()> {
        match self.files()?.iter().find(|f| f.client_id == client_id) {
            Some(file) => atomic::remove(&file.path),
            None => Ok(()),
        }
    }

    /// Everything in the outbox, in the order it was written. A file that cannot be read is left
    /// where it is, for a person to look at.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn all(&self) -> io::Result<Vec<Kept>> {
        let read = |file: &KeptFile| match fs::read(&file.path).map(|b| serde_json::from_slice(&b))
        {
            Ok(Ok(kept)) => Some(kept),
            wrong => {
                tracing::warn!(path = %file.path.display(), ?wrong, "unreadable outbox file left alone");
                None
            }
        };
        Ok(self.files()?.iter().filter_map(read).collect())
    }

    /// Takes over what a dead console left, behind our own.
    ///
    /// # Errors
    /// When the disk refuses; what was not taken over stays where it was.
    pub fn adopt(&self, other: &Self) -> io::Result<()> {
        for kept in other.all()? {
            self.put(&kept)?;
            other.remove(&kept.outgoing.client_id)?;
        }
        Ok(())
    }

    fn files(&self) -> io::Result<Vec<KeptFile>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            files.extend(KeptFile::parse(&entry?.path()));
        }
        files.sort_by_key(|f| f.place);
        Ok(files)
    }
}

/// `0000000001.<client id>.json`.
struct KeptFile {
    place: u64,
    client_id: String,
    path: PathBuf,
}

impl KeptFile {
    fn parse(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
        let (place, client_id) = name.split_once('.')?;
        Some(Self {
            place: place.parse().ok()?,
            client_id: client_id.to_owned(),
            path: path.to_owned(),
        })
    }
}

fn next_place(files: &[KeptFile]) -> u64 {
    files.last().map_or(1, |f| f.place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use robindesk_protocol::{Audience, TicketId, Timestamp};

    fn kept(id: &str, text: &str) -> Kept {
        Kept {
            outgoing: Outgoing {
                client_id: id.to_owned(),
                ticket: TicketId(8),
                audience: Audience::Brand,
                text: text.to_owned(),
                at: Timestamp(0),
                not_before: None,
            },
            refused: None,
        }
    }

    fn ids(outbox: &Outbox) -> Vec<String> {
        outbox.all().unwrap().into_iter().map(|k| k.outgoing.client_id).collect()
    }

    #[test]
    fn messages_keep_their_order_through_refusal_and_restart() {
        let home = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(home.path().join("outbox")).unwrap();
        for id in ["z", "a", "m"] {
            outbox.put(&kept(id, "hello")).unwrap();
        }
        outbox.put(&Kept { refused: Some("No.".to_owned()), ..kept("z", "hello") }).unwrap();
        let again = Outbox::open(home.path().join("outbox")).unwrap();
        assert_eq!(ids(&again), ["z", "a", "m"]);
        assert_eq!(again.all().unwrap()[0].refused.as_deref(), Some("No."));
        again.remove("a").unwrap();
        again.put(&kept("b", "later")).unwrap();
        assert_eq!(ids(&again), ["z", "m", "b"]);
    }

    #[test]
    fn half_a_file_stops_nothing_and_is_not_thrown_away() {
        let home = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(home.path().to_owned()).unwrap();
        fs::write(home.path().join("0000000001.x.json"), b"{\"outgoing\": {\"cli").unwrap();
        fs::write(home.path().join(".part-abc"), b"{").unwrap();
        outbox.put(&kept("y", "hello")).unwrap();
        assert_eq!(ids(&Outbox::open(home.path().to_owned()).unwrap()), ["y"]);
        assert!(home.path().join("0000000001.x.json").exists());
        assert!(!home.path().join(".part-abc").exists());
    }

    #[test]
    fn an_id_cannot_name_a_file_elsewhere() {
        let home = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(home.path().to_owned()).unwrap();
        for id in ["", "../../x", "a/b", "a.b"] {
            assert!(outbox.put(&kept(id, "hello")).is_err(), "{id:?} was taken");
        }
    }
}
