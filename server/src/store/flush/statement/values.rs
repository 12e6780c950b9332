//! SQLite: one script for all tables, a place for each value.

use super::{Part, Table, head_sql};
use crate::store::cells::Cell;
use crate::store::flush::Cells;
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// How many rows a statement has room for. Rows that are not there are bound as nothing and passed
/// over: so there are few texts, and a batch is one script of statements that were prepared before.
/// Each statement by itself would be a trip to the connection's thread.
const ROOM: [usize; 3] = [1, 8, 64];

/// A name is looked up in a list of all names: with them, binding a thousand values took longer than
/// writing them.
const PLACE: &str = "?";

/// Statements by table and room: they are long, and always the same.
static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);

type Texts = HashMap<(&'static str, usize), Arc<str>>;

/// Runs the script, with `end` after its last statement.
pub async fn send(
    conn: &mut Conn,
    parts: Vec<Part<'_>>,
    columns: &[&str],
    head: Cells<'_>,
    end: &str,
) -> Result<(), StoreError> {
    let (mut script, mut values) = (String::new(), Vec::new());
    for Part { table, rows } in parts {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let [.., most] = ROOM;
            let room = ROOM.into_iter().find(|room| rows.len() <= *room).unwrap_or(most);
            script.push_str(&insert(table, room));
            script.push_str("; ");
            let end = values.len() + room * table.columns.len();
            values.extend(rows.by_ref().take(room).flatten());
            values.resize(end, Cell::Int(None));
        }
    }
    script.push_str(&head_sql(columns, |_| PLACE.to_owned()));
    script.push_str(end);
    values.extend(head);
    conn.run(AssertSqlSafe(script), values).await.map(|_| ())
}

/// The `INSERT` into a table with room for so many rows. No key of ours is `NULL`.
fn insert(table: &Table, room: usize) -> Arc<str> {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    let text = texts.entry((table.name, room)).or_insert_with(|| {
        let (name, columns) = (table.name, table.columns.join(", "));
        let row = format!("({})", vec![PLACE; table.columns.len()].join(", "));
        let values = vec![row; room].join(", ");
        let rows = format!("SELECT * FROM (VALUES {values}) WHERE column1 IS NOT NULL");
        format!("INSERT INTO {name} ({columns}) {rows}{}", table.on_conflict()).into()
    });
    Arc::clone(text)
}
