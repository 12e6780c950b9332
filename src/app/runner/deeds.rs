//! What an admin asks of the desk, put to the server: tried once, answered once, whatever the answer.

use crate::app::effect::Deed;
use crate::app::message::{Given, Managed, NotDone, WhyNot};
use crate::net::{Api, Error};
use robindesk_protocol::{
    BulkSet, BulkUpdate, TicketId, TicketPage, TicketQuery, TicketStatus, UserId,
};

/// Does one.
pub(super) async fn make(api: &Api, deed: Deed) -> Result<Managed, NotDone> {
    let done = if deed.only_asks() { ask(api, deed).await } else { change(api, deed).await };
    done.map_err(|error| NotDone::from(&error))
}

async fn ask(api: &Api, deed: Deed) -> Result<Managed, Error> {
    Ok(match deed {
        Deed::Staff => Managed::Staff(api.staff().await?),
        Deed::Agent(agent) => Managed::Agent(Box::new(api.agent(agent).await?)),
        Deed::Holds(agent) => Managed::Tickets(Box::new(held_by(api, agent).await?)),
        Deed::Trail(query) => Managed::Trail(api.trail(&query).await?),
        Deed::Macros => Managed::Macros(api.macros().await?),
        Deed::Macro(id) => Managed::Macro(Box::new(api.macro_of(id).await?)),
        _ => Managed::Settings(Box::new(api.settings().await?.settings)),
    })
}

async fn change(api: &Api, deed: Deed) -> Result<Managed, Error> {
    Ok(match deed {
        Deed::Create { new, key } => {
            Managed::Password(Box::new(api.create_agent(&new, &key).await?))
        }
        Deed::Update { agent, change } => {
            Managed::Agent(Box::new(api.update_agent(agent, &change).await?))
        }
        Deed::SetAccount { agent, status, version } => {
            Managed::Agent(Box::new(api.set_account(agent, status, version).await?))
        }
        Deed::Remove(agent) => done(api.remove_agent(agent).await)?,
        Deed::ResetPassword(agent) => Managed::Password(Box::new(api.reset_password(agent).await?)),
        Deed::EndSessions(agent) => done(api.end_sessions(agent).await)?,
        Deed::HandOut { agent, tickets } => Managed::HandedOut(api.hand_out(agent, tickets).await?),
        Deed::Give { tickets, to } => Managed::Given(give(api, tickets, to).await?),
        Deed::SetSettings(change) => {
            Managed::Settings(Box::new(api.update_settings(&change).await?))
        }
        Deed::CreateMacro { new, key } => {
            Managed::Macro(Box::new(api.create_macro(&new, &key).await?))
        }
        Deed::SetMacro { id, new } => Managed::Macro(Box::new(api.set_macro(id, &new).await?)),
        Deed::RemoveMacro(id) => done(api.remove_macro(id).await)?,
        asks => return Box::pin(ask(api, asks)).await,
    })
}

fn done(answer: Result<(), Error>) -> Result<Managed, Error> {
    answer.map(|()| Managed::Done)
}

/// Gives tickets to somebody, in as many calls as it takes. What was done stays done when a later call
/// is refused or not heard: then it says how many were left.
async fn give(api: &Api, tickets: Vec<TicketId>, to: UserId) -> Result<Given, Error> {
    let set = BulkSet { agent_id: Some(to), ..BulkSet::default() };
    let mut given = Given::default();
    for some in tickets.chunks(BulkUpdate::MAX) {
        let update = BulkUpdate { ticket_ids: some.to_vec(), set: set.clone() };
        match api.set_many(&update).await {
            Ok(results) => given.results.extend(results),
            Err(error) if given.results.is_empty() => return Err(error),
            Err(error) => {
                given.left = Some((tickets.len() - given.results.len(), error.to_string()));
                break;
            }
        }
    }
    Ok(given)
}

/// All that an agent holds, the longest waiting first, however many pages that is.
async fn held_by(api: &Api, agent: UserId) -> Result<TicketPage, Error> {
    let open = TicketStatus::ALL.iter().filter(|status| status.is_unresolved());
    let status: Vec<&str> = open.map(|status| status.as_str()).collect();
    let mut query = TicketQuery {
        agent_id: Some(agent.to_string()),
        status: Some(status.join(",")),
        sort: Some("waiting".to_owned()),
        limit: Some("200".to_owned()),
        ..TicketQuery::default()
    };
    let mut all = api.tickets(&query).await?;
    while let Some(cursor) = all.paging.next_cursor.take() {
        query.cursor = Some(cursor);
        let next = api.tickets(&query).await?;
        all.tickets.extend(next.tickets);
        all.paging = next.paging;
    }
    all.paging.total = all.tickets.len() as u64;
    Ok(all)
}

impl From<&Error> for NotDone {
    fn from(error: &Error) -> Self {
        let (why, fields) = match error {
            Error::Unreachable(_) | Error::Busy { .. } => (WhyNot::Unheard, Vec::new()),
            Error::Refused { status: 404, fields, .. } => (WhyNot::Gone, fields.clone()),
            Error::Refused { status: 409, fields, .. } => (WhyNot::Conflict, fields.clone()),
            Error::Refused { fields, .. } => (WhyNot::Refused, fields.clone()),
            Error::SignedOut(_) => (WhyNot::Refused, Vec::new()),
        };
        Self { why, text: error.to_string(), fields }
    }
}
