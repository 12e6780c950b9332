//! The calls of the wire contract, typed. Each renews the session once when its token is refused, and
//! each fails with an [`Error`] that says whether the same call may succeed later.

#![expect(clippy::missing_errors_doc, reason = "every call fails alike; said once above")]

mod admin;

use super::client::{Call, Client};
use super::error::Error;
use super::session::{self, Session};
use crate::disk::tokens::{KeptSession, TokenFile};
use reqwest::Response;
use robindesk_protocol::{
    AssignmentHistory, Availability, BulkAnswer, BulkResult, BulkUpdate, Colleague,
    ColleaguesAnswer, DecisionRecord, Health, HealthAnswer, HistoryPage, Login, Macro, MacroPage,
    MarkRead, Message, MessageAnswer, MessagePage, MessageQuery, NewOrder, Order, OrderAnswer,
    OrderId, OrderPage, OrderQuery, PackagePage, PageQuery, PlacedOrder, PostMessage,
    PresenceState, Priority, ProfileQuery, Reassign, SearchPage, SearchQuery, SetAvailability,
    SetOrderStatus, SetPresence, SetPriority, SetSnooze, SetTags, SetTicketStatus, Stats,
    StatsAnswer, Ticket, TicketAnswer, TicketId, TicketPage, TicketQuery, TicketStatus, Timestamp,
    TokenPair, User, UserAnswer, UserId,
};
use robindesk_server::clock::Clock;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::sync::Arc;
use tokio::sync::watch;

/// Signs in with a password. The tokens are for the caller to keep.
///
/// # Errors
/// `Refused` when the e-mail or the password is wrong.
pub async fn sign_in(
    client: &Client,
    clock: &Clock,
    email: &str,
    password: &str,
) -> Result<KeptSession, Error> {
    let body = Login { email: email.to_owned(), password: password.to_owned() };
    let call = Call::post("api/auth/login").json(&body);
    let pair: TokenPair = client.call(&call, None).await?;
    Ok(session::kept(pair, client.address().to_string(), clock.now()))
}

/// The server as one signed-in account sees it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    session: Arc<Session>,
}

impl Api {
    /// Speaks for the account of a session. Renewed tokens are kept in `file`.
    pub fn new(client: Client, clock: Clock, kept: KeptSession, file: Option<TokenFile>) -> Self {
        let session = Session::resume(client.clone(), clock, kept, file);
        Self { client, session: Arc::new(session) }
    }

    /// Becomes `Some(why)` when the session is over.
    pub fn over(&self) -> watch::Receiver<Option<String>> {
        self.session.over()
    }

    /// Who am I?
    pub async fn me(&self) -> Result<User, Error> {
        Ok(self.call::<UserAnswer>(Call::get("api/auth/me")).await?.user)
    }

    /// The live numbers; for admins.
    pub async fn stats(&self) -> Result<Stats, Error> {
        Ok(self.call::<StatsAnswer>(Call::get("api/admin/stats")).await?.stats)
    }

    /// How the server is; for admins.
    pub async fn health(&self) -> Result<Health, Error> {
        Ok(self.call::<HealthAnswer>(Call::get("api/admin/health")).await?.health)
    }

