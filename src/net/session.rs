//! A session: the access token for the next call, renewed before it expires, by one caller at a time.

use super::client::{Call, Client};
use super::error::Error;
use crate::disk::lock::Lock;
use crate::disk::tokens::{KeptSession, TokenFile};
use robindesk_protocol::{Claims, Refresh, Timestamp, TokenPair};
use robindesk_server::clock::Clock;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// The tokens of one account on one server, in use.
pub struct Session {
    client: Client,
    clock: Clock,
    held: Mutex<Held>,
    /// Held while renewing, so that many calls that fail at once renew once.
    renewing: tokio::sync::Mutex<()>,
    /// Where the tokens lie on disk; `None` for a session that nobody else shares.
    file: Option<TokenFile>,
    /// Says why, once the session is over.
    over: watch::Sender<Option<String>>,
}

#[derive(Clone)]
struct Held {
    session: KeptSession,
    renew_at: Timestamp,
}

impl Held {
    fn new(session: KeptSession) -> Self {
        Self { renew_at: renew_at(&session), session }
    }
}

impl Session {
    /// Goes on with a session that was opened before.
    pub fn resume(
        client: Client,
        clock: Clock,
        session: KeptSession,
        file: Option<TokenFile>,
    ) -> Self {
        Self {
            client,
            clock,
            held: Mutex::new(Held::new(session)),
            renewing: tokio::sync::Mutex::new(()),
            file,
            over: watch::Sender::new(None),
        }
    }

    /// Becomes `Some(why)` when the session is over.
    pub fn over(&self) -> watch::Receiver<Option<String>> {
        self.over.subscribe()
    }

    /// The token for the next call, renewed first when it is about to expire.
    pub(super) async fn access(&self) -> Result<String, Error> {
        if let Some(why) = &*self.over.borrow() {
            return Err(Error::SignedOut(why.clone()));
        }
        let held = self.held();
        let token = held.session.access_token;
        if self.clock.now() < held.renew_at {
            return Ok(token);
        }
        match self.renew(&token).await {
            // It may live a little longer, and if not, the server will say so.
            Err(e) if e.is_passing() => Ok(token),
            renewed => renewed,
        }
    }

    /// A token that is not `stale`. Whoever comes second takes what the first one got.
    pub(super) async fn renew(&self, stale: &str) -> Result<String, Error> {
        let _one = self.renewing.lock().await;
        if let Some(why) = &*self.over.borrow() {
            return Err(Error::SignedOut(why.clone()));
        }
        let held = self.held();
        if held.session.access_token != stale {
            return Ok(held.session.access_token);
        }
        let _alone = self.lock_file().await;
        if let Some(newer) = self.renewed_elsewhere(&held.session) {
            return Ok(newer);
        }
        let body = Refresh { refresh_token: held.session.refresh_token };
        let call = Call::post("api/auth/refresh").json(&body);
        match self.client.call::<TokenPair>(&call, None).await {
            Ok(pair) => Ok(self.keep(pair)),
            Err(Error::Refused { detail, .. }) => Err(self.end(detail)),
            Err(passing) => Err(passing),
        }
    }

    /// Ends the session here: its tokens are worth nothing any more.
    pub(super) fn end(&self, why: String) -> Error {
        if let Some(file) = &self.file {
            // Somebody may have signed in anew in the meantime; those tokens are not ours to forget.
            let ours = self.held().session.refresh_token;
            if file.load().is_some_and(|kept| kept.refresh_token == ours)
                && let Err(error) = file.forget()
            {
                tracing::warn!(%error, "the ended session could not be removed from disk");
            }
        }
        self.over.send_replace(Some(why.clone()));
        Error::SignedOut(why)
    }

    fn keep(&self, pair: TokenPair) -> String {
        let server = self.client.address().to_string();
        let session = kept(pair, server, self.clock.now());
        if let Some(file) = &self.file
            && let Err(error) = file.save(&session)
        {
            tracing::warn!(%error, "the renewed session could not be kept on disk");
        }
        let token = session.access_token.clone();
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Held::new(session);
        token
    }

    /// Another console of this account may have renewed the session that we share.
    fn renewed_elsewhere(&self, ours: &KeptSession) -> Option<String> {
        let theirs = self.file.as_ref()?.load()?;
        let newer = theirs.user.id == ours.user.id && theirs.refresh_token != ours.refresh_token;
        newer.then(|| {
            let token = theirs.access_token.clone();
            *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Held::new(theirs);
            token
        })
    }

    /// Without a lock we go on all the same: renewing alone is likely, being locked out is certain.
    async fn lock_file(&self) -> Option<Lock> {
        let file = self.file.clone()?;
        tokio::task::spawn_blocking(move || file.lock()).await.ok()?.ok()
    }

    fn held(&self) -> Held {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A pair as it is kept.
pub(super) fn kept(pair: TokenPair, server: String, received_at: Timestamp) -> KeptSession {
    KeptSession {
        server,
        user: pair.user,
        access_token: pair.access_token,
        refresh_token: pair.refresh_token,
        received_at,
    }
}

/// When four fifths of the token's life are over. Its life is read from the token itself and counted
/// from when it arrived, so that a machine whose clock is wrong renews no more often than others.
fn renew_at(session: &KeptSession) -> Timestamp {
    let life = jsonwebtoken::dangerous::insecure_decode::<Claims>(&session.access_token)
        .map_or(0, |token| token.claims.exp.saturating_sub(token.claims.iat));
    let life_ms = i64::try_from(life).unwrap_or(0).saturating_mul(1000);
    session.received_at.plus_ms(life_ms / 5 * 4)
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("client", &self.client).finish_non_exhaustive()
    }
}
