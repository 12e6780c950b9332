//! Files on their way up and down, told piece by piece so that somebody can watch.

use super::api::Api;
use super::client::Call;
use super::error::Error;
use futures_util::stream;
use reqwest::{Body, Response, StatusCode};
use robindesk_protocol::{Audience, FileId, Message, MessageAnswer, TicketId};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

/// How much is read from the disk at once.
const PIECE: usize = 64 * 1024;

/// A file on its way to a ticket.
#[derive(Debug)]
pub struct Sent<'a> {
    pub ticket: TicketId,
    pub audience: Audience,
    /// A UUID: the same one again sends nothing twice.
    pub client_id: &'a str,
    pub name: &'a str,
}

impl Api {
    /// Sends a file as a message. `moved` hears how many bytes have left.
    ///
    /// # Errors
    /// When the server refuses it, or the link breaks. The same again sends nothing twice.
    pub async fn send_file(
        &self,
        sent: Sent<'_>,
        file: File,
        moved: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Message, Error> {
        let boundary = format!("robindesk-{}", sent.client_id);
        let part =
            |name: &str| format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        // Quotes, backslashes and breaks would end the name.
        let plain = |c: char| if c == '"' || c == '\\' || c.is_control() { '_' } else { c };
        let name: String = sent.name.chars().map(plain).collect();
        let head = format!(
            "{}\r\n\r\n{}\r\n{}\r\n\r\n{}\r\n{}; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            part("audience"),
            sent.audience,
            part("client_id"),
            sent.client_id,
            part("file"),
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let pieces = stream::unfold(Some((Some(head), file, 0, tail, moved)), |state| async move {
            let (head, mut file, gone, tail, moved) = state?;
            if let Some(head) = head {
                return Some((Ok(head.into_bytes()), Some((None, file, gone, tail, moved))));
            }
            let mut piece = vec![0; PIECE];
            match file.read(&mut piece).await {
                Ok(0) => Some((Ok(tail.into_bytes()), None)),
                Ok(read) => {
                    piece.truncate(read);
                    let gone = gone + read as u64;
                    moved(gone);
                    Some((Ok(piece), Some((None, file, gone, tail, moved))))
                }
                Err(error) => Some((Err(error), None)),
            }
        });
        let path = format!("api/crm/tickets/{}/files", sent.ticket);
        let kind = format!("multipart/form-data; boundary={boundary}");
        let call = Call::post(path);
        let answer: MessageAnswer = self.upload(&call, &kind, Body::wrap_stream(pieces)).await?;
        Ok(answer.message)
    }

    /// Opens a file from a byte on: its head has arrived, its body comes as it is read. Says whether
    /// it does begin there; a server may only have the whole.
    ///
    /// # Errors
    /// `Refused` when it is not there, or not for us.
    pub async fn open_file(&self, file: FileId, from: u64) -> Result<(Response, bool), Error> {
        let call = Call::get(format!("api/files/{file}")).from(from);
        let response = self.download(&call).await?;
        let there = from == 0 || response.status() == StatusCode::PARTIAL_CONTENT;
        Ok((response, there))
    }
}
