//! A disk that refuses: she is told, once, and works on.

use crate::console::{Console, Home, outgoing, until};
use crate::fake::{Fake, agent};
use robindesk::app::effect::Effect;
use robindesk::app::message::{Message, Unkept};
use robindesk_protocol::{Audience, TicketId};
use std::fs;

const TICKET: TicketId = TicketId(8);

async fn unkept(console: &mut Console) -> Unkept {
    console
        .wait(|m| match m {
            Message::Unkept(unkept) => Some(unkept),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn where_nothing_can_be_kept_it_is_told_and_messages_go_out_all_the_same() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    fs::write(home.folders().data, "a file stands where the folder should").unwrap();
    let mut console = home.console();
    let Unkept::All(why) = unkept(&mut console).await else { panic!("all of it") };
    assert!(why.contains("/data/") && !why.contains("os error"), "{why}");
    console.ask(Effect::Send(outgoing("a", 8, "goes out")));
    console.wait(|m| matches!(m, Message::Sent { result: Ok(_), .. }).then_some(())).await;
}

#[tokio::test]
async fn a_draft_that_is_refused_is_told_once_and_written_as_soon_as_it_can_be() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let account = home.folders().account(&home.address.to_string(), agent().id);
    let drafts = account.join("slot-1").join("drafts");
    console.wait(|m| matches!(m, Message::Outbox(_)).then_some(())).await;
    fs::remove_dir(&drafts).unwrap();
    fs::write(&drafts, "in the way").unwrap();
    let draft = |text: &str| Effect::SaveDraft {
        ticket: TICKET,
        audience: Audience::Brand,
        draft: text.into(),
    };
    console.ask(draft("Tomorrow"));
    let Unkept::One(words) = unkept(&mut console).await else { panic!("one thing") };
    assert!(words.starts_with("the draft can't be kept on disk: "), "{words}");
    console.ask(draft("Tomorrow at noon"));
    fs::remove_file(&drafts).unwrap();
    until("the draft is on disk", || home.files(".txt") == 1).await;
    console.ask(Effect::LoadDrafts { ticket: TICKET });
    let mut again = 0;
    console
        .wait(|m| {
            again += usize::from(matches!(m, Message::Unkept(_)));
            matches!(m, Message::Drafts { drafts, .. } if drafts.len() == 1).then_some(())
        })
        .await;
    assert_eq!(again, 0, "it was told again");
}