    /// Ends the session: at once on this machine, whatever the server says.
    ///
    /// # Errors
    /// When the server could not be told; it then lives there until its tokens expire.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let token = self.session.access().await?;
        self.session.end(String::new());
        let call = Call::post("api/auth/logout");
        let _: IgnoredAny = self.client.call(&call, Some(&token)).await?;
        Ok(())
    }

    pub async fn tickets(&self, query: &TicketQuery) -> Result<TicketPage, Error> {
        self.call(Call::get("api/crm/tickets").query(query)).await
    }

    pub async fn ticket(&self, ticket: TicketId) -> Result<Ticket, Error> {
        self.ticket_call(Call::get(format!("api/crm/tickets/{ticket}"))).await
    }

    pub async fn thread(
        &self,
        ticket: TicketId,
        query: &MessageQuery,
    ) -> Result<MessagePage, Error> {
        let path = format!("api/crm/tickets/{ticket}/messages");
        self.call(Call::get(path).query(query)).await
    }

    /// Posts a message. Its `client_id` makes a repeat harmless.
    pub async fn post_message(
        &self,
        ticket: TicketId,
        message: &PostMessage,
    ) -> Result<Message, Error> {
        let call = Call::post(format!("api/crm/tickets/{ticket}/messages")).json(message);
        Ok(self.call::<MessageAnswer>(call).await?.message)
    }

    pub async fn set_ticket_status(
        &self,
        ticket: TicketId,
        status: TicketStatus,
    ) -> Result<Ticket, Error> {
        let call = Call::put(format!("api/crm/tickets/{ticket}/status"));
        self.ticket_call(call.json(&SetTicketStatus { status })).await
    }

    pub async fn set_priority(
        &self,
        ticket: TicketId,
        priority: Priority,
    ) -> Result<Ticket, Error> {
        let call = Call::put(format!("api/crm/tickets/{ticket}/priority"));
        self.ticket_call(call.json(&SetPriority { priority })).await
    }

    pub async fn set_tags(&self, ticket: TicketId, tags: Vec<String>) -> Result<Ticket, Error> {
        let call = Call::put(format!("api/crm/tickets/{ticket}/tags"));
        self.ticket_call(call.json(&SetTags { tags })).await
    }

    pub async fn snooze(
        &self,
        ticket: TicketId,
        snoozed_until: Option<Timestamp>,
    ) -> Result<Ticket, Error> {
        let call = Call::put(format!("api/crm/tickets/{ticket}/snooze"));
        self.ticket_call(call.json(&SetSnooze { snoozed_until })).await
    }

    pub async fn reassign(
        &self,
        ticket: TicketId,
        agent_id: UserId,
        reason: Option<String>,
    ) -> Result<Ticket, Error> {
        let call = Call::put(format!("api/crm/tickets/{ticket}/reassign"));
        self.ticket_call(call.json(&Reassign { agent_id, reason })).await
    }

    /// Makes one change to many tickets: each has a result of its own.
    pub async fn set_many(&self, update: &BulkUpdate) -> Result<Vec<BulkResult>, Error> {
        let call = Call::post("api/crm/tickets/bulk").json(update);
        Ok(self.call::<BulkAnswer>(call).await?.results)
    }

    /// Who may be given a ticket.
    pub async fn colleagues(&self) -> Result<Vec<Colleague>, Error> {
        Ok(self.call::<ColleaguesAnswer>(Call::get("api/crm/agents")).await?.agents)
    }

    /// Tells the others what the caller does on a ticket. Forgotten after 30 s.
    pub async fn set_presence(&self, ticket: TicketId, state: PresenceState) -> Result<(), Error> {
        let call = Call::post(format!("api/crm/tickets/{ticket}/presence"));
        let _: IgnoredAny = self.call(call.json(&SetPresence { state })).await?;
        Ok(())
    }

    /// A brand's orders, a creator's, or those of both with each other; the newest first.
    pub async fn orders(&self, query: &OrderQuery) -> Result<OrderPage, Error> {
        self.call(Call::get("api/orders").query(query)).await
    }

    /// Moves the caller's read position to the newest message, or back before the newest of somebody
    /// else's.
    pub async fn mark_read(&self, ticket: TicketId, unread: bool) -> Result<(), Error> {
        let call = Call::post(format!("api/crm/tickets/{ticket}/read")).json(&MarkRead { unread });
        let _: IgnoredAny = self.call(call).await?;
        Ok(())
    }

    pub async fn order(&self, order: OrderId) -> Result<Order, Error> {
        Ok(self.call::<OrderAnswer>(Call::get(format!("api/orders/{order}"))).await?.order)
    }

    /// Places an order; the same `key` again gives the first answer back.
    pub async fn place_order(&self, order: &NewOrder, key: &str) -> Result<PlacedOrder, Error> {
        self.call(Call::post("api/orders").json(order).key(key)).await
    }

    pub async fn set_order_status(
        &self,
        order: OrderId,
        status: &SetOrderStatus,
    ) -> Result<Order, Error> {
        let call = Call::put(format!("api/orders/{order}/status")).json(status);
        Ok(self.call::<OrderAnswer>(call).await?.order)
    }

    pub async fn packages(&self, query: &ProfileQuery) -> Result<PackagePage, Error> {
        self.call(Call::get("api/packages").query(query)).await
    }

    /// Every macro that the caller may use.
    pub async fn macros(&self) -> Result<Vec<Macro>, Error> {
        let mut all = Vec::new();
        let mut query = page_of_most();
        loop {
            let page: MacroPage = self.call(Call::get("api/crm/macros").query(&query)).await?;
            all.extend(page.macros);
            query.cursor = page.paging.next_cursor;
            if query.cursor.is_none() {
                return Ok(all);
            }
        }
    }

    /// Why a ticket went to whom it went, oldest first.
    pub async fn decisions(&self, ticket: TicketId) -> Result<Vec<DecisionRecord>, Error> {
        let call = Call::get(format!("api/crm/tickets/{ticket}/history/assignment"));
        Ok(self.call::<AssignmentHistory>(call).await?.decisions)
    }

    /// A page of what happened on a ticket, oldest first.
    pub async fn history(
        &self,
        ticket: TicketId,
        cursor: Option<String>,
    ) -> Result<HistoryPage, Error> {
        let query = PageQuery { cursor, ..page_of_most() };
        self.call(Call::get(format!("api/crm/tickets/{ticket}/history")).query(&query)).await
    }

    /// A page of hits, newest first.
    pub async fn search(&self, words: String, cursor: Option<String>) -> Result<SearchPage, Error> {
        let query = SearchQuery { q: Some(words), limit: None, cursor };
        self.call(Call::get("api/search").query(&query)).await
    }

    /// The caller's own availability.
    pub async fn set_availability(&self, agent_status: Availability) -> Result<User, Error> {
        let call = Call::put("api/crm/agent/status").json(&SetAvailability { agent_status });
        Ok(self.call::<UserAnswer>(call).await?.user)
    }

    /// Opens the event stream, after `last_event` where one was seen.
    pub(super) async fn events(&self, last_event: Option<i64>) -> Result<Response, Error> {
        let call = Call::get("api/events");
        let token = self.session.access().await?;
        match self.client.open(&call, &token, last_event).await {
            Err(e) if e.is_unauthorized() => {
                let token = self.session.renew(&token).await?;
                self.settle(self.client.open(&call, &token, last_event).await)
            }
            answer => answer,
        }
    }

    /// Sends a body that can't be sent twice: the token is renewed before when it is about to end.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        call: &Call,
        kind: &str,
        body: reqwest::Body,
    ) -> Result<T, Error> {
        let token = self.session.access().await?;
        self.client.upload(call, kind, body, &token).await
    }

    /// Opens a body that is read as it comes.
    pub(super) async fn download(&self, call: &Call) -> Result<Response, Error> {
        let token = self.session.access().await?;
        match self.client.open(call, &token, None).await {
            Err(e) if e.is_unauthorized() => {
                let token = self.session.renew(&token).await?;
                self.settle(self.client.open(call, &token, None).await)
            }
            answer => answer,
        }
    }

    /// What the transport said while a body was read.
    pub fn transport(&self, error: &reqwest::Error) -> Error {
        self.client.transport(error)
    }

    async fn ticket_call(&self, call: Call) -> Result<Ticket, Error> {
        Ok(self.call::<TicketAnswer>(call).await?.ticket)
    }

    async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let token = self.session.access().await?;
        match self.client.call(&call, Some(&token)).await {
            Err(e) if e.is_unauthorized() => {
                let token = self.session.renew(&token).await?;
                self.settle(self.client.call(&call, Some(&token)).await)
            }
            answer => answer,
        }
    }

    /// A fresh token that is refused as well: the account itself is out.
    fn settle<T>(&self, answer: Result<T, Error>) -> Result<T, Error> {
        match answer {
            Err(Error::Refused { status: 401, detail, .. }) => Err(self.session.end(detail)),
            answer => answer,
        }
    }
}

/// Pages as large as the server gives them.
fn page_of_most() -> PageQuery {
    PageQuery { limit: Some("200".to_owned()), ..PageQuery::default() }
}
