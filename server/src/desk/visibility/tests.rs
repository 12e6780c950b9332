//! Who may read what: every lane for everybody, and nothing of the other party in any answer.

use super::{for_parties, lanes, order, reads, sees_event, ticket};
use crate::desk::command::{Command, NewMessage};
use crate::desk::stage::{AGENT, BRAND, CREATOR, Stage};
use proptest::prelude::*;
use robindesk_protocol::{Audience, TicketId, UserType};

#[test]
fn every_lane_for_everybody_is_as_the_product_says() {
    use Audience::{Brand, Creator, Everyone};
    for &user in UserType::ALL {
        let expected = match user {
            UserType::Brand => vec![Brand, Everyone],
            UserType::Creator => vec![Creator, Everyone],
            _ => Audience::ALL.to_vec(),
        };
        assert_eq!(lanes(user), expected, "{user}");
        assert!(Audience::ALL.iter().all(|a| reads(user, *a) == expected.contains(a)));
    }
}

#[test]
fn a_party_sees_the_other_by_display_name_alone() {
    let mut stage = Stage::with_agents(1);
    let placed = stage.place();
    let seen = |who| {
        let account = stage.as_account(who);
        let order = order(&account, placed.order.clone());
        let ticket = ticket(account.user_type, placed.ticket.clone());
        serde_json::to_string(&(order, ticket)).unwrap()
    };
    let (brand, creator) = (seen(BRAND), seen(CREATOR));
    assert!(brand.contains("ada@acme.example") && !brand.contains("lena@lena.example"));
    assert!(creator.contains("lena@lena.example") && !creator.contains("ada@acme.example"));
    assert!(brand.contains("Lena Ortiz") && creator.contains("Acme Co"));
    let staff_only = ["waiting_since", "last_message", "tags", "unread", "snoozed_until"];
    assert!(staff_only.iter().all(|field| !brand.contains(field) && !creator.contains(field)));
}

#[test]
fn why_a_ticket_changed_hands_is_not_told_to_parties() {
    let mut stage = Stage::with_agents(2);
    let (_, ticket) = stage.one_order();
    let (agent, reason) = (robindesk_protocol::UserId(AGENT.0 + 1), Some("canary".to_owned()));
    let change = crate::desk::command::TicketChange::Agent { agent, reason };
    stage.by(AGENT, Command::UpdateTicket { ticket, change }).unwrap();
    let logged = stage.changes.events.last().unwrap();
    assert!(sees_event(&stage.as_account(BRAND), logged.readers));
    let json = |event| serde_json::to_string(event).unwrap();
    assert!(json(&logged.event).contains("canary"));
    assert!(!json(&for_parties(&logged.event)).contains("canary"));
}

#[test]
fn a_brand_is_known_by_its_company() {
    let mut stage = Stage::with_agents(1);
    let (_, ticket) = stage.one_order();
    let new =
        NewMessage { ticket, text: "Hi".to_owned(), audience: None, client_id: None, file: None };
    stage.by(BRAND, Command::PostMessage(new)).unwrap();
    let event = &stage.changes.events.last().unwrap().event;
    assert_eq!(event.actor.as_ref().unwrap().name, "Acme Co");
    assert_eq!(event.data.message.as_ref().unwrap().sender.as_ref().unwrap().name, "Acme Co");
}

proptest! {
    #[test]
    fn a_party_is_sent_what_is_in_its_lanes_and_nothing_else(
        posts in proptest::collection::vec((0..3_usize, 0..4_usize), 1..30)
    ) {
        let mut stage = Stage::with_agents(1);
        stage.one_order();
        for (n, (who, lane)) in posts.into_iter().enumerate() {
            let audience = Some(Audience::ALL[lane]);
            let text = format!("canary-{n}-{}", Audience::ALL[lane]);
            let new = NewMessage { ticket: TicketId(1), text, audience, client_id: None, file: None };
            // Refused lanes write nothing, which is what this test wants of them.
            drop(stage.by([BRAND, CREATOR, AGENT][who], Command::PostMessage(new)));
        }
        for who in [BRAND, CREATOR] {
            let account = stage.as_account(who);
            for logged in &stage.changes.events {
                let sent = sees_event(&account, logged.readers);
                let about = logged.event.ticket_id.is_some();
                prop_assert_eq!(sent, about && reads(account.user_type, logged.readers.audience));
                if !sent {
                    continue;
                }
                let json = serde_json::to_string(&for_parties(&logged.event)).unwrap();
                prop_assert!(!json.contains("waiting_since") && !json.contains("last_message"));
                for lane in Audience::ALL.iter().filter(|l| !reads(account.user_type, **l)) {
                    let canary = format!("-{}\"", lane.as_str());
                    prop_assert!(!json.contains(&canary), "{}", json);
                }
            }
        }
        let mut stranger = stage.as_account(BRAND);
        stranger.brand_id = Some(robindesk_protocol::BrandId(99));
        prop_assert!(!stage.changes.events.iter().any(|e| sees_event(&stranger, e.readers)));
    }
}
