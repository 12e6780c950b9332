use super::*;
use proptest::prelude::*;
use proptest::sample::subsequence;
use robindesk_protocol::{MacroActions, MessageType, Sender, TicketId, UserType};

const ME: UserId = UserId(3);

fn message(id: i64, client_id: Option<&str>) -> Message {
    let sender = if client_id.is_some() { ME } else { UserId(9) };
    Message {
        id: MessageId(id),
        ticket_id: TicketId(8),
        sender: Some(Sender { id: sender, name: "x".into(), user_type: UserType::Agent }),
        message_text: format!("text {id}"),
        message_type: MessageType::Text,
        audience: Audience::Brand,
        client_id: client_id.map(str::to_owned),
        created_at: Timestamp(id),
        file: None,
    }
}

fn echo(n: usize) -> Echo {
    let (text, at) = (format!("text {n}"), Timestamp(0));
    let (client_id, audience) = (format!("c{n}"), Audience::Brand);
    let plan = MacroActions::default();
    Echo { client_id, audience, text, at, refused: None, not_before: None, plan }
}

fn page(messages: Vec<Message>, has_more: bool) -> MessagePage {
    MessagePage { messages, has_more, read_up_to: None }
}

/// What can happen to one message of hers, after it was echoed.
#[derive(Debug, Clone, Copy)]
enum Step {
    Answer(usize),
    Event(usize),
    Refused(usize),
    Retry,
    Reload,
    Break,
}

fn steps(n: usize) -> impl Strategy<Value = Vec<Step>> {
    let sure: Vec<Step> = (0..n).flat_map(|i| [Step::Answer(i), Step::Event(i)]).collect();
    let maybe: Vec<Step> = (0..n)
        .flat_map(|i| [Step::Refused(i), Step::Answer(i), Step::Event(i), Step::Retry])
        .chain([Step::Reload, Step::Break, Step::Reload])
        .collect();
    let len = maybe.len();
    // Of each message at least the answer or the event comes; the rest may be lost or doubled.
    (subsequence(maybe, 0..=len), proptest::collection::vec(any::<bool>(), n)).prop_flat_map(
        move |(mut all, which)| {
            for (i, by_event) in which.into_iter().enumerate() {
                all.push(sure[2 * i + usize::from(by_event)]);
            }
            Just(all).prop_shuffle()
        },
    )
}

proptest! {
    /// The server takes the messages in the order they were sent (`app::effect`: sending never
    /// outruns what was queued before it); hers end confirmed, once each, whatever came first.
    #[test]
    fn any_interleaving_ends_in_the_same_thread(
        (n, steps) in (1_usize..5).prop_flat_map(|n| (Just(n), steps(n)))
    ) {
        let posted: Vec<Message> = (0..n)
            .map(|i| message(i64::try_from(i).unwrap() + 10, Some(&format!("c{i}"))))
            .collect();
        let mut thread = Thread::default();
        thread.take_newest(page(vec![message(1, None)], false));
        for i in 0..n {
            thread.echo(echo(i));
        }
        let mut there: Vec<Message> = vec![message(1, None)];
        for step in steps {
            match step {
                Step::Answer(i) | Step::Event(i) => {
                    there.retain(|m| m.id != posted[i].id);
                    there.push(posted[i].clone());
                    there.sort_by_key(|m| m.id);
                    thread.confirm(posted[i].clone());
                }
                Step::Refused(i) => thread.refuse(&format!("c{i}"), "no".into()),
                Step::Retry => { thread.retry(); }
                Step::Reload => thread.take_newest(page(there.clone(), false)),
                Step::Break => thread.doubt(),
            }
            let shown = thread.messages().len() - 1 + thread.echoes().len();
            prop_assert_eq!(shown, n, "each is on screen exactly once, all the time");
        }
        let expected: Vec<Message> = std::iter::once(message(1, None)).chain(posted).collect();
        prop_assert_eq!(thread.messages(), &expected[..]);
        prop_assert!(thread.echoes().is_empty());
    }
}

#[test]
fn an_outbox_that_was_delivered_after_all_is_not_shown_twice() {
    let mut thread = Thread::default();
    thread.take_newest(page(vec![message(1, Some("c0"))], false));
    thread.echo(echo(0));
    assert!(thread.echoes().is_empty());
}

#[test]
fn older_pages_go_in_front_and_a_reload_after_a_break_leaves_no_hole() {
    let mut thread = Thread::default();
    thread.take_newest(page(vec![message(50, None), message(51, None)], true));
    thread.take_older(page(vec![message(48, None), message(49, None)], true));
    thread.doubt();
    thread.confirm(message(92, None));
    thread.take_newest(page(vec![message(90, None), message(91, None)], true));
    let ids: Vec<i64> = thread.messages().iter().map(|m| m.id.0).collect();
    assert_eq!(ids, [90, 91, 92], "what lies between 51 and 90 is not here: nothing is pretended");
    assert!(thread.has_more());
}

#[test]
fn a_refused_message_can_go_again_or_come_back() {
    let mut thread = Thread::default();
    thread.echo(echo(0));
    assert_eq!(thread.retry(), None);
    thread.refuse("c0", "too long".into());
    assert_eq!(thread.retry().as_deref(), Some("c0"));
    assert_eq!(thread.echoes()[0].refused, None);
    thread.refuse("c0", "too long".into());
    assert_eq!(thread.take_back().map(|e| e.text).as_deref(), Some("text 0"));
    assert!(thread.echoes().is_empty());
}

#[test]
fn the_unread_line_stands_before_the_first_message_of_others() {
    let mut thread = Thread::default();
    let messages = vec![message(1, None), message(2, Some("x")), message(3, None)];
    thread.take_newest(MessagePage { messages, has_more: false, read_up_to: Some(MessageId(1)) });
    assert_eq!(thread.first_unread(ME), Some(MessageId(3)));
    thread.mark_read();
    assert_eq!(thread.first_unread(ME), None);
}

#[test]
fn a_message_that_waits_can_be_taken_back_until_it_goes_out() {
    let mut thread = Thread::default();
    thread.echo(Echo { not_before: Some(Timestamp(5_000)), ..echo(0) });
    assert_eq!(thread.echoes()[0].waits_until(Timestamp(1)), Some(Timestamp(5_000)));
    assert!(thread.take_back_waiting(Timestamp(5_000)).is_none(), "it is on its way");
    assert_eq!(
        thread.take_back_waiting(Timestamp(4_999)),
        Some(Echo { not_before: Some(Timestamp(5_000)), ..echo(0) })
    );
    assert!(thread.echoes().is_empty());
}
