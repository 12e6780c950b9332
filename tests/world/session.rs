//! Signing in and out, and tokens that expire: renewed once, by one, for all who share them.

use crate::console::{Console, Home, outgoing, until};
use crate::fake::Fake;
use robindesk::app::effect::{Ask, Effect, Secret};
use robindesk::app::message::{Failure, FailureKind, Message};
use robindesk_protocol::{Audience, TicketId, TicketQuery};

fn load(console: &Console, ask: u64) {
    console.ask(Effect::LoadTickets { ask: Ask(ask), query: TicketQuery::default() });
}

async fn answers(console: &mut Console, count: usize) -> Vec<Result<(), Failure>> {
    let mut answers = Vec::new();
    console
        .wait(|m| {
            if let Message::Tickets { result, .. } = m {
                answers.push(result.map(|_| ()));
            }
            (answers.len() == count).then_some(())
        })
        .await;
    answers
}

#[tokio::test]
async fn many_calls_with_a_dead_token_renew_it_once() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    fake.desk().valid.clear();
    let mut console = home.console();
    (0..20).for_each(|ask| load(&console, ask));
    assert!(answers(&mut console, 20).await.iter().all(Result::is_ok));
    assert_eq!(fake.desk().refreshes, 1);
    assert_eq!(home.session().map(|s| s.refresh_token), fake.desk().refresh);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let fake = Fake::start().await;
    let home = Home::new(fake.addr);
    // It lives for no time at all, and the server would still take it.
    home.keep(fake.open_session(0));
    let mut console = home.console();
    load(&console, 1);
    assert_eq!(answers(&mut console, 1).await, [Ok(())]);
    assert_eq!(fake.desk().refreshes, 1);
}

#[tokio::test]
async fn two_consoles_share_a_session_without_ending_it() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    fake.desk().valid.clear();
    let (mut one, mut two) = (home.console(), home.console());
    for ask in 0..5 {
        load(&one, ask);
        load(&two, ask);
    }
    assert!(answers(&mut one, 5).await.iter().all(Result::is_ok));
    assert!(answers(&mut two, 5).await.iter().all(Result::is_ok));
    assert_eq!(fake.desk().refreshes, 1);
}

#[tokio::test]
async fn a_session_that_is_over_is_told_once_and_typing_is_still_kept() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    (fake.desk().refresh, fake.desk().valid) = Default::default();
    let mut console = home.console();
    let reason = console
        .wait(|m| match m {
            Message::SignedOut { reason } => Some(reason),
            _ => None,
        })
        .await;
    assert_eq!(reason.as_deref(), Some("Sign in to go on."));
    assert_eq!(home.session(), None);

    let (ticket, audience) = (TicketId(8), Audience::Brand);
    console.ask(Effect::SaveDraft { ticket, audience, draft: "half a tho".into() });
    console.ask(Effect::Send(outgoing("a", 8, "waits")));
    load(&console, 1);
    let kinds: Vec<_> =
        answers(&mut console, 1).await.into_iter().map(|r| r.err().map(|f| f.kind)).collect();
    assert_eq!(kinds, [Some(FailureKind::SignedOut)]);

    let (server, email) = (home.address.to_string(), "maya@robindesk.example".to_owned());
    let password = Secret("wrong".to_owned());
    console.ask(Effect::SignIn { server: server.clone(), email: email.clone(), password });
    let failure = console
        .wait(|m| match m {
            Message::SignInFailed(failure) => Some(failure),
            _ => None,
        })
        .await;
    assert_eq!(failure.text, "E-mail or password is wrong.");
    console.ask(Effect::SignIn { server, email, password: Secret("right".to_owned()) });
    console
        .wait(|m| match m {
            Message::Sent { client_id, result, .. } => Some((client_id, result.unwrap())),
            _ => None,
        })
        .await;
    console.ask(Effect::LoadDrafts { ticket });
    let drafts = console
        .wait(|m| match m {
            Message::Drafts { drafts, .. } => Some(drafts),
            _ => None,
        })
        .await;
    assert_eq!(drafts, [(audience, "half a tho".into())]);
    assert!(home.session().is_some());
}

#[tokio::test]
async fn signing_out_forgets_the_tokens_at_once_and_tells_the_server() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console.wait(|m| matches!(m, Message::Outbox(_)).then_some(())).await;
    console.ask(Effect::SignOut);
    console.wait(|m| matches!(m, Message::SignedOut { reason: None }).then_some(())).await;
    until("the tokens are gone", || home.session().is_none()).await;
    until("the server knows", || fake.desk().sign_outs == 1).await;
}

#[tokio::test]
async fn nobody_is_signed_in_at_first() {
    let fake = Fake::start().await;
    let mut console = Home::new(fake.addr).console();
    load(&console, 1);
    let mut asked_to_sign_in = false;
    console
        .wait(|m| {
            asked_to_sign_in |= matches!(m, Message::SignedOut { reason: None });
            matches!(m, Message::Tickets { result: Err(_), .. }).then_some(())
        })
        .await;
    assert!(asked_to_sign_in);
}
