//! Files: each is a message of its own.

use crate::FileId;
use serde::{Deserialize, Serialize};

/// The file of a message whose `message_type` is `file`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileRef {
    /// For `GET /api/files/:id`: the number of its message.
    pub id: FileId,
    /// As its sender called it, made safe: no folders and no control characters.
    pub name: String,
    /// What its first bytes say it is, whatever its sender said.
    pub content_type: String,
    /// In bytes.
    pub size: u64,
}
