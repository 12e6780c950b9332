//! One transaction of the writer: lock the head, load, decide in memory, flush, commit.

use super::WriteError;
use super::memory::Memory;
use crate::desk::changes::{Changes, LoggedEvent};
use crate::desk::command::{Command, Request};
use crate::desk::decide::decide;
use crate::desk::needs::Needs;
use crate::desk::reply::Reply;
use crate::desk::rotation;
use crate::desk::world::{Head, World};
use crate::store;
use crate::store::{
    ALL_TIME, Conn, PATIENCE, Staff, StoreError, Unsaved, in_time, load, read, sweep_replies,
    within,
};
use robindesk_protocol::{DeskSettings, Timestamp};
use std::time::Duration;

/// What came of a batch that is on disk.
#[derive(Debug)]
pub struct Done {
    /// One for each request, in order.
    pub outcomes: Vec<Result<Reply, WriteError>>,
    /// The number of the newest event.
    pub newest: i64,
    /// What it added to the log.
    pub events: Vec<LoggedEvent>,
    /// Whether a session ended or an account changed.
    pub revoked: bool,
    /// What the batch left to be done at once in one of its own.
    pub left: Option<Command>,
}

/// Where a batch went wrong.
#[derive(Debug)]
pub enum Fault {
    /// Before the commit: nothing of it is on disk.
    NotWritten(StoreError),
    /// In the commit: it may be on disk.
    Unknown { error: StoreError, done: Box<Done> },
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::NotWritten(error)
    }
}

/// A transaction that has the log head, and nothing else yet.
#[derive(Debug)]
pub struct Begun {
    pub conn: Conn,
    head: Head,
    settings: DeskSettings,
    staff: Option<Staff>,
}

impl Begun {
    /// Takes the log head, once no other node has it. In company the staff is likely to be asked for:
    /// it comes along where that saves a trip.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn on(mut conn: Conn, in_company: bool) -> Result<Self, StoreError> {
        let (head, settings, staff) = in_time(conn.begin(in_company)).await?;
        Ok(Self { conn, head, settings, staff })
    }
}

/// Decides `requests` in order and commits what they change.
///
/// With `sweep`, first answers from before that time are thrown away as well. What it learns, and what
/// of it holds afterwards, is left in `memory`, which must be emptied when this fails.
pub async fn commit(
    begun: &mut Begun,
    memory: &mut Memory,
    requests: &[Request],
    sweep: Option<Timestamp>,
) -> Result<Done, Fault> {
    let mut needs = Needs::of(requests);
    let patience = patience(requests);
    if patience > PATIENCE {
        in_time(begun.conn.take_all_time()).await?;
    }
    let mut decided = decide_all(begun, memory, &needs, requests).await?;
    if !needs.rotation && decided.world.head.waiting > begun.head.waiting {
        // It put a ticket in line without knowing whose turn it is, as a party's message may. Whoever
        // is free gets it in this same transaction.
        needs.rotation = true;
        *memory = Memory::default();
        decided = decide_all(begun, memory, &needs, requests).await?;
    }
    let Decided { mut world, mut changes, outcomes } = decided;
    let conn = &mut begun.conn;
    let left = rotation::more_to_hand_out(&world);
    let newest = world.head.seq;
    let mut done = Done { outcomes, newest, events: Vec::new(), revoked: changes.revoked, left };
    if changes.is_empty() {
        in_time(conn.rollback()).await?;
        memory.keep(world, &changes);
        return Ok(done);
    }
    if changes.touches_facts() {
        world.head.facts += 1;
    }
    if let Some(before) = sweep {
        in_time(sweep_replies(conn, before)).await?;
    }
    let committed = store::commit(conn, &world, &changes, patience).await;
    done.events = std::mem::take(&mut changes.events);
    match committed {
        Ok(()) => {
            memory.keep(world, &changes);
            Ok(done)
        }
        Err(Unsaved::NotWritten(error)) => Err(Fault::NotWritten(error)),
        Err(Unsaved::Unknown(error)) => Err(Fault::Unknown { error, done: Box::new(done) }),
    }
}

/// How long a step of these may take: of an operator's import as long as it likes. The connection has
/// then no limits of its own any more.
pub fn patience(requests: &[Request]) -> Duration {
    let imports = requests.iter().any(|r| matches!(r.command, Command::Import(_)));
    if imports { ALL_TIME } else { PATIENCE }
}

/// A batch as it was decided.
struct Decided {
    world: World,
    changes: Changes,
    outcomes: Vec<Result<Reply, WriteError>>,
}

/// Loads what is needed and decides each request in order, in memory.
async fn decide_all(
    begun: &mut Begun,
    memory: &mut Memory,
    needs: &Needs,
    requests: &[Request],
) -> Result<Decided, StoreError> {
    let settings = begun.settings.clone();
    let mut world = World { head: begun.head.clone(), settings, ..World::default() };
    memory.recall(needs, &mut world);
    // Known in part it would be taken for the whole: only with those that wait.
    if needs.rotation
        && let Some(staff) = begun.staff.take()
    {
        staff.lay(&mut world);
    }
    within(patience(requests), load(&mut begun.conn, needs, &mut world)).await?;
    let mut changes = Changes::default();
    let decide = |request| decide(&mut world, &mut changes, request).map_err(WriteError::Rejected);
    let outcomes = requests.iter().map(decide).collect();
    Ok(Decided { world, changes, outcomes })
}

/// Whether a batch that begins with this event is on disk. Asked with the log head in hand: by then
/// whatever was on its way has come to pass, or never will.
pub async fn is_written(begun: &mut Begun, first: &LoggedEvent) -> Result<bool, StoreError> {
    let found = in_time(read::events::at(&mut begun.conn, first.event.seq)).await?;
    in_time(begun.conn.rollback()).await?;
    Ok(found.is_some_and(|logged| logged.event == first.event))
}

#[cfg(test)]
mod tests;
