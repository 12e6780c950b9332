//! Files going up and coming down, several at once, each told as it goes. When the link is lost they go
//! on once it is back: what came down is kept, what goes up is sent again under its own id.

use crate::app::effect::FileMove;
use crate::app::message::{Failure, FailureKind, Message, Step};
use crate::disk::downloads;
use crate::model::transfers::size;
use crate::net::backoff::pause;
use crate::net::files::Sent;
use crate::net::{Api, Backoff, Error, Pace};
use robindesk_protocol::{Audience, FileId, TicketId};
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

/// After so many tries in vain in a row she is told that it did not work.
const TRIES: u32 = 12;

/// What a file moves by.
#[derive(Clone)]
pub(super) struct Mover {
    pub api: Api,
    pub pace: Pace,
    pub nudge: watch::Receiver<u64>,
    pub messages: UnboundedSender<Message>,
    /// Where files are saved.
    pub folder: PathBuf,
    /// Of this one file.
    pub id: String,
}

impl Mover {
    /// Moves the file, and posts how far it has come and how it ended.
    pub(super) async fn work(self, what: FileMove) {
        let ended = match what {
            FileMove::Up { ticket, audience, path } => self.up(&path, ticket, audience).await,
            FileMove::Down { file, name } => self.down(file, &name).await,
        };
        self.tell(match ended {
            Ok(words) => Step::Done(words),
            Err(words) => Step::Failed(words),
        });
    }

    fn tell(&self, step: Step) {
        let _ = self.messages.send(Message::Transfer { id: self.id.clone(), step });
    }

    async fn up(&self, path: &str, ticket: TicketId, audience: Audience) -> Result<String, String> {
        let wrong = |e: io::Error| format!("{path}: {e}");
        let name = Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| "file".to_owned());
        let mut backoff = Backoff::new(self.pace);
        let mut fits = false;
        loop {
            let file = File::open(path).await.map_err(wrong)?;
            let total = file.metadata().await.map_err(wrong)?.len();
            if !fits {
                fits = self.fits(&name, total).await?;
            }
            let sent = Sent { ticket, audience, client_id: &self.id, name: &name };
            let teller = self.clone();
            let moved = move |done| teller.tell(Step::Moved { done, total });
            match self.api.send_file(sent, file, moved).await {
                Ok(_) => return Ok(format!("sent {name}")),
                Err(error) => self.rest(&mut backoff, error).await?,
            }
        }
    }

    /// Whether the desk takes files of this size. Asked before a byte leaves: a server that stops
    /// listening half way closes the connection, and its reason is lost with it. False when that
    /// could not be asked; the answer to the file itself decides then.
    ///
    /// # Errors
    /// In words, when the file is too large.
    async fn fits(&self, name: &str, bytes: u64) -> Result<bool, String> {
        let Ok(desk) = self.api.settings().await else { return Ok(false) };
        if bytes <= desk.max_file_bytes {
            return Ok(true);
        }
        let (has, most) = (size(bytes), size(desk.max_file_bytes));
        Err(format!("{name} is too large: it has {has}, and this desk takes up to {most}"))
    }

    async fn down(&self, file: FileId, name: &str) -> Result<String, String> {
        let wrong = |e: io::Error| format!("{name}: {e}");
        let folder = self.folder.clone();
        let part = tokio::task::spawn_blocking(move || downloads::begin(&folder)).await;
        let part = part.map_err(io::Error::other).flatten().map_err(wrong)?;
        let mut out = File::from_std(part.as_file().try_clone().map_err(wrong)?);
        let (mut done, mut backoff) = (0, Backoff::new(self.pace));
        while let Err(error) = self.fetch(file, &mut out, &mut done, &mut backoff).await {
            match error {
                Fault::Disk(error) => return Err(wrong(error)),
                Fault::Net(error) => self.rest(&mut backoff, error).await?,
            }
        }
        out.flush().await.map_err(wrong)?;
        drop(out);
        let wanted = name.to_owned();
        let kept = tokio::task::spawn_blocking(move || downloads::finish(part, &wanted)).await;
        let kept = kept.map_err(io::Error::other).flatten().map_err(wrong)?;
        Ok(format!("saved {}", kept.display()))
    }

    /// Fetches what is missing, as far as the link holds.
    async fn fetch(
        &self,
        file: FileId,
        out: &mut File,
        done: &mut u64,
        backoff: &mut Backoff,
    ) -> Result<(), Fault> {
        let (mut response, there) = self.api.open_file(file, *done).await?;
        if !there {
            out.set_len(0).await?;
            out.rewind().await?;
            *done = 0;
        }
        let total = response.content_length().map_or(0, |rest| *done + rest);
        while let Some(piece) = response.chunk().await.map_err(|e| self.api.transport(&e))? {
            out.write_all(&piece).await?;
            *done += piece.len() as u64;
            backoff.reset();
            self.tell(Step::Moved { done: *done, total });
        }
        Ok(())
    }

    /// Waits before the next try; what is refused is not tried again.
    async fn rest(&self, backoff: &mut Backoff, error: Error) -> Result<(), String> {
        if !error.is_passing() || backoff.tries() >= TRIES {
            return Err(error.to_string());
        }
        let mut nudge = self.nudge.clone();
        nudge.mark_unchanged();
        pause(backoff.failed(error.retry_after()), &mut nudge).await;
        Ok(())
    }
}

/// Writes files that were made here, and posts where they lie.
pub(super) fn export(
    files: Vec<(String, String)>,
    folder: PathBuf,
    messages: UnboundedSender<Message>,
) {
    tokio::task::spawn_blocking(move || {
        let kept: io::Result<Vec<PathBuf>> =
            files.iter().map(|(name, text)| downloads::keep(&folder, name, text)).collect();
        let wrong = |e: io::Error| Failure {
            kind: FailureKind::Refused,
            text: format!(
                "the export could not be written to {}: {}",
                folder.display(),
                downloads::why_not(&e)
            ),
        };
        let kept = kept.map(|paths| lying(&folder, &paths)).map_err(wrong);
        let _ = messages.send(Message::Exported(kept));
    });
}

/// Where these files lie: the folder first, as a narrow screen cuts the end. What two names share is
/// said once.
fn lying(folder: &Path, paths: &[PathBuf]) -> String {
    let mut names = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let again = at > 0 && path.file_stem() == paths[at - 1].file_stem();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        names.push(if again { format!(".{ending}") } else { name.into_owned() });
    }
    format!("exported to {}: {}", folder.display(), names.join(" and "))
}

/// Why a file did not come down.
enum Fault {
    Disk(io::Error),
    Net(Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Net(error)
    }
}
