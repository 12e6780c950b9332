//! The bytes of a form on their way to its parser. The parser keeps all that has arrived until it has
//! found a part of the form in it, however much that is: here is where it ends.

use axum::BoxError;
use axum::body::Bytes;
use futures_util::Stream;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// How much may arrive without the parser finding a part of the form, or a piece of one, in bytes.
const MOST: usize = 64 * 1024;

/// More than [`MOST`] arrived, and nothing came of it.
#[derive(Debug, thiserror::Error)]
#[error("more is held than a part of a form begins with")]
pub struct TooMuch;

/// How much the parser holds.
#[derive(Debug, Clone, Default)]
pub struct Held(Arc<AtomicUsize>);

impl Held {
    /// The parser found something: what it holds now is no more than the beginning of the next.
    pub fn give_out(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A body as the parser gets it.
#[derive(Debug)]
pub struct Measured<S> {
    body: S,
    held: Held,
    /// The parser was told to look at what it holds.
    looked: bool,
}

impl<S> Measured<S> {
    /// This body, and what must be told when the parser found something in it.
    pub fn new(body: S) -> (Self, Held) {
        let held = Held::default();
        (Self { body, held: held.clone(), looked: false }, held)
    }
}

impl<S, E> Stream for Measured<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.held.0.load(Ordering::Relaxed) >= MOST {
            // The parser takes all that there is before it looks at any of it: nothing more, for once.
            if !std::mem::replace(&mut self.looked, true) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(Some(Err(TooMuch.into())));
        }
        self.looked = false;
        let next = std::task::ready!(Pin::new(&mut self.body).poll_next(cx));
        if let Some(Ok(piece)) = &next {
            self.held.0.fetch_add(piece.len(), Ordering::Relaxed);
        }
        Poll::Ready(next.map(|piece| piece.map_err(Into::into)))
    }
}
