//! The other nodes on this desk's database: hears them, and carries across who is looking at what.
//! On SQLite there are none.

use crate::presence::Presence;
use crate::store::Store;
use tokio::sync::broadcast::error::RecvError;

/// Joins this node to the others until `stop`.
pub fn join(store: Store, presence: Presence, stop: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            () = tell(&store, &presence) => {}
            () = listen(&store, &presence) => {}
            () = store.clone().tell_others() => {}
            () = store.clone().hear_others() => {}
        }
    });
}

/// Tells the others who is where on this node.
async fn tell(store: &Store, presence: &Presence) {
    let mut outgoing = presence.outgoing();
    loop {
        match outgoing.recv().await {
            Ok(event) => {
                // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
                let said = serde_json::to_string(&event).unwrap_or_default();
                if let Err(error) = store.publish(said).await {
                    tracing::debug!(%error, "The other nodes were not told who is here");
                }
            }
            // What was missed is renewed by whoever is still there.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}

/// Takes in who is where on the others.
async fn listen(store: &Store, presence: &Presence) {
    let mut published = store.wake().published();
    loop {
        match published.recv().await {
            Ok(said) => match serde_json::from_str(&said) {
                Ok(event) => presence.absorb(event),
                // A node of another version.
                Err(error) => tracing::debug!(%error, "What another node said was not understood"),
            },
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}
