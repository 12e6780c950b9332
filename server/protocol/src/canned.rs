//! Macros: canned replies with optional actions. (`macro` itself is a word of Rust's.)

use crate::object::object;
use crate::{MacroId, Paging, Priority, TicketStatus, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// What a macro does to the ticket besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MacroActions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
}

/// A canned reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Macro {
    pub id: MacroId,
    pub title: String,
    /// With placeholders such as `{brand}`, which the console fills.
    pub body: String,
    pub actions: MacroActions,
    /// For all staff; otherwise its owner's alone.
    pub shared: bool,
    /// Who made it.
    pub owner_id: UserId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Body of `POST /api/crm/macros`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMacro {
    /// 1 to 80 characters.
    pub title: String,
    /// 1 byte to 64 KiB.
    pub body: String,
    #[serde(default, deserialize_with = "object")]
    pub actions: MacroActions,
    /// For all staff: only an admin may say so. Default: the caller's own.
    #[serde(default)]
    pub shared: bool,
}

/// Body of `PUT /api/crm/macros/:id`, which sets it whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteMacro {
    /// 1 to 80 characters.
    pub title: String,
    /// 1 byte to 64 KiB.
    pub body: String,
    #[serde(default, deserialize_with = "object")]
    pub actions: MacroActions,
    /// For all staff: only an admin may say so. Default: the caller's own.
    #[serde(default)]
    pub shared: bool,
    /// The macro's `updated_at` that the change was made on; another one by now is a 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_updated_at: Option<Timestamp>,
}

impl From<NewMacro> for WriteMacro {
    fn from(NewMacro { title, body, actions, shared }: NewMacro) -> Self {
        Self { title, body, actions, shared, seen_updated_at: None }
    }
}

impl WriteMacro {
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 80;
}

/// `data` of calls that answer with one macro.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MacroAnswer {
    #[serde(rename = "macro")]
    pub item: Macro,
}

/// A page of macros, the oldest first: the shared ones and the caller's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MacroPage {
    pub macros: Vec<Macro>,
    #[serde(flatten)]
    pub paging: Paging,
}
