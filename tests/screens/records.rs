//! What the small world of the tests has on record: macros, decisions, history, hits.

use super::desk::{ME, now};
use super::market::{ago, sender, tickets};
use robindesk::app::effect::Subject;
use robindesk::app::message::Findings;
use robindesk_protocol::{
    Actor, Audience, Change, Considered, DecisionRecord, Event, EventData, EventKind, FoundMessage,
    HistoryPage, Hit, HitKind, Macro, MacroActions, MacroId, MessageId, Outcome, Paging, Policy,
    Priority, SearchPage, Snippet, TicketStatus, UserId, UserType,
};

pub fn findings(subject: &Subject) -> Findings {
    match subject {
        Subject::Macros => Findings::Macros(macros()),
        Subject::Decisions(_) => Findings::Decisions(vec![decision()]),
        Subject::History { ticket, .. } => {
            Findings::History(*ticket, HistoryPage { events: history(), paging: Paging::default() })
        }
        Subject::Paths(from) => {
            let all = ["/home/maya/brief.pdf", "/home/maya/logo.svg", "/home/maya/shots/"];
            let begun = from.replace("~/", "/home/maya/");
            let found = all.iter().filter(|path| path.starts_with(&begun));
            Findings::Paths(found.map(|path| (*path).to_owned()).collect())
        }
        Subject::Search { words, .. } => Findings::Search(found(words)),
    }
}

fn macros() -> Vec<Macro> {
    let one = |id: i64, title: &str, body: &str, actions| Macro {
        id: MacroId(id),
        title: title.into(),
        body: body.into(),
        actions,
        shared: true,
        owner_id: UserId(1),
        created_at: ago(9_000),
        updated_at: ago(9_000),
    };
    let refund = MacroActions {
        status: Some(TicketStatus::Resolved),
        priority: Some(Priority::High),
        add_tags: vec!["refund".into()],
    };
    let none = MacroActions::default();
    vec![
        one(1, "On it", "Hi {brand}, {creator} is on it.", none.clone()),
        one(
            2,
            "Refund",
            "Dear {brand},\n\nyour {amount} for {package} (order {order}) is on its way.\n\n{agent}",
            refund,
        ),
        one(3, "Ask for the logo", "Could you send the logo as SVG?", none),
    ]
}

fn decision() -> DecisionRecord {
    let turn = |id: i64, name: &str, outcome, why: &str| Considered {
        agent_id: UserId(id),
        name: name.into(),
        outcome,
        why: why.into(),
    };
    DecisionRecord {
        number: 41,
        at: ago(120),
        policy: Policy::RoundRobin,
        agent_id: ME,
        agent_name: "Maya Rivera".into(),
        why: "Maya Rivera was next in turn, ahead of one other. Skipped: Omar Nasser was not available.".into(),
        considered: vec![
            turn(5, "Omar Nasser", Outcome::NotAvailable, "was not available"),
            turn(3, "Maya Rivera", Outcome::Chosen, "was next in turn"),
            turn(4, "Sam Lee", Outcome::LaterInTurn, "comes later in turn"),
        ],
    }
}

fn history() -> Vec<Event> {
    let one = |seq: i64,
               minutes: i64,
               by: Option<(&str, UserType)>,
               kind,
               change: Option<(&str, Option<&str>, Option<&str>)>| {
        let change = change.map(|(field, from, to)| Change {
            field: field.into(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            reason: None,
        });
        let actor =
            by.map(|(name, user_type)| Actor { id: UserId(20), name: name.into(), user_type });
        let data = EventData { change, ..EventData::default() };
        Event { seq, kind, at: ago(minutes), actor, ticket_id: None, order_id: None, data }
    };
    let brand = Some(("Acme Co", UserType::Brand));
    let maya = Some(("Maya Rivera", UserType::Agent));
    let mut said = one(5, 60, maya, EventKind::MessageCreated, None);
    said.data.message = Some(super::market::conversation().remove(3));
    vec![
        one(1, 1700, brand, EventKind::OrderCreated, None),
        one(2, 1700, None, EventKind::TicketCreated, None),
        one(3, 1700, None, EventKind::TicketUpdated, Some(("agent_id", None, Some("3")))),
        one(
            4,
            90,
            maya,
            EventKind::TicketUpdated,
            Some(("priority", Some("medium"), Some("high"))),
        ),
        said,
        one(
            6,
            50,
            Some(("Lena Ortiz", UserType::Creator)),
            EventKind::OrderUpdated,
            Some(("status", Some("pending"), Some("confirmed"))),
        ),
        one(
            7,
            30,
            maya,
            EventKind::TicketUpdated,
            Some(("snoozed_until", None, Some("2026-11-24T09:00:00.000Z"))),
        ),
        one(8, 20, maya, EventKind::TicketUpdated, Some(("tags", None, Some("vip, refund")))),
    ]
}

fn found(words: &str) -> SearchPage {
    let all = tickets();
    let hit = |ticket: usize, id: i64, who: &str, by, audience, text: &str| {
        let at = text.to_lowercase().find(&words.to_lowercase());
        let chars = |n: usize| text[..n].chars().count();
        Hit {
            kind: HitKind::Message,
            snippet: Snippet {
                text: text.into(),
                marks: at.map(|at| (chars(at), chars(at + words.len()))).into_iter().collect(),
                more_before: false,
                more_after: true,
            },
            ticket: Some(all[ticket].clone()),
            message: Some(FoundMessage {
                id: MessageId(id),
                audience,
                sender: Some(sender(20, who, by)),
                created_at: now().plus_ms(-120_000),
            }),
            person: None,
        }
    };
    let hits = vec![
        hit(1, 10, "Acme Co", UserType::Brand, Audience::Brand, "When will the draft be ready?"),
        hit(
            1,
            5,
            "Maya Rivera",
            UserType::Agent,
            Audience::Creator,
            "Hi Lena, can you make the draft by Thursday noon?",
        ),
        hit(
            0,
            3,
            "Nordic Fit",
            UserType::Brand,
            Audience::Brand,
            "日本 \u{1b}[31mdraft\u{202e} two",
        ),
    ];
    SearchPage { hits, limit: 50, next_cursor: None }
}
