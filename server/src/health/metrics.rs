//! The same as Prometheus text, version 0.0.4.

use super::Own;
use crate::pulse::Totals;
use robindesk_protocol::{Health, Stats};
use std::fmt::{Display, Write};

/// Every metric of this node. What the database would tell is left out while it does not answer.
pub fn text(totals: &Totals, own: Own, health: Option<&Health>, stats: Option<&Stats>) -> String {
    let mut out = String::with_capacity(4_096);
    requests(&mut out, totals);
    node(&mut out, own);
    gauge(&mut out, "database_up", "Whether the database answers", u8::from(health.is_some()));
    if let Some(health) = health {
        database(&mut out, health);
    }
    if let Some(stats) = stats {
        desk(&mut out, stats);
    }
    out
}

fn node(out: &mut String, own: Own) {
    gauge(out, "uptime_seconds", "Since this process began", own.uptime_seconds);
    gauge(out, "writer_queue", "Commands that wait for the writer", own.writer_queue);
    gauge(out, "streams", "Open event streams", own.live_connections);
}

fn database(out: &mut String, health: &Health) {
    gauge(out, "nodes", "Server processes on this database", health.nodes);
    gauge(out, "database_bytes", "Size of the database", health.database_bytes);
    let latency = health.database_latency_ms / 1_000.0;
    gauge(out, "database_latency_seconds", "Time of the smallest question", latency);
    gauge(out, "event_lag", "Events on disk and not on the streams", health.event_lag);
    if let Some(at) = health.last_backup {
        gauge(out, "last_backup_timestamp_seconds", "When it was made", at.0 / 1_000);
    }
}

fn requests(out: &mut String, totals: &Totals) {
    head(out, "requests_total", "counter", "Answers by the class of their status");
    for (class, n) in (1..=5).zip(totals.classes) {
        line(out, &format!("requests_total{{status=\"{class}xx\"}}"), n);
    }
    head(out, "request_seconds", "histogram", "Time until an answer began");
    for (seconds, n) in &totals.at_most {
        line(out, &format!("request_seconds_bucket{{le=\"{seconds}\"}}"), n);
    }
    line(out, "request_seconds_bucket{le=\"+Inf\"}", totals.count);
    line(out, "request_seconds_sum", totals.seconds);
    line(out, "request_seconds_count", totals.count);
}

fn desk(out: &mut String, stats: &Stats) {
    head(out, "orders", "gauge", "Orders by status");
    for (status, n) in &stats.orders.by_status {
        line(out, &format!("orders{{status=\"{status}\"}}"), n);
    }
    head(out, "tickets", "gauge", "Tickets by status");
    for (status, n) in &stats.tickets.by_status {
        line(out, &format!("tickets{{status=\"{status}\"}}"), n);
    }
    gauge(out, "tickets_waiting", "Tickets on which a party waits", stats.tickets.waiting);
    gauge(out, "tickets_unassigned", "Open tickets without an agent", stats.tickets.unassigned);
    gauge(out, "events", "Number of the last event", stats.seq);
}

fn gauge(out: &mut String, name: &str, help: &str, value: impl Display) {
    head(out, name, "gauge", help);
    line(out, name, value);
}

// Writing to a String cannot fail.
fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP robindesk_{name} {help}.\n# TYPE robindesk_{name} {kind}");
}

fn line(out: &mut String, name: &str, value: impl Display) {
    let _ = writeln!(out, "robindesk_{name} {value}");
}
