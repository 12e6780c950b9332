//! PostgreSQL: one statement for all tables, an array for each column.

use super::{Part, Table, head_sql};
use crate::store::StoreError;
use crate::store::cells::Cell;
use crate::store::flush::Cells;
use sqlx::{AssertSqlSafe, PgConnection};
use std::borrow::Cow;

/// The values of a column.
enum Column<'a> {
    Ints(Vec<Option<i64>>),
    Flags(Vec<bool>),
    Texts(Vec<Option<Cow<'a, str>>>),
}

pub async fn send(
    conn: &mut PgConnection,
    parts: Vec<Part<'_>>,
    columns: &[&str],
    head: Cells<'_>,
) -> Result<(), StoreError> {
    let (mut inserts, mut arrays) = (Vec::with_capacity(parts.len()), Vec::new());
    for Part { table, rows } in parts {
        let part = turned(table, rows)?;
        inserts.push(insert(table, &part, arrays.len() + 1, inserts.len()));
        arrays.extend(part);
    }
    let mut sql = head_sql(columns, |n| format!("${}", arrays.len() + n + 1));
    if !inserts.is_empty() {
        sql = format!("WITH {} {sql}", inserts.join(", "));
    }
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for column in arrays {
        query = match column {
            Column::Ints(values) => query.bind(values),
            Column::Flags(values) => query.bind(values),
            Column::Texts(values) => query.bind(values),
        };
    }
    for value in head {
        query = crate::store::cells::bind!(query, value);
    }
    query.execute(conn).await?;
    Ok(())
}

/// Rows as columns.
fn turned<'a>(table: &Table, rows: Vec<Cells<'a>>) -> Result<Vec<Column<'a>>, StoreError> {
    let count = rows.len();
    let first = rows.first().into_iter().flatten();
    let mut columns: Vec<Column<'a>> = first
        .map(|cell| match cell {
            Cell::Int(_) => Column::Ints(Vec::with_capacity(count)),
            Cell::Flag(_) => Column::Flags(Vec::with_capacity(count)),
            Cell::Text(_) => Column::Texts(Vec::with_capacity(count)),
        })
        .collect();
    for (column, cell) in rows.into_iter().flat_map(|row| row.into_iter().enumerate()) {
        match (columns.get_mut(column), cell) {
            (Some(Column::Ints(values)), Cell::Int(value)) => values.push(value),
            (Some(Column::Flags(values)), Cell::Flag(value)) => values.push(value),
            (Some(Column::Texts(values)), Cell::Text(value)) => values.push(value),
            _ => return Err(StoreError::Internal(format!("a row of {} is odd", table.name))),
        }
    }
    Ok(columns)
}

/// The `INSERT` of one table, as the `n`th step of the statement, with places from `$first` on.
fn insert(table: &Table, part: &[Column<'_>], first: usize, n: usize) -> String {
    let place = |(n, column): (usize, &Column<'_>)| {
        let kind = match column {
            Column::Ints(_) => "bigint",
            Column::Flags(_) => "boolean",
            Column::Texts(_) => "text",
        };
        format!("${}::{kind}[]", first + n)
    };
    let places: Vec<String> = part.iter().enumerate().map(place).collect();
    let (name, columns) = (table.name, table.columns.join(", "));
    format!(
        "step{n} AS (INSERT INTO {name} ({columns}) SELECT {} FROM unnest({}) AS rows ({columns}){})",
        table.select.unwrap_or(&columns),
        places.join(", "),
        table.on_conflict()
    )
}
