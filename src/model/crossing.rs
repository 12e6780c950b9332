//! What a text that is about to be sent would carry across: words of the other lane's party, and ways
//! to reach somebody outside of the desk (`product.md`, Lanes). Read from the text itself, so it holds
//! for what was relayed, quoted, pasted or typed, today or before a restart.

use super::contact::{self, Kind};
use robindesk_protocol::{Audience, Message};

/// Shorter lines are said by everybody: "Thanks!", "Yes, of course."
const TELLING: usize = 16;

/// One thing that would cross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Crossing {
    /// The name of the party whose words these are.
    Words(String),
    Contact(Kind, String),
}

/// What crosses when this is sent to a lane of the conversation; nothing does in a note.
pub fn crossings(text: &str, lane: Audience, messages: &[Message]) -> Vec<Crossing> {
    if lane == Audience::Staff {
        return Vec::new();
    }
    let mut found: Vec<Crossing> = Vec::new();
    for message in messages.iter().filter(|m| comes_from_elsewhere(m, lane)) {
        let Some(sender) = &message.sender else { continue };
        let words = Crossing::Words(sender.name.clone());
        if !found.contains(&words) && holds_words(text, &message.message_text) {
            found.push(words);
        }
    }
    let contacts = contact::find(text);
    found.extend(contacts.into_iter().map(|f| Crossing::Contact(f.kind, text[f.at].to_owned())));
    found
}

/// A party's words in a lane that not everybody in the text's lane reads.
fn comes_from_elsewhere(message: &Message, lane: Audience) -> bool {
    let party = message.sender.as_ref().is_some_and(|s| !s.user_type.is_staff());
    party && message.audience != lane && message.audience != Audience::Everyone
}

fn holds_words(text: &str, message: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let bare = |l: &str| l.trim_start_matches(['>', ' ']).trim().to_lowercase();
        text.lines().map(bare).filter(|l| !l.is_empty()).collect()
    };
    let (ours, theirs) = (lines(text), lines(message));
    let telling = |line: &&String| line.chars().count() >= TELLING;
    !theirs.is_empty() && ours == theirs
        || theirs
            .iter()
            .filter(telling)
            .any(|line| ours.iter().any(|our| our.contains(line.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use robindesk_protocol::{
        MessageId, MessageType, Sender, TicketId, Timestamp, UserId, UserType,
    };

    fn said(text: &str, audience: Audience, user_type: UserType) -> Message {
        Message {
            id: MessageId(1),
            ticket_id: TicketId(8),
            sender: Some(Sender { id: UserId(9), name: "Acme Co".into(), user_type }),
            message_text: text.into(),
            message_type: MessageType::Text,
            audience,
            client_id: None,
            created_at: Timestamp(0),
            file: None,
        }
    }

    #[test]
    fn words_of_the_other_lane_are_known_again() {
        use Audience::{Brand, Creator, Everyone, Staff};
        let from_brand = || said("When will the draft be ready?\nOk?", Brand, UserType::Brand);
        let theirs = vec![Crossing::Words("Acme Co".into())];
        for (text, lane, message, expected) in [
            ("When will the draft be ready?\nOk?", Creator, from_brand(), &theirs),
            ("They ask:\n> when will the draft be READY?", Creator, from_brand(), &theirs),
            ("When will the draft be ready?", Everyone, from_brand(), &theirs),
            ("When will the draft be ready?", Brand, from_brand(), &vec![]),
            ("When will the draft be ready?", Staff, from_brand(), &vec![]),
            ("Ok?", Creator, from_brand(), &vec![]),
            ("Yes.", Creator, said("yes.", Brand, UserType::Brand), &theirs),
            (
                "We are on it, both of us.",
                Creator,
                said("We are on it, both of us.", Brand, UserType::Agent),
                &vec![],
            ),
            (
                "Hello to both of you there",
                Brand,
                said("Hello to both of you there", Everyone, UserType::Creator),
                &vec![],
            ),
        ] {
            assert_eq!(&crossings(text, lane, &[message]), expected, "{text:?} to {lane}");
        }
    }

    #[test]
    fn ways_around_the_desk_are_found_in_every_lane_but_the_note() {
        let text = "mail me at lena@example.com";
        let expected = [Crossing::Contact(Kind::Email, "lena@example.com".into())];
        assert_eq!(crossings(text, Audience::Brand, &[]), expected);
        assert_eq!(crossings(text, Audience::Staff, &[]), []);
    }
}
