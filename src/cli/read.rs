//! `tickets`, `ticket`, `order`: reading, from scripts.

use super::failure::CliError;
use super::print::{self, Table};
use super::query;
use super::setup::Setup;
use robindesk_protocol::{Message, MessageQuery, Order, OrderId, Ticket, TicketId, Timestamp};

pub(super) async fn tickets(
    setup: &Setup,
    words: &[String],
    limit: u32,
    json: bool,
) -> Result<(), CliError> {
    let query = query::parse(words, limit).map_err(CliError::Usage)?;
    let page = setup.api()?.tickets(&query).await?;
    if json {
        return print::json(&page);
    }
    let heads =
        ["id", "brand", "creator", "status", "priority", "agent", "waiting", "last message"];
    let mut table = Table::new(&heads);
    for ticket in &page.tickets {
        let (brand, creator) = parties(ticket);
        table.row(&[
            &ticket.id.to_string(),
            brand,
            creator,
            ticket.status.as_str(),
            ticket.priority.as_str(),
            ticket.agent.as_ref().map_or("-", |a| &a.name),
            &ticket.waiting_since.map_or_else(|| "-".to_owned(), local),
            ticket.last_message.as_ref().map_or("", |m| &m.line),
        ]);
    }
    table.print()?;
    if page.paging.total > page.tickets.len() as u64 {
        eprintln!("{} of {}", page.tickets.len(), page.paging.total);
    }
    Ok(())
}

pub(super) async fn ticket(setup: &Setup, id: TicketId, json: bool) -> Result<(), CliError> {
    let api = setup.api()?;
    let ticket = api.ticket(id).await?;
    let page = api.thread(id, &MessageQuery::default()).await?;
    if json {
        return print::json(&serde_json::json!({"ticket": ticket, "messages": page.messages}));
    }
    let (brand, creator) = parties(&ticket);
    print::line(&format!("#{id}  {brand} - {creator}"))?;
    let agent = ticket.agent.as_ref().map_or("nobody", |a| &a.name);
    let facts = format!("{}, {}, with {agent}", ticket.status, ticket.priority);
    print::line(&format!("{facts}, order {}", ticket.order_id))?;
    if page.has_more {
        print::line("(older messages are left out)")?;
    }
    page.messages.iter().try_for_each(message)
}

fn message(message: &Message) -> Result<(), CliError> {
    let sender = message.sender.as_ref().map_or("robindesk", |s| &s.name);
    print::line("")?;
    let lane = message.audience;
    print::line(&format!("{}  {sender} -> {lane}", local(message.created_at)))?;
    print::block("    ", &message.message_text)
}

pub(super) async fn order(setup: &Setup, id: OrderId, json: bool) -> Result<(), CliError> {
    let order = setup.api()?.order(id).await?;
    if json {
        return print::json(&order);
    }
    facts(&order).print()?;
    let Some(history) = &order.history else { return Ok(()) };
    print::line("")?;
    let mut table = Table::new(&["when", "status", "by"]);
    for change in history {
        let by = change.by.as_ref().map_or("robindesk", |a| &a.name);
        table.row(&[&local(change.at), change.status.as_str(), by]);
    }
    table.print()
}

fn facts(order: &Order) -> Table {
    let mut table = Table::new(&["order", &order.id.to_string()]);
    table.row(&["package", &format!("{} x {}", order.package.title, order.quantity)]);
    table.row(&["amount", &format!("{} {}", order.total_amount, order.currency)]);
    table.row(&["status", order.status.as_str()]);
    table.row(&["brand", &order.brand.company_name]);
    table.row(&["creator", &order.creator.name]);
    table.row(&["placed", &local(order.order_date)]);
    if let Some(ticket) = &order.ticket {
        table.row(&["ticket", &format!("#{}", ticket.id)]);
    }
    if let Some(why) = &order.rejection_message {
        table.row(&["rejected", why]);
    }
    if let Some(wishes) = &order.additional_instructions {
        table.row(&["instructions", wishes]);
    }
    table
}

fn parties(ticket: &Ticket) -> (&str, &str) {
    ticket.order.as_ref().map_or(("", ""), |o| (&o.brand.name, &o.creator.name))
}

/// A time on this machine's clock on the wall.
fn local(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(
        |_| at.to_string(),
        |t| t.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}
