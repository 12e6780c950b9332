//! SQLite: `INSERT ... VALUES`, a place for each value.

use super::{Part, Table, head_sql};
use crate::store::flush::Cells;
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The most rows one statement writes. Row counts are split into powers of two up to this, so that
/// few statements are prepared and each of them is met again.
const MOST_ROWS: usize = 64;

/// Up to so many values go as one script: each statement by itself is a trip to the connection's
/// thread. Longer scripts would seldom be met again, and each is prepared and kept.
const MOST_TOGETHER: usize = 256;

/// A name is looked up in a list of all names: with them, binding a thousand values took longer than
/// writing them.
const PLACE: &str = "?";

/// Statements by table and number of rows: they are long, and always the same.
static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);

type Texts = HashMap<(&'static str, usize), Arc<str>>;

pub async fn send(
    conn: &mut Conn,
    parts: Vec<Part<'_>>,
    columns: &[&str],
    head: Cells<'_>,
) -> Result<(), StoreError> {
    let values = |part: &Part<'_>| part.rows.len() * part.table.columns.len();
    let together = parts.iter().map(values).sum::<usize>() <= MOST_TOGETHER;
    let (mut script, mut all) = (String::new(), Vec::new());
    for Part { table, rows } in parts {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            // The largest power of two that fits.
            let count = MOST_ROWS.min(1 << rows.len().ilog2());
            let sql = upsert(table, count);
            let args = rows.by_ref().take(count).flatten();
            if together {
                script.push_str(&sql);
                script.push_str("; ");
                all.extend(args);
            } else {
                conn.run(AssertSqlSafe(sql), args.collect()).await?;
            }
        }
    }
    script.push_str(&head_sql(columns, |_| PLACE.to_owned()));
    all.extend(head);
    conn.run(AssertSqlSafe(script), all).await.map(|_| ())
}

/// `INSERT ... VALUES (..), (..) ON CONFLICT DO UPDATE` for so many rows.
fn upsert(table: &Table, rows: usize) -> Arc<str> {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    let text = texts.entry((table.name, rows)).or_insert_with(|| {
        let row = format!("({})", vec![PLACE; table.columns.len()].join(", "));
        let values = vec![row; rows].join(", ");
        let (name, columns) = (table.name, table.columns.join(", "));
        let on_conflict = table.on_conflict();
        format!("INSERT INTO {name} ({columns}) VALUES {values}{on_conflict}").into()
    });
    Arc::clone(text)
}
