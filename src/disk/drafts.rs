//! Drafts: what is typed and not yet sent, one file for each ticket and lane.

use super::atomic;
use robindesk_protocol::{Audience, TicketId};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The drafts of one console (`console.md`, promise 2).
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
}

impl Drafts {
    /// The drafts in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        atomic::make_folder(&folder)?;
        atomic::sweep(&folder)?;
        Ok(Self { folder })
    }

    /// Keeps what is typed in one lane; an empty text forgets it.
    ///
    /// # Errors
    /// When the disk refuses; the draft before it is then still there.
    pub fn keep(&self, ticket: TicketId, audience: Audience, text: &str) -> io::Result<()> {
        let path = self.path(ticket, audience);
        if text.is_empty() { atomic::remove(&path) } else { atomic::write(&path, text.as_bytes()) }
    }

    /// What lies here for a ticket.
    pub fn of(&self, ticket: TicketId) -> Vec<(Audience, String)> {
        Audience::ALL
            .iter()
            .filter_map(|&audience| Some((audience, read(&self.path(ticket, audience))?)))
            .collect()
    }

    /// Takes over what a dead console left. Where both have a draft, both texts stay.
    ///
    /// # Errors
    /// When the disk refuses; what was not taken over stays where it was.
    pub fn adopt(&self, other: &Self) -> io::Result<()> {
        for entry in fs::read_dir(&other.folder)? {
            let path = entry?.path();
            let Some((ticket, audience)) = parse_name(&path) else { continue };
            let Some(theirs) = read(&path) else { continue };
            let text = match read(&self.path(ticket, audience)) {
                Some(ours) if ours == theirs => ours,
                Some(ours) => format!("{ours}\n\n{theirs}"),
                None => theirs,
            };
            self.keep(ticket, audience, &text)?;
            atomic::remove(&path)?;
        }
        Ok(())
    }

    fn path(&self, ticket: TicketId, audience: Audience) -> PathBuf {
        self.folder.join(format!("{ticket}.{audience}.txt"))
    }
}

fn read(path: &Path) -> Option<String> {
    fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn parse_name(path: &Path) -> Option<(TicketId, Audience)> {
    let name = path.file_name()?.to_str()?.strip_suffix(".txt")?;
    let (ticket, audience) = name.split_once('.')?;
    Some((ticket.parse().ok()?, Audience::parse(audience)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_for_its_lane_and_forgotten_when_empty() {
        let home = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(home.path().join("drafts")).unwrap();
        drafts.keep(TicketId(8), Audience::Brand, "Tomorrow at noon").unwrap();
        drafts.keep(TicketId(8), Audience::Staff, "check the\ncontract").unwrap();
        assert_eq!(
            drafts.of(TicketId(8)),
            [
                (Audience::Brand, "Tomorrow at noon".to_owned()),
                (Audience::Staff, "check the\ncontract".to_owned())
            ]
        );
        drafts.keep(TicketId(8), Audience::Brand, "").unwrap();
        assert_eq!(drafts.of(TicketId(8)).len(), 1);
        assert!(drafts.of(TicketId(80)).is_empty());
    }

    #[test]
    fn adopting_loses_neither_text() {
        let home = tempfile::tempdir().unwrap();
        let ours = Drafts::open(home.path().join("1")).unwrap();
        let theirs = Drafts::open(home.path().join("2")).unwrap();
        ours.keep(TicketId(1), Audience::Brand, "ours").unwrap();
        theirs.keep(TicketId(1), Audience::Brand, "theirs").unwrap();
        theirs.keep(TicketId(2), Audience::Creator, "alone").unwrap();
        ours.adopt(&theirs).unwrap();
        assert_eq!(ours.of(TicketId(1)), [(Audience::Brand, "ours\n\ntheirs".to_owned())]);
        assert_eq!(ours.of(TicketId(2)), [(Audience::Creator, "alone".to_owned())]);
        assert!(theirs.of(TicketId(1)).is_empty());
    }
}
