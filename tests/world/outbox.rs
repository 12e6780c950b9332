//! Messages on their way out, and changes: kept, in order, tried until answered, delivered once.

use crate::console::{Console, Home, outgoing, until};
use crate::fake::Fake;
use robindesk::app::effect::{Ask, Change, Effect, Outgoing};
use robindesk::app::message::{FailureKind, Message};
use robindesk_protocol::{TicketId, TicketStatus};
use tokio::net::TcpListener;

/// Waits until a message is taken (`None`) or refused (why).
async fn sent(console: &mut Console, id: &str) -> Option<FailureKind> {
    console
        .wait(|m| match m {
            Message::Sent { client_id, result, .. } if client_id == id => {
                Some(result.err().map(|f| f.kind))
            }
            _ => None,
        })
        .await
}

fn texts(fake: &Fake) -> Vec<String> {
    fake.desk().taken.iter().map(|m| m.message_text.clone()).collect()
}

#[tokio::test]
async fn a_message_outlives_faults_and_keeps_its_place() {
    let fake = Fake::start().await;
    fake.desk().posts = vec![503, 500, 429].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console.ask(Effect::Send(outgoing("a", 8, "first")));
    console.ask(Effect::Send(outgoing("b", 8, "second")));
    assert_eq!(sent(&mut console, "a").await, None);
    assert_eq!(sent(&mut console, "b").await, None);
    assert_eq!(texts(&fake), ["first", "second"]);
    console.quit().await;
    assert_eq!(home.files(".json"), 0);
}

#[tokio::test]
async fn a_refused_message_stays_until_somebody_decides() {
    let fake = Fake::start().await;
    fake.desk().posts = vec![400].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    console.ask(Effect::Send(outgoing("a", 8, "refused")));
    console.ask(Effect::Send(outgoing("b", 8, "taken")));
    assert_eq!(sent(&mut console, "a").await, Some(FailureKind::Refused));
    assert_eq!(sent(&mut console, "b").await, None);
    console.quit().await;
    assert_eq!(home.files(".json"), 1);

    let mut console = home.console();
    let kept = console
        .wait(|m| match m {
            Message::Outbox(kept) => Some(kept),
            Message::Sent { .. } => panic!("what was kept is told first"),
            _ => None,
        })
        .await;
    assert_eq!(kept, [outgoing("a", 8, "refused")]);
    assert_eq!(sent(&mut console, "a").await, Some(FailureKind::Refused));
    console.ask(Effect::Resend { client_id: "a".to_owned() });
    assert_eq!(sent(&mut console, "a").await, None);
    assert_eq!(texts(&fake), ["taken", "refused"]);
}

#[tokio::test]
async fn what_is_taken_back_is_not_tried_any_more() {
    let fake = Fake::start().await;
    fake.desk().deaf.insert("regretted".to_owned());
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let tries = || fake.desk().tried.iter().filter(|id| *id == "regretted").count();
    console.ask(Effect::Send(outgoing("regretted", 8, "oh no")));
    until("it was tried twice", || tries() >= 2).await;
    console.ask(Effect::Unsend { client_id: "regretted".to_owned() });
    until("it is off the disk", || home.files(".json") == 0).await;
    let before = tries();
    // What waited behind it goes out, and that takes longer than the pause between two tries.
    for n in 0..40 {
        let id = format!("meant-{n}");
        console.ask(Effect::Send(outgoing(&id, 8, "yes")));
        assert_eq!(sent(&mut console, &id).await, None);
    }
    // One try may have been on its way when it was taken back.
    assert!(tries() <= before + 1);
}

#[tokio::test]
async fn a_killed_console_sends_what_it_had_once_the_server_is_back() {
    // A port that nobody listens on, until later.
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = port.local_addr().unwrap();
    drop(port);
    let home = Home::new(addr);
    let pair = Fake::start().await.open_session(900);
    home.keep(pair.clone());
    let console = home.console();
    console.ask(Effect::Send(outgoing("a", 8, "one")));
    console.ask(Effect::Send(outgoing("b", 9, "two")));
    until("both are on disk", || home.files(".json") == 2).await;
    console.kill().await;

    let fake = Fake::start_on(addr).await;
    fake.desk().valid.insert(pair.access_token);
    let mut console = home.console();
    let kept = console
        .wait(|m| match m {
            Message::Outbox(kept) => Some(kept),
            _ => None,
        })
        .await;
    assert_eq!(kept, [outgoing("a", 8, "one"), outgoing("b", 9, "two")]);
    until("both arrived", || fake.desk().taken.len() == 2).await;
    until("nothing is left to send", || home.files(".json") == 0).await;
}

