//! `watch`: events as they happen, a line of JSON each. What happens to the link goes to standard
//! error, so that a program can read the rest.

use super::failure::CliError;
use super::print;
use super::setup::Setup;
use crate::net::Pace;
use crate::net::stream::{self, Update};
use tokio::sync::{mpsc, watch};

pub(super) async fn watch(setup: &Setup) -> Result<(), CliError> {
    let api = setup.api()?;
    let (tell, mut told) = mpsc::unbounded_channel();
    let (_never, nudge) = watch::channel(0);
    let follow = tokio::spawn(stream::follow(api.clone(), Pace::default(), nudge, tell));
    while let Some(update) = told.recv().await {
        match update {
            Update::Event(event) => print::json(&event)?,
            Update::Presence(event) => print::json(&event)?,
            // Numbers have a command of their own, and come once a second.
            Update::Stats(_) => {}
            Update::Open { .. } => eprintln!("robindesk: live"),
            Update::Reset => eprintln!("robindesk: some events may have been missed"),
            Update::Broken { wait, .. } => {
                eprintln!("robindesk: the stream broke, next try in {:.1} s", wait.as_secs_f32());
            }
        }
    }
    // The stream ends only with its session.
    let _ = follow.await;
    let why = api.over().borrow().clone().unwrap_or_default();
    Err(CliError::from(crate::net::Error::SignedOut(why)))
}
