//! Files that are sent here and had from here, over a link that is cut where a test says.

use super::{Shared, ok, problem};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use robindesk_protocol::{Audience, Message, MessageId, MessageType, TicketId, Timestamp};
use serde_json::json;
use std::io;

/// Takes a file: its id and its bytes, as the console writes them.
pub async fn take(State(desk): Shared, body: Body) -> Response {
    let cut = desk.lock().unwrap().cuts.pop_front();
    let mut pieces = body.into_data_stream();
    let mut had = Vec::new();
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else { return problem(400, "Cut.") };
        had.extend_from_slice(&piece);
        if cut.is_some_and(|at| had.len() >= at) {
            return problem(503, "Cut.");
        }
    }
    let text = String::from_utf8_lossy(&had).into_owned();
    let parts: Vec<&str> = text.split("\r\n\r\n").collect();
    let value = |at: usize| parts[at].split("\r\n--").next().unwrap().to_owned();
    let (id, content) = (value(2), value(3));
    let mut desk = desk.lock().unwrap();
    if !desk.files.iter().any(|(known, _)| *known == id) {
        desk.files.push((id.clone(), content.into_bytes()));
    }
    let message = Message {
        id: MessageId(1),
        ticket_id: TicketId(8),
        sender: None,
        message_text: "brief.txt".to_owned(),
        message_type: MessageType::File,
        audience: Audience::Brand,
        client_id: Some(id),
        created_at: Timestamp(0),
        file: None,
    };
    ok(json!({"message": message}))
}

/// Gives the file, or the rest of it.
pub async fn give(State(desk): Shared, headers: HeaderMap) -> Response {
    let (rest, cut, status) = {
        let mut desk = desk.lock().unwrap();
        let range = headers.get(header::RANGE).map(|v| v.to_str().unwrap().to_owned());
        let from = range.as_deref().and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-'));
        let from: usize = from.map_or(0, |from| from.parse().unwrap());
        desk.ranges.push(range);
        let status = if from > 0 { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
        (desk.file[from..].to_vec(), desk.cuts.pop_front(), status)
    };
    let length = rest.len();
    let sent = cut.unwrap_or(length).min(length);
    let mut pieces: Vec<io::Result<Bytes>> =
        rest[..sent].chunks(1_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    if sent < length {
        pieces.push(Err(io::Error::other("cut")));
    }
    let body = Body::from_stream(stream::iter(pieces));
    (status, [(header::CONTENT_LENGTH, length.to_string())], body).into_response()
}
