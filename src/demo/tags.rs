//! The tags that the demo's desk suggests: those that its tickets and macros have.

use crate::net::{Api, Error};
use robindesk_protocol::UpdateSettings;

const TAGS: [&str; 9] = [
    "brief",
    "delivery-date",
    "invoice",
    "late",
    "question",
    "refund",
    "rights",
    "sample",
    "shipping",
];

/// Suggests them, as the owner of the installation.
pub(super) async fn suggest(owner: &Api) -> Result<(), Error> {
    let tags = Some(TAGS.map(str::to_owned).to_vec());
    owner.update_settings(&UpdateSettings { tags, ..UpdateSettings::default() }).await.map(|_| ())
}
