//! Messages, their files, who has read how far, and macros.

use super::{Cells, json, table};
use crate::desk::changes::Changes;
use crate::desk::command::NewFile;
use crate::desk::world::World;
use crate::store::StoreError;
use crate::store::cells::Cell;
use crate::store::flush::Table;
use robindesk_protocol::{Macro, Message, MessageId, TicketId, UserId};

pub const MESSAGES: Table = table!(
    "messages",
    0,
    [
        "id",
        "ticket_id",
        "sender_id",
        "message_text",
        "message_type",
        "audience",
        "client_id",
        "created_at",
    ]
);

pub const FILES: Table =
    table!("files", 0, ["message_id", "name", "content_type", "size", "object"]);

pub const READS: Table = table!("reads", 2, ["user_id", "ticket_id", "message_id"]);

pub const MACROS: Table = table!(
    "macros",
    1,
    ["id", "owner_id", "shared", "title", "body", "actions", "created_at", "updated_at"]
);

pub fn messages(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |m: &'_ Message| -> Cells<'_> {
        vec![
            m.id.0.into(),
            m.ticket_id.0.into(),
            m.sender.as_ref().map(|s| s.id.0).into(),
            m.message_text.clone().into(),
            m.message_type.as_str().into(),
            m.audience.as_str().into(),
            m.client_id.clone().map_or(Cell::Text(None), Cell::from),
            m.created_at.into(),
        ]
    };
    changes.messages.iter().map(row).collect()
}

pub fn files(changes: &Changes) -> Vec<Cells<'_>> {
    let row = |(message, f): &'_ (MessageId, NewFile)| {
        vec![
            message.0.into(),
            f.name.clone().into(),
            f.content_type.clone().into(),
            i64::try_from(f.size).unwrap_or(i64::MAX).into(),
            f.object.clone().into(),
        ]
    };
    changes.files.iter().map(row).collect()
}

pub fn reads<'a>(world: &World, changes: &Changes) -> Vec<Cells<'a>> {
    let row = |key: &(UserId, TicketId)| {
        let message = world.reads.get(key)?;
        Some(vec![key.0.0.into(), key.1.0.into(), message.0.into()])
    };
    changes.reads.iter().filter_map(row).collect()
}

pub fn macros<'a>(world: &'a World, changes: &Changes) -> Result<Vec<Cells<'a>>, StoreError> {
    let row = |m: &'a Macro| -> Result<Cells<'a>, StoreError> {
        Ok(vec![
            m.id.0.into(),
            m.owner_id.0.into(),
            m.shared.into(),
            (&m.title).into(),
            (&m.body).into(),
            json(&m.actions)?.into(),
            m.created_at.into(),
            m.updated_at.into(),
        ])
    };
    changes.macros.iter().filter_map(|id| world.macros.get(id)).map(row).collect()
}
