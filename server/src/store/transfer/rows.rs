//! The rows of one table: read in pieces by its key, written, and held against their copies.

use super::{Kind, PIECE, Table, TransferError};
use crate::store::cells::{Cell, Row};
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// How many rows one statement writes: SQLite takes 32,766 arguments.
const ROWS: usize = 64;

/// The columns of a table with their types, by name: the engines may have them in another order.
pub(super) async fn columns(
    conn: &mut Conn,
    table: &str,
) -> Result<Vec<(String, Kind)>, StoreError> {
    let sql = if conn.is_sqlite() {
        "SELECT name, lower(type) FROM pragma_table_info($1) ORDER BY name"
    } else {
        "SELECT column_name::text, data_type::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name"
    };
    let read = |r: &Row<'_>| {
        let (name, kind) = (r.text(0)?, r.text(1)?);
        Ok((
            name,
            match kind.as_str() {
                "bigint" | "integer" => Kind::Int,
                "boolean" => Kind::Flag,
                "text" => Kind::Text,
                _ => return Err(StoreError::Internal(format!("a column of type {kind}"))),
            },
        ))
    };
    conn.rows(sql, vec![Cell::from(table)], read).await
}

type Cells = Vec<Cell<'static>>;

/// The next rows behind `after`, which is the key of the last one.
async fn piece(
    conn: &mut Conn,
    table: &Table,
    columns: &[(String, Kind)],
    after: Option<Cells>,
) -> Result<Vec<Cells>, StoreError> {
    // Bytewise on either engine, or they would go through texts in another order.
    let bytewise = if conn.is_sqlite() { "COLLATE BINARY" } else { "COLLATE \"C\"" };
    let key = |(name, kind): &(&str, Kind)| match kind {
        Kind::Text => format!("{name} {bytewise}"),
        _ => (*name).to_owned(),
    };
    let keys: Vec<String> = table.key.iter().map(key).collect();
    let keys = keys.join(", ");
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let behind = after.as_ref().map_or_else(String::new, |after| {
        let places: Vec<String> = (1..=after.len()).map(|n| format!("${n}")).collect();
        format!("WHERE ({keys}) > ({})", places.join(", "))
    });
    let (names, name) = (names.join(", "), table.name);
    let sql = format!("SELECT {names} FROM {name} {behind} ORDER BY {keys} LIMIT {PIECE}");
    let read = |r: &Row<'_>| {
        let cell = |(n, (_, kind)): (usize, &(String, Kind))| {
            Ok(match kind {
                Kind::Int => Cell::from(r.opt_int(n)?),
                Kind::Flag => Cell::from(r.flag(n)?),
                Kind::Text => Cell::Text(r.opt_text(n)?.map(Into::into)),
            })
        };
        columns.iter().enumerate().map(cell).collect::<Result<Cells, StoreError>>()
    };
    conn.rows(AssertSqlSafe(sql), after.unwrap_or_default(), read).await
}

/// The key of a row.
fn key_of(table: &Table, columns: &[(String, Kind)], row: &Cells) -> Cells {
    let place = |name: &str| columns.iter().position(|(column, _)| column == name);
    table.key.iter().filter_map(|(name, _)| row.get(place(name)?).cloned()).collect()
}

/// Writes every row of a table to the other database; gives how many there were.
pub(super) async fn copy(
    from: &mut Conn,
    to: &mut Conn,
    table: &Table,
    columns: &[(String, Kind)],
) -> Result<u64, StoreError> {
    let (mut after, mut copied) = (None, 0);
    loop {
        let rows = piece(from, table, columns, after).await?;
        let Some(last) = rows.last() else { return Ok(copied) };
        after = Some(key_of(table, columns, last));
        copied += rows.len() as u64;
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let count = ROWS.min(1 << rows.len().ilog2());
            let sql = insert(table.name, columns, count);
            let args = rows.by_ref().take(count).flatten().collect();
            to.run(AssertSqlSafe(sql), args).await?;
        }
    }
}

fn insert(table: &str, columns: &[(String, Kind)], rows: usize) -> String {
    let width = columns.len();
    let row = |r: usize| {
        let places: Vec<String> = (1..=width).map(|c| format!("${}", r * width + c)).collect();
        format!("({})", places.join(", "))
    };
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO {table} ({}) VALUES {}", names.join(", "), rows.join(", "))
}

/// Reads both back and holds every row against its copy.
pub(super) async fn compare(
    from: &mut Conn,
    to: &mut Conn,
    table: &Table,
    columns: &[(String, Kind)],
) -> Result<(), TransferError> {
    let mut after = None;
    loop {
        let theirs = piece(to, table, columns, after.clone()).await?;
        let ours = piece(from, table, columns, after).await?;
        if let Some(row) =
            (0..ours.len().max(theirs.len())).find(|n| ours.get(*n) != theirs.get(*n))
        {
            let odd = ours.get(row).or(theirs.get(row));
            let at = odd.map(|row| format!("{:?}", key_of(table, columns, row)));
            return Err(TransferError::Differs { table: table.name, at: at.unwrap_or_default() });
        }
        let Some(last) = ours.last() else { return Ok(()) };
        after = Some(key_of(table, columns, last));
    }
}
