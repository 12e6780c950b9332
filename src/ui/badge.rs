//! Words, glyphs and colours for states. The colour only repeats what the word or glyph says
//! (`console.md`, promise 4).

use super::look::Look;
use super::plain::Plain;
use ratatui::style::Style;
use robindesk_protocol::{
    Amount, Audience, Availability, Currency, MacroActions, OrderStatus, Priority, TicketStatus,
};

/// What a macro does besides writing; `None` when that is nothing.
pub fn plan_words(actions: &MacroActions) -> Option<String> {
    let mut words = Vec::new();
    words.extend(actions.status.map(|s| status_words(s).to_owned()));
    words.extend(actions.priority.map(|p| format!("priority {p}")));
    words.extend(actions.add_tags.iter().map(|tag| format!("+{}", Plain::line(tag))));
    (!words.is_empty()).then(|| words.join(", "))
}

/// A lane's colour.
pub fn lane_style(look: &Look, lane: Audience) -> Style {
    match lane {
        Audience::Brand => look.theme.brand,
        Audience::Creator => look.theme.creator,
        Audience::Everyone => look.theme.everyone,
        Audience::Staff => look.theme.note,
    }
}

/// A lane in words.
pub const fn lane_words(lane: Audience) -> &'static str {
    match lane {
        Audience::Brand => "brand lane",
        Audience::Creator => "creator lane",
        Audience::Everyone => "everyone",
        Audience::Staff => "note, staff only",
    }
}

pub fn priority_style(look: &Look, priority: Priority) -> Style {
    match priority {
        Priority::Low => look.theme.low,
        Priority::Medium => look.theme.medium,
        Priority::High => look.theme.high,
        Priority::Urgent => look.theme.urgent,
    }
}

/// A glyph for a priority, where its word has no room; the usual one has none.
pub fn priority_glyph(look: &Look, priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => look.sign("▲", "!"),
        Priority::High => look.sign("△", "+"),
        Priority::Medium => look.sign(" ", " "),
        Priority::Low => look.sign("▽", "-"),
    }
}

/// A ticket's status as it is said.
pub const fn status_words(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::Open => "open",
        TicketStatus::InProgress => "in progress",
        TicketStatus::Resolved => "resolved",
        TicketStatus::Closed => "closed",
    }
}

/// A glyph for a ticket's status: how far the work is.
pub fn status_glyph(look: &Look, status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::Open => look.sign("○", "o"),
        TicketStatus::InProgress => look.sign("◐", "~"),
        TicketStatus::Resolved => look.sign("✓", "v"),
        TicketStatus::Closed => look.sign("×", "x"),
    }
}

/// An order's status as it is said.
pub const fn order_words(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::InProgress => "in progress",
        other => other.as_str(),
    }
}

pub fn availability_style(look: &Look, availability: Availability) -> Style {
    match availability {
        Availability::Available => look.theme.good,
        Availability::Busy | Availability::Away => look.theme.warn,
        Availability::Offline => look.theme.dim,
    }
}

/// Money as people read it: sign, thousands apart, the currency's code.
pub fn money(amount: &Amount, currency: Currency) -> String {
    let text = Plain::line(amount.as_str());
    let (whole, part) = text.as_str().split_once('.').unwrap_or((text.as_str(), ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if part.is_empty() { "" } else { "." };
    let sign = match currency.as_str() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        _ => "",
    };
    format!("{sign}{grouped}{point}{part} {currency}")
}

#[cfg(test)]
mod tests {
    use super::money;
    use robindesk_protocol::{Amount, Currency};

    #[test]
    fn money_keeps_every_digit() {
        let said =
            |amount: &str, code| money(&Amount::from(amount), Currency::parse(code).unwrap());
        assert_eq!(said("1250.00", "USD"), "$1,250.00 USD");
        assert_eq!(said("250", "JPY"), "¥250 JPY");
        assert_eq!(said("1234567.125", "KWD"), "1,234,567.125 KWD");
    }
}
