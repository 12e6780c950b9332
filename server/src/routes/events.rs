//! `GET /api/events`: what happens on the desk, as it happens, for what the caller may see.

mod guard;
mod numbers;

use super::tickets;
use crate::auth::SignedIn;
use crate::error::ApiError;
use crate::extract::QueryOf;
use crate::feed::{Item, Listener, Start};
use crate::presence::{self, Presence};
use crate::state::App;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use numbers::Numbers;
use robindesk_protocol::TicketId;
use schemars::JsonSchema;
use serde::Deserialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

/// How often a quiet stream shows that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long it waits before it reads the log again, when too many read at once.
const BUSY_PAUSE: Duration = Duration::from_millis(250);

/// Query of the stream.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EventsQuery {
    /// Only what is about this ticket.
    ticket: Option<TicketId>,
}

/// `GET /api/events`, from now on or after `Last-Event-ID`.
///
/// # Errors
/// 404 for a ticket that is none of the caller's business, 400 for an odd `Last-Event-ID`.
pub async fn stream(
    State(app): State<App>,
    signed_in: SignedIn,
    QueryOf(query): QueryOf<EventsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(ticket) = query.ticket {
        tickets::visible(&app, &signed_in, ticket).await?;
    }
    let start = start(&headers)?;
    let ends_in = signed_in.until.since_ms(app.clock.now()).max(0).unsigned_abs();
    // Numbers are for admins, and not part of one ticket's stream.
    let numbers = signed_in.account.user_type.is_admin() && query.ticket.is_none();
    let staff = signed_in.account.user_type.is_staff();
    let open = Open {
        presence: staff.then(|| app.presence.listen(query.ticket)),
        numbers: numbers.then(|| Numbers::of(app.tally.clone())),
        listener: app.feed.listen(signed_in.account.clone(), query.ticket, start),
        shutdown: Box::pin(app.shutdown.asked()),
        seen: Box::pin(seen(staff.then(|| app.presence.clone()), &app, &signed_in)),
        revoked: Box::pin(guard::broken(app, signed_in)),
        expiry: Box::pin(tokio::time::sleep(Duration::from_millis(ends_in))),
        greeted: false,
    };
    let body = Body::from_stream(stream::unfold(open, Open::next));
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Says to a proxy such as nginx that nothing may be held back.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, body).into_response())
}

fn start(headers: &HeaderMap) -> Result<Start, ApiError> {
    let Some(sent) = headers.get("last-event-id") else { return Ok(Start::Now) };
    let seq = sent.to_str().ok().and_then(|text| text.parse().ok());
    let message = "must be the id of an event of this stream";
    seq.map(Start::After).ok_or_else(|| ApiError::field("Last-Event-ID", message))
}

/// An open stream.
struct Open {
    /// For admins.
    numbers: Option<Numbers>,
    listener: Listener,
    /// Who is where: for staff alone.
    presence: Option<presence::Listener>,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// The token's end: who comes back with a fresh one goes on where it was.
    expiry: Pin<Box<tokio::time::Sleep>>,
    /// Its session ended, or its account may not have it any more.
    revoked: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// Notes again and again that staff is there; never ends.
    seen: Pin<Box<dyn Future<Output = ()> + Send>>,
    greeted: bool,
}

impl Open {
    /// The next bytes; `None` ends the stream, and the client comes back.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if !self.greeted {
            self.greeted = true;
            // Headers alone are held back by some proxies until the first byte.
            return Some((Ok(Bytes::from_static(b": here\n\n")), self));
        }
        let bytes = loop {
            tokio::select! {
                biased;
                () = &mut self.shutdown => return None,
                () = &mut self.expiry => return None,
                () = &mut self.revoked => return None,
                () = &mut self.seen => return None,
                item = self.listener.next() => match item {
                    Ok(Some(Item::Event(bytes))) => break bytes,
                    Ok(Some(Item::Reset { newest })) => {
                        break Bytes::from(format!("id: {newest}\nevent: reset\ndata: {{}}\n\n"));
                    }
                    Ok(None) => return None,
                    // Many read the log at once: coming back would only have them read it again.
                    Err(error) if error.is_busy() => tokio::time::sleep(BUSY_PAUSE).await,
                    Err(error) => {
                        tracing::warn!(%error, "A stream ended because the log could not be read");
                        return None;
                    }
                },
                bytes = told(self.presence.as_mut()) => break bytes,
                bytes = numbers::shown(self.numbers.as_mut()) => break bytes,
                () = tokio::time::sleep(HEARTBEAT) => break Bytes::from_static(b":\n\n"),
            }
        };
        Some((Ok(bytes), self))
    }
}

/// Shows for as long as it is polled that a member of staff is there; a party is nobody's news.
fn seen(
    presence: Option<Presence>,
    app: &App,
    signed_in: &SignedIn,
) -> impl Future<Output = ()> + Send + 'static {
    let (clock, user) = (app.clock.clone(), signed_in.account.id);
    async move {
        match presence {
            Some(presence) => presence.stays(user, clock).await,
            None => std::future::pending().await,
        }
    }
}

/// The next that is told of who is where; never for who is told nothing.
async fn told(presence: Option<&mut presence::Listener>) -> Bytes {
    match presence {
        Some(listener) => listener.next().await,
        None => std::future::pending().await,
    }
}
