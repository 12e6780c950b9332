//! The calls on tickets: lists, threads, what is written and changed, and their record.

use super::{Api, page_of_most};
use crate::net::client::Call;
use crate::net::error::Error;
use robindesk_protocol::{
    AssignmentHistory, BulkAnswer, BulkResult, BulkUpdate, Colleague, ColleaguesAnswer,
    DecisionRecord, HistoryPage, MarkRead, Message, MessageAnswer, MessagePage, MessageQuery,
    PageQuery, PostMessage, PresenceState, Priority, Reassign, SetPresence, SetPriority, SetSnooze,
    SetTags, SetTicketStatus, Ticket, TicketAnswer, TicketId, TicketPage, TicketQuery,
    TicketStatus, Timestamp, UserId,
};
use serde::de::IgnoredAny;

impl Api {
    /// A page of tickets. The server looks at no more than so many at a time: where none of them was
    /// asked for it gives an empty page that goes on, and the next one is asked for.
    pub async fn tickets(&self, query: &TicketQuery) -> Result<TicketPage, Error> {
        let ask = |query: &TicketQuery| self.call(Call::get("api/crm/tickets").query(query));
        let mut page: TicketPage = ask(query).await?;
        while page.tickets.is_empty() && page.paging.next_cursor.is_some() {
            let cursor = page.paging.next_cursor.take();
            page = ask(&TicketQuery { cursor, ..query.clone() }).await?;
        }
        Ok(page)
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

    /// Moves the caller's read position to the newest message, or back before the newest of somebody
    /// else's.
    pub async fn mark_read(&self, ticket: TicketId, unread: bool) -> Result<(), Error> {
        let call = Call::post(format!("api/crm/tickets/{ticket}/read")).json(&MarkRead { unread });
        let _: IgnoredAny = self.call(call).await?;
        Ok(())
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

    async fn ticket_call(&self, call: Call) -> Result<Ticket, Error> {
        Ok(self.call::<TicketAnswer>(call).await?.ticket)
    }
}
