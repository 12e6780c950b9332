use super::*;

#[test]
fn words_become_the_lists_parameters() {
    let view = Query::parse("agent:me status:unresolved snoozed:no").unwrap();
    let filter = Query::typed("status:open priority:high,urgent tag:VIP acme co");
    let asked = view.ask(&filter);
    assert_eq!(asked.status.as_deref(), Some("open"));
    assert_eq!(asked.agent_id.as_deref(), Some("me"));
    assert_eq!(asked.priority.as_deref(), Some("high,urgent"));
    assert_eq!(asked.tag.as_deref(), Some("vip"));
    assert_eq!(asked.snoozed.as_deref(), Some("false"));
    assert_eq!(asked.q.as_deref(), Some("acme co"));
}

#[test]
fn a_word_that_is_still_typed_counts_as_far_as_it_goes() {
    let asked = |words| Query::default().ask(&Query::typed(words));
    assert_eq!(asked("status:").status, None);
    assert_eq!(asked("status:o").status.as_deref(), Some("open"));
    assert_eq!(asked("agent:no"), TicketQuery::default());
    assert_eq!(asked("brand:acme").q.as_deref(), Some("acme"));
    assert_eq!(asked("time 10:30").q.as_deref(), Some("time 10:30"));
}

#[test]
fn a_word_that_means_nothing_is_named_where_it_was_meant() {
    let wrong = |words: &str| Query::parse(words).unwrap_err();
    assert!(wrong("stauts:open").contains("there is no word `stauts:`"));
    assert!(wrong("status:opne").contains("`status:` can't be `opne`"));
    assert_eq!(Query::parse("sort:priority").unwrap().sort, Some(Sort::Priority));
}

#[test]
fn a_minus_leaves_out_what_the_word_names() {
    let view = Query::parse("status:unresolved -agent:me,none").unwrap();
    let filter =
        Query::typed("-status:c -priority:low -tag:VIP,late -brand:acme -snoozed:yes \"blue ki");
    let asked = view.ask(&filter);
    assert_eq!(asked.status.as_deref(), Some("open,in_progress"));
    assert_eq!((asked.agent_id, asked.snoozed.as_deref()), (None, Some("false")));
    let words = "-agent:me -agent:none -status:closed -priority:low -tag:vip -tag:late -brand:acme \
                 \"blue ki";
    assert_eq!(asked.q.as_deref(), Some(words));
    let half = Query::typed("-status: -agent:m -sort:waiting");
    assert_eq!(Query::default().ask(&half), TicketQuery::default());
    assert!(Query::parse("-status:opne").unwrap_err().contains("`-status:` can't be `opne`"));
    assert!(Query::parse("-sort:waiting").unwrap_err().contains("there is no word `-sort:`"));
}

#[test]
fn a_ticket_is_held_against_each_word_and_not_the_text_as_a_whole() {
    let ticket: Ticket = serde_json::from_value(serde_json::json!({
        "id": "8", "order_id": "8", "agent": null, "status": "open", "priority": "medium",
        "stream_channel_id": "ticket_8", "created_at": "2026-11-01T10:00:00Z",
        "updated_at": "2026-11-01T10:00:00Z", "order": {
            "id": "8", "package_title": "Reel package", "brand": {"id": "1", "name": "Blue Kite"},
            "creator": {"id": "1", "name": "Lena Ortiz"}, "quantity": 1, "total_amount": "250.00",
            "currency": "USD", "status": "pending"
        }
    }))
    .unwrap();
    let holds = |words: &str| Query::typed(words).holds(&ticket, UserId(3));
    for words in [
        "blue",
        "blue reel",
        "reel -nordic",
        "lena \"blue kite\"",
        "#8 -\"kite blue\"",
        "blue -",
        "-status:closed -agent:me",
        "-tag:vip -priority:high",
        "-brand:nordic",
    ] {
        assert!(holds(words), "{words}");
    }
    for words in [
        "blue nordic",
        "-blue",
        "reel -lena",
        "\"kite blue\"",
        "blue -\"reel package\"",
        "#9",
        "-status:o",
        "-agent:none",
        "-priority:medium",
        "-brand:kite",
        "blue -status:closed,open",
    ] {
        assert!(!holds(words), "{words}");
    }
}
