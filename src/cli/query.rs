//! The words of `tickets QUERY`: filters such as `status:open`, and everything else is looked for.

use robindesk_protocol::TicketQuery;

/// Reads the words.
///
/// # Errors
/// Names a filter that there is not.
pub(super) fn parse(words: &[String], limit: u32) -> Result<TicketQuery, String> {
    let mut query = TicketQuery { limit: Some(limit.to_string()), ..TicketQuery::default() };
    let mut text = Vec::new();
    for word in words.iter().flat_map(|w| w.split_whitespace()) {
        let Some((name, value)) = word.split_once(':') else {
            text.push(word);
            continue;
        };
        let place = match name {
            "status" => &mut query.status,
            "agent" => &mut query.agent_id,
            "priority" => &mut query.priority,
            "tag" => &mut query.tag,
            "sort" => &mut query.sort,
            "snoozed" => &mut query.snoozed,
            // The server reads these among the words, with a minus for all others each of them.
            "brand" | "creator" | "before" | "after" | "-status" | "-agent" | "-priority"
            | "-tag" | "-brand" | "-creator" | "-before" | "-after" => {
                text.push(word);
                continue;
            }
            _ => {
                return Err(format!(
                    "There is no filter `{name}:`; there are status:, agent:, priority:, tag:, brand:, creator:, before:, after:, snoozed: and sort:."
                ));
            }
        };
        // A filter that is said twice takes either value.
        match place {
            Some(before) => {
                before.push(',');
                before.push_str(value);
            }
            None => *place = Some(value.to_owned()),
        }
    }
    query.q = Some(text.join(" ")).filter(|t| !t.is_empty());
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<TicketQuery, String> {
        parse(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(), 50)
    }

    #[test]
    fn filters_and_words_may_stand_in_any_order() {
        let query = read(&["acme status:open", "co", "agent:me", "status:in_progress"]).unwrap();
        assert_eq!(query.status.as_deref(), Some("open,in_progress"));
        assert_eq!(query.agent_id.as_deref(), Some("me"));
        assert_eq!(query.q.as_deref(), Some("acme co"));
        let query = read(&["acme", "-status:closed", "-agent:me"]).unwrap();
        assert_eq!(query.q.as_deref(), Some("acme -status:closed -agent:me"));
        assert!(read(&["-sort:updated"]).unwrap_err().contains("`-sort:`"));
        let query = read(&["brand:acme", "draft", "before:2026-11-01"]).unwrap();
        assert_eq!(query.q.as_deref(), Some("brand:acme draft before:2026-11-01"));
    }

    #[test]
    fn an_unknown_filter_is_named() {
        assert!(read(&["stauts:open"]).unwrap_err().contains("`stauts:`"));
    }
}
