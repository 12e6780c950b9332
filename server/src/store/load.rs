//! Facts from the database into a [`World`]: what a batch is decided on, and what reads render.

pub mod canned;
pub mod card;
mod head;
pub mod people;

pub use head::{
    BEGIN_POSTGRES, BEGIN_SQLITE, BEGIN_WITH_STAFF, PREPARE_POSTGRES, head, head_row, one_head,
};
pub use people::Staff;

use super::cells::{Cell, Row};
use super::{Conn, StoreError};
use crate::desk::changes::Party;
use crate::desk::needs::Needs;
use crate::desk::world::{KeyFact, SessionFact, World};
use robindesk_protocol::{
    Audience, FileId, FileRef, Message, MessageId, MessageType, Sender, TicketId, UserId, UserType,
};
use sqlx::AssertSqlSafe;

macro_rules! session_sql {
    ($where:literal) => {
        concat!(
            "SELECT sid, user_id, refresh_hash, created_at, seen_at, expires_at, ended_at, address, \
             program FROM sessions WHERE ",
            $where
        )
    };
}

/// How many waiting tickets one batch hands out at most.
const HAND_OUT: i64 = 256;

/// How many ids one statement asks for at most: a batch of bulk changes may name tens of thousands,
/// and SQLite takes 32,766 arguments.
const MOST_IDS: usize = 1_024;

/// What a message's columns are, with its sender's display name: a brand's is its company's.
pub const MESSAGE: &str = "SELECT m.id, m.ticket_id, m.sender_id, m.message_text, m.message_type, \
    m.audience, m.client_id, m.created_at, \
    COALESCE(b.company_name, u.name), u.user_type, f.name, f.content_type, f.size \
    FROM messages m LEFT JOIN files f ON f.message_id = m.id \
    LEFT JOIN users u ON u.id = m.sender_id LEFT JOIN brands b ON b.id = u.brand_id";

/// Loads what a batch needs and the world does not hold yet. Things that the wanted things name come
/// with them.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn load(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    card::by_ticket(conn, &ids(&needs.tickets, |t| t.0), world).await?;
    card::by_order(conn, &ids(&needs.orders, |o| o.0), world).await?;
    people::packages(conn, &ids(&needs.packages, |p| p.0), world).await?;
    people::brands(conn, &ids(&needs.brands, |b| b.0), world).await?;
    people::creators(conn, &ids(&needs.creators, |c| c.0), world).await?;
    people::users(conn, &ids(&needs.users, |u| u.0), world).await?;
    people::parties(conn, &needs.parties, world).await?;
    if needs.offers {
        people::offers(conn, world).await?;
    }
    if needs.owners {
        let brands = world.brands.values().map(|brand| brand.user_id.0);
        let creators = world.creators.values().map(|creator| creator.user_id.0);
        let owners: Vec<i64> = brands.chain(creators).collect();
        people::users(conn, &owners, world).await?;
    }
    canned::macros(conn, &ids(&needs.macros, |m| m.0), world).await?;
    people::taken(conn, needs, world).await?;
    if needs.rotation {
        if !world.all_staff {
            people::staff(conn).await?.lay(world);
        }
        waiting(conn, world).await?;
    }
    for agent in &needs.desks {
        desk_of(conn, *agent, world).await?;
    }
    due(conn, needs, world).await?;
    posted(conn, needs, world).await?;
    keys(conn, needs, world).await?;
    sessions(conn, needs, world).await?;
    reads(conn, needs, world).await?;
    // Last: most of them are here by now.
    people::standings(conn, &ids(&needs.callers, |u| u.0), world).await
}

/// A list of `$n` for so many values, padded to a power of two so that few statements are prepared.
/// The last value stands in for the padding.
pub fn in_list(values: &[i64], first: usize) -> (String, Vec<Cell<'static>>) {
    let padded = values.len().next_power_of_two();
    let last = values.last().copied().unwrap_or_default();
    let places: Vec<String> = (first..first + padded).map(|n| format!("${n}")).collect();
    let fill = std::iter::repeat_n(last, padded - values.len());
    (places.join(", "), values.iter().copied().chain(fill).map(Cell::from).collect())
}

/// Runs `sql` with its `{}` replaced by the list of ids. Nothing is asked for no ids.
async fn rows_of<T>(
    conn: &mut Conn,
    sql: &str,
    ids: &[i64],
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(MOST_IDS) {
        let (list, args) = in_list(some, 1);
        found.extend(conn.rows(AssertSqlSafe(sql.replace("{}", &list)), args, &read).await?);
    }
    Ok(found)
}

fn ids<'a, T: 'a>(set: impl IntoIterator<Item = &'a T>, id: fn(&T) -> i64) -> Vec<i64> {
    set.into_iter().map(id).collect()
}

/// Unresolved tickets without an agent, oldest first, when the head says there are any.
async fn waiting(conn: &mut Conn, world: &mut World) -> Result<(), StoreError> {
    if world.head.waiting == 0 {
        return Ok(());
    }
    let sql = "SELECT id FROM tickets WHERE agent_id IS NULL AND status IN ('open', 'in_progress') \
               ORDER BY id LIMIT $1";
    let waiting = conn.rows(sql, vec![Cell::from(HAND_OUT)], |r| r.int(0)).await?;
    card::by_ticket(conn, &waiting, world).await?;
    world.waiting = waiting.into_iter().map(TicketId).collect();
    Ok(())
}

/// All unresolved tickets of an agent, however many.
async fn desk_of(conn: &mut Conn, agent: UserId, world: &mut World) -> Result<(), StoreError> {
    let sql = "SELECT id FROM tickets WHERE agent_id = $1 AND status IN ('open', 'in_progress')";
    let held = conn.rows(sql, vec![Cell::from(agent.0)], |r| r.int(0)).await?;
    card::by_ticket(conn, &held, world).await
}

