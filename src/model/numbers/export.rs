//! The numbers as files: JSON for programs, CSV for spreadsheets, a figure a line.

use super::range::Range;
use robindesk_protocol::{AgentStats, Distribution, Stats};
use std::fmt::Write;

/// The numbers as the server gave them.
pub fn json(stats: &Stats) -> String {
    // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
    let mut text = serde_json::to_string_pretty(stats).unwrap_or_default();
    text.push('\n');
    text
}

/// Every figure on a line of its own: what it is of, over which time, its name, its value. Lengths of
/// time are in milliseconds, times in UTC.
pub fn csv(stats: &Stats) -> String {
    let mut table = Table("of,range,figure,value\r\n".to_owned());
    let (orders, tickets) = (&stats.orders, &stats.tickets);
    table.row("desk", "now", "counted at", &stats.at.to_string());
    table.row("orders", "ever", "total", &orders.total.to_string());
    table.row("orders", "today", "total", &orders.today.to_string());
    for (status, n) in &orders.by_status {
        table.row("orders", "now", status.as_str(), &n.to_string());
    }
    for (figure, n) in [
        ("total", tickets.total),
        ("open now", tickets.open),
        ("waiting", tickets.waiting),
        ("unassigned", tickets.unassigned),
    ] {
        table.row("tickets", "now", figure, &n.to_string());
    }
    table.row("tickets", "today", "total", &tickets.today.to_string());
    let oldest = tickets.oldest_waiting.map(|at| at.to_string()).unwrap_or_default();
    table.row("tickets", "now", "longest waiting since", &oldest);
    for (status, n) in &tickets.by_status {
        table.row("tickets", "now", status.as_str(), &n.to_string());
    }
    for (of, hours, days) in [
        ("orders", &orders.per_hour, &orders.per_day),
        ("tickets", &tickets.per_hour, &tickets.per_day),
    ] {
        for hour in hours {
            table.row(of, "hour", &hour.hour.to_string(), &hour.count.to_string());
        }
        for day in days {
            table.row(of, "day", &day.day.to_string(), &day.count.to_string());
        }
    }
    stats.agents.iter().for_each(|agent| table.agent(agent));
    for (range, distribution) in Range::ALL.into_iter().zip(&stats.distribution) {
        table.distribution(range, distribution);
    }
    table.0
}

struct Table(String);

impl Table {
    fn row(&mut self, of: &str, range: &str, figure: &str, value: &str) {
        let cells = [of, range, figure, value].map(cell);
        // Writing to a text cannot fail.
        let _ = write!(self.0, "{}\r\n", cells.join(","));
    }

    fn agent(&mut self, agent: &AgentStats) {
        let name = format!("agent {} {}", agent.agent.id, agent.agent.name);
        let ms = |ms: Option<u64>| ms.map(|ms| ms.to_string()).unwrap_or_default();
        let state = agent.availability.map_or("", |state| state.as_str());
        self.row(&name, "now", "availability", state);
        self.row(&name, "now", "open", &agent.open.to_string());
        self.row(&name, "ever", "assigned", &agent.assigned.to_string());
        self.row(&name, "ever", "messages", &agent.messages_sent.to_string());
        for (figure, value) in [
            ("first response median ms", agent.first_response_median_ms),
            ("first response p90 ms", agent.first_response_p90_ms),
            ("resolution median ms", agent.resolution_median_ms),
        ] {
            self.row(&name, "30 days", figure, &ms(value));
        }
        for (range, done) in Range::ALL.into_iter().zip(&agent.ranges) {
            self.row(&name, range.name(), "assigned", &done.assigned.to_string());
            self.row(&name, range.name(), "resolved", &done.resolved.to_string());
            self.row(&name, range.name(), "messages", &done.messages_sent.to_string());
        }
    }

    fn distribution(&mut self, range: Range, distribution: &Distribution) {
        for share in &distribution.agents {
            let name = format!("agent {} {}", share.agent_id, share.name);
            self.row(&name, range.name(), "turns", &share.tickets.to_string());
        }
        self.row("rotation", range.name(), "gap", &distribution.gap.to_string());
        let throughout = distribution.gap_throughout.to_string();
        self.row("rotation", range.name(), "gap among those throughout", &throughout);
    }
}

/// One cell. What a spreadsheet would take for a formula gets a quote in front: names come from
/// outside.
fn cell(text: &str) -> String {
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula_and_never_ends_its_cell() {
        for (text, expected) in [
            ("Sam Lee", "Sam Lee"),
            ("=HYPERLINK(\"http://evil\")", "\"'=HYPERLINK(\"\"http://evil\"\")\""),
            ("+1", "'+1"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t=1"),
            ("a,b\r\nc", "\"a,b\r\nc\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn both_files_hold_the_numbers() {
        let mut stats = Stats { seq: 7, ..Stats::default() };
        stats.orders.total = 41;
        let back: Stats = serde_json::from_str(&json(&stats)).unwrap();
        assert_eq!(back, stats);
        assert!(csv(&stats).contains("\r\norders,ever,total,41\r\n"));
    }
}
