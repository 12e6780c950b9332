//! Files going up and coming down, several at once, each told as it goes.

use crate::app::effect::FileMove;
use crate::app::message::{Failure, FailureKind, Message, Step};
use crate::disk::downloads;
use crate::net::Api;
use crate::net::files::Sent;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc::UnboundedSender;

/// Moves one file, and posts how far it has come and how it ended.
pub(super) async fn work(api: Api, id: String, what: FileMove, messages: UnboundedSender<Message>) {
    let tell = {
        let (id, messages) = (id.clone(), messages.clone());
        move |step| drop(messages.send(Message::Transfer { id: id.clone(), step }))
    };
    let ended = match what {
        FileMove::Up { ticket, audience, path } => {
            let told = tell.clone();
            up(&api, &id, &path, ticket, audience, told).await
        }
        FileMove::Down { file, name } => down(&api, file, &name, &tell).await,
    };
    tell(match ended {
        Ok(words) => Step::Done(words),
        Err(words) => Step::Failed(words),
    });
}

/// Writes files that were made here, and posts where they lie.
pub(super) fn export(files: Vec<(String, String)>, messages: UnboundedSender<Message>) {
    tokio::task::spawn_blocking(move || {
        let kept: io::Result<Vec<PathBuf>> =
            files.iter().map(|(name, text)| downloads::keep(name, text)).collect();
        let kept = kept.map(|paths| {
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            format!("exported {}", paths.join(" and "))
        });
        let wrong = |e: io::Error| Failure {
            kind: FailureKind::Refused,
            text: format!("the export could not be written: {e}"),
        };
        let _ = messages.send(Message::Exported(kept.map_err(wrong)));
    });
}

async fn up(
    api: &Api,
    id: &str,
    path: &str,
    ticket: robindesk_protocol::TicketId,
    audience: robindesk_protocol::Audience,
    tell: impl Fn(Step) + Send + Sync + 'static,
) -> Result<String, String> {
    let wrong = |e: std::io::Error| format!("{path}: {e}");
    let file = File::open(path).await.map_err(wrong)?;
    let total = file.metadata().await.map_err(wrong)?.len();
    let name = Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| "file".to_owned());
    let sent = Sent { ticket, audience, client_id: id, name: &name };
    let moved = move |done| tell(Step::Moved { done, total });
    api.send_file(sent, file, moved).await.map_err(|e| e.to_string())?;
    Ok(format!("sent {name}"))
}

async fn down(
    api: &Api,
    file: robindesk_protocol::FileId,
    name: &str,
    tell: &impl Fn(Step),
) -> Result<String, String> {
    let wrong = |e: std::io::Error| format!("{name}: {e}");
    let mut response = api.open_file(file).await.map_err(|e| e.to_string())?;
    let total = response.content_length().unwrap_or(0);
    let part = tokio::task::spawn_blocking(downloads::begin).await;
    let part = part.map_err(std::io::Error::other).flatten().map_err(wrong)?;
    let mut out = File::from_std(part.as_file().try_clone().map_err(wrong)?);
    let mut done = 0;
    while let Some(piece) = response.chunk().await.map_err(|e| api.transport(&e).to_string())? {
        out.write_all(&piece).await.map_err(wrong)?;
        done += piece.len() as u64;
        tell(Step::Moved { done, total });
    }
    out.flush().await.map_err(wrong)?;
    drop(out);
    let wanted = name.to_owned();
    let kept = tokio::task::spawn_blocking(move || downloads::finish(part, &wanted)).await;
    let kept = kept.map_err(std::io::Error::other).flatten().map_err(wrong)?;
    Ok(format!("saved {}", kept.display()))
}
