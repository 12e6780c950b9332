//! From times to numbers: a search that asks for a time begins there and not at the newest message or
//! ticket, so that long ago costs what now costs.

use crate::store::cells::Cell;
use crate::store::{Conn, StoreError};
use robindesk_protocol::Timestamp;

/// How far numbers may be out of the order of time, in milliseconds: the clocks of several nodes are
/// never quite the same, and one that was wrong is set right. What lies between is looked at one by one.
const SLACK_MS: i64 = 60 * 60 * 1_000;

/// What is numbered in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbered {
    Messages,
    Tickets,
}

/// Halves the rows until one is left at which `$1` begins. Numbers have no gaps; at one that is
/// missing all the same the halving ends early, and leaves more than it must.
macro_rules! halve {
    ($table:literal) => {
        concat!(
            "WITH RECURSIVE s (low, high) AS (SELECT CAST(0 AS BIGINT), ",
            $table,
            " + 1 FROM head WHERE id = 1 UNION ALL \
             SELECT CASE WHEN m.created_at < $1 THEN m.id ELSE s.low END, \
             CASE WHEN m.created_at < $1 THEN s.high ELSE m.id END FROM s CROSS JOIN ",
            $table,
            " m WHERE m.id = (s.low + s.high) / 2 AND s.high - s.low > 1) \
             SELECT max(low), min(high) FROM s"
        )
    };
}

impl Numbered {
    const fn halve(self) -> &'static str {
        match self {
            Self::Messages => halve!("messages"),
            Self::Tickets => halve!("tickets"),
        }
    }
}

/// A number that is greater than that of every one from before `time`.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn above(conn: &mut Conn, what: Numbered, time: Timestamp) -> Result<i64, StoreError> {
    Ok(halves(conn, what, time.plus_ms(SLACK_MS)).await?.1)
}

/// A number that is less than that of every one from `time` on.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn below(conn: &mut Conn, what: Numbered, time: Timestamp) -> Result<i64, StoreError> {
    Ok(halves(conn, what, time.plus_ms(-SLACK_MS)).await?.0)
}

/// The last before a time, and the first from it on.
async fn halves(
    conn: &mut Conn,
    what: Numbered,
    time: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let found =
        conn.rows(what.halve(), vec![Cell::from(time)], |r| Ok((r.int(0)?, r.int(1)?))).await?;
    found.first().copied().ok_or_else(|| StoreError::Internal("the log head is missing".to_owned()))
}
