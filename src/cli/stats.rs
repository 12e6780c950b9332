//! `stats`: the live numbers, for leads.

use super::failure::CliError;
use super::print::{self, Table};
use super::setup::Setup;
use crate::ui::figures::length;
use robindesk_protocol::{AgentStats, Distribution, Stats};

pub(super) async fn stats(setup: &Setup, json: bool) -> Result<(), CliError> {
    let stats = setup.api()?.stats().await?;
    if json {
        return print::json(&stats);
    }
    totals(&stats).print()?;
    print::line("")?;
    agents(&stats.agents).print()?;
    print::line("")?;
    shares(&stats.distribution).print()
}

fn totals(stats: &Stats) -> Table {
    let (orders, tickets) = (&stats.orders, &stats.tickets);
    let mut table = Table::new(&["count", "now"]);
    let oldest = tickets.oldest_waiting.map(|at| length(u64::try_from(stats.at.since_ms(at)).ok()));
    for (name, value) in [
        ("orders", orders.total.to_string()),
        ("orders today", orders.today.to_string()),
        ("tickets", tickets.total.to_string()),
        ("tickets today", tickets.today.to_string()),
        ("open", tickets.open.to_string()),
        ("waiting", tickets.waiting.to_string()),
        ("oldest waiting", oldest.unwrap_or_else(|| "-".to_owned())),
        ("unassigned", tickets.unassigned.to_string()),
    ] {
        table.row(&[name, &value]);
    }
    for (status, count) in &orders.by_status {
        table.row(&[&format!("orders {status}"), &count.to_string()]);
    }
    for (status, count) in &tickets.by_status {
        table.row(&[&format!("tickets {status}"), &count.to_string()]);
    }
    table
}

fn agents(agents: &[AgentStats]) -> Table {
    let heads = [
        "agent",
        "is",
        "open",
        "assigned",
        "resolved today",
        "first response",
        "p90",
        "resolution",
        "messages",
    ];
    let mut table = Table::new(&heads);
    for agent in agents {
        table.row(&[
            &agent.agent.name,
            agent.availability.map_or("-", |a| a.as_str()),
            &agent.open.to_string(),
            &agent.assigned.to_string(),
            &agent.resolved_today.to_string(),
            &length(agent.first_response_median_ms),
            &length(agent.first_response_p90_ms),
            &length(agent.resolution_median_ms),
            &agent.messages_sent.to_string(),
        ]);
    }
    table
}

/// What the rotation gave to whom, and whether it was fair: nobody got two more than another.
fn shares(distributions: &[Distribution]) -> Table {
    let mut table = Table::new(&["rotation since", "gap", "tickets"]);
    for distribution in distributions {
        let each: Vec<String> =
            distribution.agents.iter().map(|a| format!("{} {}", a.name, a.tickets)).collect();
        let since = distribution.since.to_string();
        table.row(&[&since, &distribution.gap.to_string(), &each.join(", ")]);
    }
    table
}