#[tokio::test]
async fn changes_are_made_in_order_and_tried_until_answered() {
    let fake = Fake::start().await;
    fake.desk().changes = vec![503, 503].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let statuses = [TicketStatus::InProgress, TicketStatus::Resolved, TicketStatus::Open];
    for (ask, status) in (1..).map(Ask).zip(statuses) {
        let change = Change::TicketStatus { ticket: TicketId(8), status };
        console.ask(Effect::Change { ask, change });
    }
    let mut answered = Vec::new();
    console
        .wait(|m| {
            if let Message::Changed { ask, result } = m {
                result.unwrap();
                answered.push(ask);
            }
            (answered.len() == 3).then_some(())
        })
        .await;
    assert_eq!(answered, [Ask(1), Ask(2), Ask(3)]);
    let made: Vec<TicketStatus> = fake.desk().statuses.iter().map(|s| s.status).collect();
    assert_eq!(made, statuses);
}

#[tokio::test]
async fn a_refused_change_is_told_and_holds_up_nothing() {
    let fake = Fake::start().await;
    fake.desk().changes = vec![409].into();
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    for (ask, status) in [(Ask(1), TicketStatus::Closed), (Ask(2), TicketStatus::Open)] {
        let change = Change::TicketStatus { ticket: TicketId(8), status };
        console.ask(Effect::Change { ask, change });
    }
    let kind = console
        .wait(|m| match m {
            Message::Changed { ask: Ask(1), result } => result.err(),
            _ => None,
        })
        .await;
    assert_eq!((kind.kind, kind.text.as_str()), (FailureKind::Refused, "Not now."));
    console
        .wait(|m| match m {
            Message::Changed { ask: Ask(2), result } => Some(result.unwrap()),
            _ => None,
        })
        .await;
}

#[tokio::test]
async fn a_killed_console_makes_its_changes_once_the_server_is_back_or_hands_them_back() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = port.local_addr().unwrap();
    drop(port);
    let home = Home::new(addr);
    let pair = Fake::start().await.open_session(900);
    home.keep(pair.clone());
    let console = home.console();
    let changes = [TicketStatus::Resolved, TicketStatus::Closed, TicketStatus::Open]
        .map(|status| Change::TicketStatus { ticket: TicketId(8), status });
    for (ask, change) in (1..).map(Ask).zip(changes.clone()) {
        console.ask(Effect::Change { ask, change });
    }
    // What was read is only true now: it does not wait.
    console.ask(Effect::Change { ask: Ask(4), change: Change::Read { ticket: TicketId(8) } });
    until("all are on disk", || home.files(".json") == 3).await;
    console.kill().await;

    let fake = Fake::start_on(addr).await;
    fake.desk().valid.insert(pair.access_token);
    fake.desk().changes = vec![503, 200, 409].into();
    let mut console = home.console();
    let left = console
        .wait(|m| match m {
            Message::LeftOver(left) => Some(left),
            _ => None,
        })
        .await;
    assert_eq!(left, changes);
    let mut ends = Vec::new();
    console
        .wait(|m| {
            if let Message::ChangedLate { change, result } = m {
                ends.push((change, result.err().map(|why| why.text)));
            }
            (ends.len() == 3).then_some(())
        })
        .await;
    let [one, two, three] = changes;
    assert_eq!(ends, [(one, None), (two, Some("Not now.".into())), (three, None)]);
    let made: Vec<TicketStatus> = fake.desk().statuses.iter().map(|s| s.status).collect();
    assert_eq!(made, [TicketStatus::Resolved, TicketStatus::Open]);
    console.quit().await;
    assert_eq!(home.files(".json"), 0);
}

#[tokio::test]
async fn a_message_that_waits_holds_up_its_own_ticket_alone_and_survives_the_end() {
    let fake = Fake::start().await;
    let home = Home::signed_in(&fake);
    let mut console = home.console();
    let later = robindesk_server::clock::Clock::System.now().plus_ms(3_600_000);
    let waiting = |id: &str| Outgoing { not_before: Some(later), ..outgoing(id, 8, "not yet") };
    console.ask(Effect::Send(waiting("a")));
    console.ask(Effect::Send(outgoing("b", 8, "behind it")));
    console.ask(Effect::Send(outgoing("c", 9, "elsewhere")));
    assert_eq!(sent(&mut console, "c").await, None);
    console.ask(Effect::Unsend { client_id: "a".to_owned() });
    assert_eq!(sent(&mut console, "b").await, None);
    console.ask(Effect::Send(waiting("d")));
    console.quit().await;
    assert_eq!(texts(&fake), ["elsewhere", "behind it"]);

    let mut console = home.console();
    let kept = console
        .wait(|m| match m {
            Message::Outbox(kept) => Some(kept),
            _ => None,
        })
        .await;
    assert_eq!(kept, [waiting("d")]);
}
