//! The log's tail to its subscribers.

/// The log's tail.
#[derive(Debug, Clone)]
pub struct Feed;

/// Starts the feed.
pub fn start(_store: &crate::store::Store) -> Feed {
    Feed
}
