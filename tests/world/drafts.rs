//! Drafts: what was typed is there after the end, whatever the end was.

use crate::console::{Console, Home, until};
use crate::fake::Fake;
use robindesk::app::effect::{Draft, Effect};
use robindesk::app::message::Message;
use robindesk_protocol::{Audience, TicketId};

const TICKET: TicketId = TicketId(8);

fn type_in(console: &Console, text: &str) {
    let audience = Audience::Brand;
    console.ask(Effect::SaveDraft { ticket: TICKET, audience, draft: text.into() });
}

async fn drafts(console: &mut Console) -> Vec<(Audience, Draft)> {
    console.ask(Effect::LoadDrafts { ticket: TICKET });
    console
        .wait(|m| match m {
            Message::Drafts { drafts, .. } => Some(drafts),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_draft_is_there_after_quitting_in_the_same_moment() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let console = home.console();
    "Tomorrow".char_indices().for_each(|(i, _)| type_in(&console, &"Tomorrow"[..=i]));
    console.quit().await;
    let mut console = home.console();
    assert_eq!(drafts(&mut console).await, [(Audience::Brand, "Tomorrow".into())]);
    type_in(&console, "");
    assert!(drafts(&mut console).await.is_empty());
}

#[tokio::test]
async fn a_draft_is_there_after_being_killed() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let console = home.console();
    type_in(&console, "Tomorrow at noon");
    until("the draft is on disk", || home.files(".txt") == 1).await;
    console.kill().await;
    let mut console = home.console();
    assert_eq!(drafts(&mut console).await, [(Audience::Brand, "Tomorrow at noon".into())]);
}

#[tokio::test]
async fn two_consoles_keep_their_own() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let (mut one, mut two) = (home.console(), home.console());
    type_in(&one, "one");
    type_in(&two, "two");
    assert_eq!(drafts(&mut one).await, [(Audience::Brand, "one".into())]);
    assert_eq!(drafts(&mut two).await, [(Audience::Brand, "two".into())]);
    one.quit().await;
    two.quit().await;
    let mut next = home.console();
    let kept = drafts(&mut next).await;
    assert_eq!(kept.len(), 1);
    assert!(kept[0].1.text.contains("one") && kept[0].1.text.contains("two"));
}
