//! Queries: what they mean, and that any text is one.

use super::{AgentWord, Query};
use proptest::prelude::*;
use robindesk_protocol::{Priority, TicketStatus, UserId};

fn words(query: &Query) -> Vec<(String, bool, bool)> {
    query.terms.iter().map(|t| (t.words.join(" "), t.prefix, t.not)).collect()
}

fn word(text: &str, prefix: bool, not: bool) -> (String, bool, bool) {
    (text.to_owned(), prefix, not)
}

#[test]
fn every_word_of_the_language_is_understood() {
    let text = "status:open,resolved agent:me agent:7 agent:none agent:maya brand:\"Acme Co\" \
                creator:lena priority:HIGH tag:vip before:2026-11-01 \
                after:2026-10-01T12:00:00Z \"Exact words\" -not late";
    let query = Query::parse(text).unwrap();
    assert_eq!(query.status, [TicketStatus::Open, TicketStatus::Resolved]);
    let maya = AgentWord::Name("maya".to_owned());
    assert_eq!(query.agents, [AgentWord::Me, AgentWord::Id(UserId(7)), AgentWord::Nobody, maya]);
    assert_eq!((&query.brands[0], &query.creators[0]), (&"acme co".to_owned(), &"lena".to_owned()));
    assert_eq!((query.priority[0], &query.tags[0]), (Priority::High, &"vip".to_owned()));
    assert_eq!(query.before.unwrap().to_string(), "2026-11-01T00:00:00.000Z");
    assert_eq!(query.after.unwrap().to_string(), "2026-10-01T12:00:00.000Z");
    let expected =
        [word("exact words", false, false), word("not", false, true), word("late", true, false)];
    assert_eq!(words(&query), expected);
}

#[test]
fn a_dash_asks_for_all_others() {
    let text = "-status:closed,resolved priority:low,high -priority:HIGH -agent:me,none -tag:vip \
                -brand:\"Acme Co\" -creator:lena -before:2026-10-01 -after:2026-11-01 -status:open late";
    let query = Query::parse(text).unwrap();
    assert_eq!(query.status, [TicketStatus::InProgress]);
    assert_eq!(query.priority, [Priority::Low]);
    assert_eq!(query.not.agents, [AgentWord::Me, AgentWord::Nobody]);
    assert_eq!(
        (&query.not.brands[0], &query.not.creators[0]),
        (&"acme co".to_owned(), &"lena".to_owned())
    );
    assert_eq!(query.not.tags, ["vip"]);
    assert_eq!(query.after.unwrap().to_string(), "2026-10-01T00:00:00.000Z");
    assert_eq!(query.before.unwrap().to_string(), "2026-11-01T00:00:00.000Z");
    assert!(query.agents.is_empty() && query.tags.is_empty() && query.brands.is_empty());
    assert_eq!(words(&query), [word("late", true, false)]);
    let narrowest = Query::parse("after:2026-10-01 -before:2026-09-01").unwrap();
    assert_eq!(narrowest.after.unwrap().to_string(), "2026-10-01T00:00:00.000Z");
}

#[test]
fn a_query_has_no_more_words_than_are_looked_for() {
    let words = |n: usize| vec!["word"; n].join(" ");
    assert_eq!(Query::parse(&format!("{} status:open", words(24))).unwrap().terms.len(), 24);
    assert!(Query::parse(&words(25)).unwrap_err().0.contains("at most 24"));
}

#[test]
fn what_is_no_filter_is_words() {
    for (text, expected) in [
        ("https://acme.example", vec![word("https acme example", true, false)]),
        ("status:", vec![word("status", false, false)]),
        ("a & b", vec![word("a", false, false), word("", false, false), word("b", false, false)]),
        ("a - b", vec![word("a", false, false), word("b", false, false)]),
        ("late --", vec![word("late", false, false)]),
        ("-", vec![]),
        ("\"\" -\"\"", vec![]),
        ("\"open quote", vec![word("open quote", true, false)]),
        ("late ", vec![word("late", false, false)]),
        ("-late", vec![word("late", false, true)]),
        ("#8", vec![word("8", false, false)]),
        ("un", vec![word("un", false, false)]),
        ("한", vec![word("한", true, false)]),
        ("zoe\u{308}", vec![word("zoe", true, false)]),
        ("a 한국", vec![word("a", false, false), word("한국", true, false)]),
        ("  ", vec![]),
    ] {
        assert_eq!(words(&Query::parse(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn a_filter_with_an_unknown_value_says_so() {
    for (text, start) in [
        ("status:opn", "status: does not know"),
        ("priority:1", "priority: does not know"),
        ("before:tomorrow", "before: must be a day"),
        ("after:2026-13-01", "after: must be a day"),
        ("-status:opn", "status: does not know"),
        ("-before:tomorrow", "before: must be a day"),
        ("-priority:low,medium,high,urgent", "-priority: leaves no priority"),
        ("status:open -status:open", "-status: leaves no status"),
    ] {
        assert!(Query::parse(text).unwrap_err().0.starts_with(start), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query_or_a_refusal(text in "\\PC{0,60}|[a-z:\"\\- ,*()']{0,60}") {
        if let Ok(query) = Query::parse(&text) {
            for term in query.terms {
                for word in term.words {
                    prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
                }
            }
        }
    }
}
