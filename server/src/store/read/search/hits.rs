//! What was found, as it is shown: messages with their tickets, and people.

use super::Search;
use crate::desk::visibility;
use crate::desk::world::World;
use crate::search::Term;
use crate::search::snippet::snippet;
use crate::store::cells::{Cell, Row};
use crate::store::load::card::By;
use crate::store::load::{MESSAGE, in_list, message, people};
use crate::store::read::cards::cards;
use crate::store::read::page::{Where, contains, in_name};
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{FoundMessage, Hit, HitKind, Message, MessageType, UserId};
use sqlx::AssertSqlSafe;

/// How many people are shown above the rest (and `SearchPage` says so).
const MOST_PEOPLE: u32 = 5;

/// How much text is read for snippets in one go, in bytes: then others have their turn on this thread.
const AT_ONCE: usize = 64 * 1024;

/// The messages as hits, with their tickets as the reader may see them.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn talk(
    store: &Store,
    conn: &mut Conn,
    search: &Search<'_>,
    ids: &[i64],
) -> Result<Vec<Hit>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (list, args) = in_list(ids, 1);
    let sql = format!("{MESSAGE} WHERE m.id IN ({list}) ORDER BY m.id DESC");
    let messages = conn.rows(AssertSqlSafe(sql), args, message).await?;
    let mut tickets: Vec<i64> = messages.iter().map(|m| m.ticket_id.0).collect();
    tickets.sort_unstable();
    tickets.dedup();
    let world = cards(store, conn, By::Ticket, &tickets).await?;
    let (mut hits, mut read) = (Vec::new(), 0);
    for message in messages {
        read += message.message_text.len();
        hits.extend(hit(&world, search, message));
        if read > AT_ONCE {
            read = 0;
            tokio::task::yield_now().await;
        }
    }
    Ok(hits)
}

fn hit(world: &World, search: &Search<'_>, message: Message) -> Option<Hit> {
    let user_type = search.reader.user_type;
    let message = visibility::message(user_type, message)?;
    let ticket = world.ticket(message.ticket_id)?;
    let mut text = message.message_text;
    let kind = match message.message_type {
        MessageType::System => HitKind::Order,
        MessageType::Text | MessageType::File => HitKind::Message,
    };
    if let (HitKind::Order, Some(order)) = (kind, &ticket.order) {
        text = format!("{} \u{21c4} {} \u{b7} {text}", order.brand.name, order.creator.name);
    }
    if let Some(file) = message.file.filter(|file| file.name != text) {
        text = format!("{text} \u{b7} {}", file.name);
    }
    Some(Hit {
        kind,
        snippet: snippet(&text, &search.query.terms),
        ticket: Some(visibility::ticket(user_type, ticket)),
        message: Some(FoundMessage {
            id: message.id,
            audience: message.audience,
            sender: message.sender,
            created_at: message.created_at,
        }),
        person: None,
    })
}

/// The accounts, still there, that all the terms are found in, by name, company or e-mail.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn persons(conn: &mut Conn, terms: &[Term]) -> Result<Vec<Hit>, StoreError> {
    let mut conditions = Where::default();
    // What is left of a removed account is its name in history.
    conditions.and("u.removed_at IS NULL", []);
    for term in terms.iter().filter(|t| !t.words.is_empty()) {
        let (name, email) = (in_name(&term.text), contains(&term.text));
        let found = "(u.folded LIKE ? ESCAPE '\\' OR lower(u.email) LIKE ? ESCAPE '\\' \
                     OR COALESCE(b.folded, '') LIKE ? ESCAPE '\\')";
        let found = if term.not { format!("NOT {found}") } else { found.to_owned() };
        conditions.and(&found, [name.clone(), email, name].map(Cell::from));
    }
    if terms.iter().all(|t| t.not || t.words.is_empty()) {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT u.id, u.name, u.email, b.company_name FROM users u \
         LEFT JOIN brands b ON b.id = u.brand_id{} ORDER BY u.id LIMIT {MOST_PEOPLE}",
        conditions.sql()
    );
    let read = |r: &Row<'_>| Ok((r.int(0)?, r.text(1)?, r.text(2)?, r.opt_text(3)?));
    let found = conn.rows(AssertSqlSafe(sql), conditions.args(), read).await?;
    let ids: Vec<i64> = found.iter().map(|(id, ..)| *id).collect();
    let mut world = World::default();
    people::users(conn, &ids, &mut world).await?;
    let hit = |(id, name, email, company): (i64, String, String, Option<String>)| {
        let text: Vec<String> = [company, Some(name), Some(email)].into_iter().flatten().collect();
        Some(Hit {
            kind: HitKind::Person,
            snippet: snippet(&text.join(" \u{b7} "), terms),
            ticket: None,
            message: None,
            person: Some(world.user(UserId(id))?),
        })
    };
    Ok(found.into_iter().filter_map(hit).collect())
}
