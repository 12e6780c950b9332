//! Messages, and the lanes they travel in.

use crate::{FileRef, MessageId, TicketId, Timestamp, UserId, UserType, words};
use serde::{Deserialize, Serialize};

words! {
    /// The lane of a message: who reads it (`product.md`, Lanes).
    Audience {
        /// The brand and staff.
        Brand = "brand",
        /// The creator and staff.
        Creator = "creator",
        /// Brand, creator and staff.
        Everyone = "everyone",
        /// Staff alone: an internal note.
        Staff = "staff",
    }
}

words! {
    /// What a message is. Only the server writes `system`.
    MessageType {
        Text = "text",
        File = "file",
        System = "system",
    }
}

/// Who wrote a message, by display name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sender {
    pub id: UserId,
    pub name: String,
    pub user_type: UserType,
}

/// One message on a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    pub id: MessageId,
    pub ticket_id: TicketId,
    /// `null` for the system.
    pub sender: Option<Sender>,
    pub message_text: String,
    pub message_type: MessageType,
    pub audience: Audience,
    /// The sender's own UUID for it, by which a console recognizes its echo: in lower case, with hyphens.
    pub client_id: Option<String>,
    pub created_at: Timestamp,
    /// Of a message whose type is `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
}

/// Body of `POST /api/crm/tickets/:ticketId/messages`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PostMessage {
    /// 1 byte to 64 KiB.
    pub message_text: String,
    /// Only `text` may be asked for here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_type: Option<MessageType>,
    /// Default: a party's own lane; for staff `brand`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// When given it must be the caller's own id; anybody else's is a 403.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<UserId>,
    /// A UUID of the sender's, however it is written: the same one again gives the first message back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

impl PostMessage {
    /// The longest message text, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 64 * 1024;
}

/// `data` of calls that answer with one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageAnswer {
    pub message: Message,
}
