//! SQLite's write-ahead log, folded into the database while the desk goes on. By the commit that fills
//! it up, everybody behind that commit would wait for the whole of it.

use super::open::Location;
use super::{Conn, Store, StoreError};
use std::time::Duration;

/// After how many events it is folded: some hundred orders, and as many pages.
const EVERY: i64 = 512;
/// How long to wait after a fault.
const RETRY: Duration = Duration::from_secs(1);

/// Folds what this process commits, until `stop`. Nothing depends on it: the writer's own connection
/// folds what is left at 16 MiB. PostgreSQL does this by itself.
pub fn start(store: Store, stop: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            () = fold_on(&store) => {}
        }
    });
}

async fn fold_on(store: &Store) {
    let Location::Sqlite(_) = &store.location else { return };
    let (mut own, mut line, mut folded) = (store.wake.own(), None, 0);
    while own.changed().await.is_ok() {
        let newest = own.borrow_and_update().newest;
        if newest - folded < EVERY {
            continue;
        }
        match fold(store, line.take()).await {
            Ok(conn) => (line, folded) = (Some(conn), newest),
            Err(error) => {
                tracing::debug!(%error, "the write-ahead log was not folded");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

async fn fold(store: &Store, line: Option<Conn>) -> Result<Conn, StoreError> {
    let mut conn = match line {
        Some(conn) => conn,
        None => store.connect().await?,
    };
    // Passive: it waits for nobody, and nobody waits for it.
    conn.rows("PRAGMA wal_checkpoint(PASSIVE)", vec![], |_| Ok(())).await?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::{EVERY, fold_on};
    use crate::store::Store;
    use std::time::Duration;

    #[tokio::test]
    async fn what_is_committed_comes_into_the_file_before_the_log_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("desk.db");
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let mut conn = store.connect().await.unwrap();
        let size = || std::fs::metadata(&file).unwrap().len();
        // A quarter of what the log may hold before a commit folds it.
        conn.run("CREATE TABLE much (bytes BLOB)", vec![]).await.unwrap();
        conn.run("INSERT INTO much VALUES (zeroblob(4 << 20))", vec![]).await.unwrap();
        let before = size();
        let commits = async {
            for batch in 1.. {
                store.wake().committed(batch * EVERY, Vec::new(), false);
                if size() > before + (4 << 20) {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        let either = async {
            tokio::select! {
                () = commits => {}
                () = fold_on(&store) => {}
            }
        };
        tokio::time::timeout(Duration::from_secs(30), either).await.expect("it is folded");
        assert!(size() > before + (4 << 20));
    }
}
