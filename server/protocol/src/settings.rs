//! The desk's settings: what a super admin may set for everybody.

use crate::Policy;
use crate::whole::{given_whole, whole};
use serde::{Deserialize, Serialize};

/// The desk's settings. A change takes effect on the very next order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeskSettings {
    /// How the rotation picks the next agent.
    pub rotation_policy: Policy,
    /// The limit that new staff begins with; `null` for none.
    pub default_max_open_tickets: Option<u32>,
    /// Seconds for which a console holds a reply back, so that it can be taken back: 0 to 60.
    pub send_delay_seconds: u32,
    /// Tags that consoles suggest to everybody, in order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Grows with each change.
    pub version: i64,
}

impl DeskSettings {
    /// The most tags that can be suggested.
    pub const MAX_TAGS: usize = 100;
    /// The longest time for which a console may hold a reply back, in seconds.
    pub const MAX_SEND_DELAY: u32 = 60;
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            rotation_policy: Policy::RoundRobin,
            default_max_open_tickets: None,
            send_delay_seconds: 5,
            tags: Vec::new(),
            version: 1,
        }
    }
}

/// `data` of calls that answer with the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SettingsAnswer {
    pub settings: DeskSettings,
    /// The largest file that a message may bring, in bytes. The installation's, not to be set here.
    pub max_file_bytes: u64,
}

/// Body of `PUT /api/admin/settings`: what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_policy: Option<Policy>,
    /// `null` takes the limit away.
    #[serde(deserialize_with = "given_whole", skip_serializing_if = "Option::is_none")]
    pub default_max_open_tickets: Option<Option<u32>>,
    #[serde(deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub send_delay_seconds: Option<u32>,
    /// The whole list, at most 100; each as on a ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The version that the change was made on; another one by now is a 409.
    #[serde(deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}
