//! What a batch adds to the numbers that are kept on disk.

use super::{Table, rank};
use crate::desk::changes::counts::{Counts, Span, Sums, Waited};
use crate::store::cells::Cell;
use robindesk_protocol::UserId;

type Cells = Vec<Cell<'static>>;

/// What `hour` says of what is counted from the beginning.
pub const EVER: i64 = -1;

pub const CELLS: Table = Table {
    name: "cells",
    key: 4,
    columns: &["kind", "agent_id", "status", "priority", "n"],
    adds: true,
    select: None,
};
pub const COUNTS: Table = Table {
    name: "counts",
    key: 2,
    columns: &[
        "hour", "agent_id", "orders", "tickets", "turns", "assigned", "resolved", "messages",
    ],
    adds: true,
    select: None,
};
pub const WAITED: Table = Table {
    name: "waited",
    key: 0,
    columns: &["seq", "wait", "agent_id", "at", "ms"],
    adds: false,
    select: None,
};

pub fn cells(sums: &Sums) -> Vec<Cells> {
    let tickets = sums.cells.iter().filter(|(_, n)| **n != 0).map(|(cell, n)| {
        vec![
            "ticket".into(),
            cell.agent.map_or(0, |a| a.0).into(),
            cell.status.as_str().into(),
            rank(cell.priority).into(),
            (*n).into(),
        ]
    });
    let orders = sums.orders.iter().filter(|(_, n)| **n != 0).map(|(status, n)| {
        vec!["order".into(), 0.into(), status.as_str().into(), 0.into(), (*n).into()]
    });
    tickets.chain(orders).collect()
}

pub fn counts(sums: &Sums) -> Vec<Cells> {
    let row = |((span, agent), c): (&(Span, Option<UserId>), &_)| {
        let Counts { orders, tickets, turns, assigned, resolved, messages } = *c;
        let hour = match span {
            Span::Ever => EVER,
            Span::Hour(hour) => *hour,
        };
        let agent = agent.map_or(0, |a| a.0);
        [hour, agent, orders, tickets, turns, assigned, resolved, messages].map(Cell::from).to_vec()
    };
    sums.counts.iter().map(row).collect()
}

pub fn waited(sums: &Sums) -> Vec<Cells> {
    let row = |w: &Waited| {
        vec![w.seq.into(), w.wait.as_str().into(), w.agent.0.into(), w.at.into(), w.ms.into()]
    };
    sums.waited.iter().map(row).collect()
}
