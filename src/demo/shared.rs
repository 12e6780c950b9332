//! What everybody on the demo's staff has: suggested tags and macros (`assets/demo/shared.toml`), written
//! through the API by those who may.

use crate::net::{Api, Error};
use robindesk_protocol::{MacroActions, Priority, TicketStatus, UpdateSettings, WriteMacro};
use serde::Deserialize;

const TEXT: &str = include_str!("../../assets/demo/shared.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    tags: Vec<String>,
    macros: Vec<Canned>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Canned {
    title: String,
    body: String,
    status: Option<TicketStatus>,
    priority: Option<Priority>,
    #[serde(default)]
    add_tags: Vec<String>,
}

/// Writes all of it, as an admin and as the owner of the installation.
pub(super) async fn write(admin: &Api, owner: &Api) -> Result<(), Error> {
    let Shared { tags, macros } = read();
    let change = UpdateSettings { tags: Some(tags), ..UpdateSettings::default() };
    owner.update_settings(&change).await?;
    for item in macros {
        let Canned { title, body, status, priority, add_tags } = item;
        let actions = MacroActions { status, priority, add_tags };
        let body = body.trim().to_owned();
        let new = WriteMacro { title, body, actions, shared: true, seen_updated_at: None };
        admin.create_macro(&new, &uuid::Uuid::new_v4().to_string()).await?;
    }
    Ok(())
}

#[expect(clippy::expect_used, reason = "a test reads the same text")]
fn read() -> Shared {
    toml::from_str(TEXT).expect("assets/demo/shared.toml is checked by a test")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_text_is_whole() {
        let shared = super::read();
        assert!(!shared.tags.is_empty() && shared.tags.is_sorted());
        assert!(shared.macros.iter().all(|m| !m.title.is_empty() && !m.body.trim().is_empty()));
    }
}