/// Snoozed tickets whose time has come.
async fn due(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    let Some(now) = needs.due else { return Ok(()) };
    let sql = format!(
        "SELECT id FROM tickets WHERE snoozed_until IS NOT NULL AND snoozed_until <= $1 \
         ORDER BY snoozed_until, id LIMIT {HAND_OUT}"
    );
    let due = conn.rows(AssertSqlSafe(sql), vec![Cell::from(now)], |r| r.int(0)).await?;
    card::by_ticket(conn, &due, world).await?;
    world.due = due.into_iter().map(TicketId).collect();
    Ok(())
}

/// A message and its sender.
pub fn message(r: &Row<'_>) -> Result<Message, StoreError> {
    let sender = match r.opt_int(2)? {
        None => None,
        Some(id) => Some(Sender {
            id: UserId(id),
            name: r.text(8)?,
            user_type: r.word(9, UserType::parse)?,
        }),
    };
    let file = match r.opt_text(10)? {
        None => None,
        Some(name) => Some(FileRef {
            id: FileId(r.int(0)?),
            name,
            content_type: r.text(11)?,
            size: r.int(12)?.unsigned_abs(),
        }),
    };
    Ok(Message {
        id: MessageId(r.int(0)?),
        ticket_id: TicketId(r.int(1)?),
        sender,
        message_text: r.text(3)?,
        message_type: r.word(4, MessageType::parse)?,
        audience: r.word(5, Audience::parse)?,
        client_id: r.opt_text(6)?,
        created_at: r.time(7)?,
        file,
    })
}

/// Messages that were already posted under one of the client ids in question.
async fn posted(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    for (user, client_id) in &needs.posted {
        let sql = format!("{MESSAGE} WHERE m.sender_id = $1 AND m.client_id = $2");
        let args = vec![Cell::from(user.0), Cell::from(client_id)];
        for found in conn.rows(AssertSqlSafe(sql), args, message).await? {
            world.posted.insert((*user, client_id.clone()), found);
        }
    }
    Ok(())
}

async fn keys(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    let wanted: Vec<_> = needs.keys.iter().collect();
    for some in wanted.chunks(64) {
        // Padded like a list of ids, so that few statements are prepared.
        let padded = some.len().next_power_of_two();
        let pairs: Vec<String> = (0..padded)
            .map(|n| format!("(user_id = ${} AND key = ${})", 2 * n + 1, 2 * n + 2))
            .collect();
        let sql = format!(
            "SELECT user_id, key, body_hash, reply FROM replies WHERE {}",
            pairs.join(" OR ")
        );
        let last = some[some.len() - 1];
        let args = (0..padded).map(|n| some.get(n).copied().unwrap_or(last));
        let args = args.flat_map(|(user, key)| [Cell::from(user.0), Cell::from(key)]).collect();
        let read = |r: &Row<'_>| Ok((UserId(r.int(0)?), r.text(1)?, r.text(2)?, r.text(3)?));
        for (user, key, body_hash, reply) in conn.rows(AssertSqlSafe(sql), args, read).await? {
            let reply = serde_json::from_str(&reply)
                .map_err(|e| StoreError::Internal(format!("a kept reply: {e}")))?;
            world.keys.insert((user, key), KeyFact { body_hash, reply });
        }
    }
    Ok(())
}

async fn sessions(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    for sid in &needs.sessions {
        let found = conn.rows(session_sql!("sid = $1"), vec![Cell::from(sid)], session).await?;
        for session in found {
            people::users(conn, &[session.user.0], world).await?;
            world.sessions.insert(session.sid.clone(), session);
        }
    }
    let owner = |party: &Party| match party {
        Party::Brand(id) => world.brands.get(id).map(|brand| brand.user_id),
        Party::Creator(id) => world.creators.get(id).map(|creator| creator.user_id),
    };
    let parties: Vec<UserId> = needs.leaving.iter().filter_map(owner).collect();
    for user in needs.sessions_of.iter().chain(&parties) {
        let sql = session_sql!("user_id = $1 AND ended_at IS NULL");
        let found = conn.rows(sql, vec![Cell::from(user.0)], session).await?;
        world.sessions.extend(found.into_iter().map(|s| (s.sid.clone(), s)));
    }
    Ok(())
}

fn session(r: &Row<'_>) -> Result<SessionFact, StoreError> {
    Ok(SessionFact {
        sid: r.text(0)?,
        user: UserId(r.int(1)?),
        refresh_hash: r.opt_text(2)?,
        created_at: r.time(3)?,
        seen_at: r.time(4)?,
        expires_at: r.time(5)?,
        ended_at: r.opt_time(6)?,
        address: r.opt_text(7)?,
        program: r.opt_text(8)?,
    })
}

async fn reads(conn: &mut Conn, needs: &Needs, world: &mut World) -> Result<(), StoreError> {
    let sql = "SELECT message_id FROM reads WHERE user_id = $1 AND ticket_id = $2";
    for (user, ticket) in &needs.reads {
        let args = vec![Cell::from(user.0), Cell::from(ticket.0)];
        for id in conn.rows(sql, args, |r| r.int(0)).await? {
            world.reads.insert((*user, *ticket), MessageId(id));
        }
    }
    let sql = "SELECT id FROM messages WHERE ticket_id = $2 AND sender_id <> $1 \
               ORDER BY id DESC LIMIT 1";
    for (user, ticket) in &needs.heard {
        let args = vec![Cell::from(user.0), Cell::from(ticket.0)];
        for id in conn.rows(sql, args, |r| r.int(0)).await? {
            world.heard.insert((*user, *ticket), MessageId(id));
        }
    }
    Ok(())
}
