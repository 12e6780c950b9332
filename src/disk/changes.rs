//! Changes that the server has not answered yet, one file each, in the order they were asked for. A
//! file is on disk before its change is tried for the first time.

use super::atomic;
use crate::app::effect::Change;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The changes of one console that wait for an answer.
#[derive(Debug)]
pub struct Changes {
    folder: PathBuf,
}

impl Changes {
    /// The changes in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        atomic::make_folder(&folder)?;
        atomic::sweep(&folder)?;
        Ok(Self { folder })
    }

    /// Keeps a change behind all others. Gives its place.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, change: &Change) -> io::Result<u64> {
        let place = self.places()?.last().map_or(1, |last| last + 1);
        atomic::write(&self.path(place), &serde_json::to_vec(change)?)?;
        Ok(place)
    }

    /// Forgets a change: it was answered.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, place: u64) -> io::Result<()> {
        atomic::remove(&self.path(place))
    }

    /// Everything that waits, in its order. A file that cannot be read is left where it is, for a
    /// person to look at.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn all(&self) -> io::Result<Vec<(u64, Change)>> {
        let read = |place: u64| {
            let path = self.path(place);
            match fs::read(&path).map(|bytes| serde_json::from_slice(&bytes)) {
                Ok(Ok(change)) => Some((place, change)),
                wrong => {
                    tracing::warn!(path = %path.display(), ?wrong, "unreadable change left alone");
                    None
                }
            }
        };
        Ok(self.places()?.into_iter().filter_map(read).collect())
    }

    /// Takes over what a dead console left, behind our own.
    ///
    /// # Errors
    /// When the disk refuses; what was not taken over stays where it was.
    pub fn adopt(&self, other: &Self) -> io::Result<()> {
        for (place, change) in other.all()? {
            self.put(&change)?;
            other.remove(place)?;
        }
        Ok(())
    }

    fn path(&self, place: u64) -> PathBuf {
        self.folder.join(format!("{place:010}.json"))
    }

    fn places(&self) -> io::Result<Vec<u64>> {
        let place =
            |path: &Path| path.file_name()?.to_str()?.strip_suffix(".json")?.parse::<u64>().ok();
        let mut places = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            places.extend(place(&entry?.path()));
        }
        places.sort_unstable();
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use robindesk_protocol::{Priority, TicketId, TicketStatus};

    #[test]
    fn changes_keep_their_order_through_restart_and_adoption() {
        let home = tempfile::tempdir().unwrap();
        let ticket = TicketId(8);
        let one = Change::TicketStatus { ticket, status: TicketStatus::Resolved };
        let two = Change::Priority { ticket, priority: Priority::Low };
        let ours = Changes::open(home.path().join("1")).unwrap();
        let theirs = Changes::open(home.path().join("2")).unwrap();
        let place = ours.put(&two).unwrap();
        theirs.put(&one).unwrap();
        theirs.put(&two).unwrap();
        ours.adopt(&theirs).unwrap();
        ours.remove(place).unwrap();
        let again = Changes::open(home.path().join("1")).unwrap();
        assert_eq!(again.all().unwrap(), [(2, one), (3, two)]);
        assert_eq!(theirs.all().unwrap(), []);
    }

    #[test]
    fn half_a_file_stops_nothing_and_is_not_thrown_away() {
        let home = tempfile::tempdir().unwrap();
        let changes = Changes::open(home.path().to_owned()).unwrap();
        fs::write(home.path().join("0000000001.json"), b"{\"Prio").unwrap();
        assert_eq!(changes.all().unwrap(), []);
        let waked = Change::Snooze { ticket: TicketId(8), until: None };
        assert_eq!(changes.put(&waked).unwrap(), 2);
        assert!(home.path().join("0000000001.json").exists());
    }
}
