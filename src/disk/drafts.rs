//! Drafts: what is typed and not yet sent, one file for each ticket and lane. The file is the text; what
//! its macros do stands on a line before it, which begins as no typed text does.

use super::atomic;
use crate::app::effect::Draft;
use robindesk_protocol::{Audience, MacroActions, TicketId};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Begins the line that says what macros do.
const PLAN: u8 = 0;

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
    pub fn keep(&self, ticket: TicketId, audience: Audience, draft: &Draft) -> io::Result<()> {
        let path = self.path(ticket, audience);
        if draft.text.is_empty() {
            return atomic::remove(&path);
        }
        let mut bytes = Vec::new();
        if draft.plan != MacroActions::default() {
            bytes.push(PLAN);
            serde_json::to_writer(&mut bytes, &draft.plan)?;
            bytes.push(b'\n');
        }
        bytes.extend(draft.text.as_bytes());
        atomic::write(&path, &bytes)
    }

    /// What lies here for a ticket.
    pub fn of(&self, ticket: TicketId) -> Vec<(Audience, Draft)> {
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
            let draft = match read(&self.path(ticket, audience)) {
                Some(ours) if ours == theirs => ours,
                // What two drafts together would do is for her to say.
                Some(ours) => Draft::from(format!("{}\n\n{}", ours.text, theirs.text).as_str()),
                None => theirs,
            };
            self.keep(ticket, audience, &draft)?;
            atomic::remove(&path)?;
        }
        Ok(())
    }

    fn path(&self, ticket: TicketId, audience: Audience) -> PathBuf {
        self.folder.join(format!("{ticket}.{audience}.txt"))
    }
}

fn read(path: &Path) -> Option<Draft> {
    let bytes = fs::read(path).ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let planned = bytes.strip_prefix(&[PLAN]).and_then(|rest| {
        let end = rest.iter().position(|b| *b == b'\n')?;
        let plan = serde_json::from_slice(&rest[..end]).unwrap_or_default();
        Some(Draft { text: text(&rest[end + 1..]), plan })
    });
    Some(planned.unwrap_or_else(|| text(&bytes).as_str().into()))
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
        drafts.keep(TicketId(8), Audience::Brand, &"Tomorrow at noon".into()).unwrap();
        drafts.keep(TicketId(8), Audience::Staff, &"check the\ncontract".into()).unwrap();
        assert_eq!(
            drafts.of(TicketId(8)),
            [
                (Audience::Brand, "Tomorrow at noon".into()),
                (Audience::Staff, "check the\ncontract".into())
            ]
        );
        drafts.keep(TicketId(8), Audience::Brand, &"".into()).unwrap();
        assert_eq!(drafts.of(TicketId(8)).len(), 1);
        assert!(drafts.of(TicketId(80)).is_empty());
    }

    #[test]
    fn what_macros_do_is_kept_with_the_text() {
        let home = tempfile::tempdir().unwrap();
        let drafts = Drafts::open(home.path().join("drafts")).unwrap();
        let plan = MacroActions { add_tags: vec!["refund".into()], ..MacroActions::default() };
        let draft = Draft { text: "Dear you,\n\nit is on its way.".into(), plan };
        drafts.keep(TicketId(8), Audience::Brand, &draft).unwrap();
        assert_eq!(drafts.of(TicketId(8)), [(Audience::Brand, draft.clone())]);
        let other = Drafts::open(home.path().join("2")).unwrap();
        other.adopt(&drafts).unwrap();
        assert_eq!(other.of(TicketId(8)), [(Audience::Brand, draft)]);
    }

    #[test]
    fn adopting_loses_neither_text() {
        let home = tempfile::tempdir().unwrap();
        let ours = Drafts::open(home.path().join("1")).unwrap();
        let theirs = Drafts::open(home.path().join("2")).unwrap();
        ours.keep(TicketId(1), Audience::Brand, &"ours".into()).unwrap();
        theirs.keep(TicketId(1), Audience::Brand, &"theirs".into()).unwrap();
        theirs.keep(TicketId(2), Audience::Creator, &"alone".into()).unwrap();
        ours.adopt(&theirs).unwrap();
        assert_eq!(ours.of(TicketId(1)), [(Audience::Brand, "ours\n\ntheirs".into())]);
        assert_eq!(ours.of(TicketId(2)), [(Audience::Creator, "alone".into())]);
        assert!(theirs.of(TicketId(1)).is_empty());
    }
}
