//! The calls that are for admins: the live numbers, staff, the audit trail, settings, macros for
//! everyone.

use super::{Api, page_of_most};
use crate::net::client::Call;
use crate::net::error::Error;
use robindesk_protocol::{
    AccountStatus, Agent, AgentAnswer, AgentPage, AgentPassword, AgentQuery, AuditPage, AuditQuery,
    DeskSettings, HandOutTickets, HandedOut, Health, HealthAnswer, Macro, MacroAnswer, MacroId,
    NewAgent, ResetPassword, SetAccountStatus, SettingsAnswer, Stats, StatsAnswer, TicketId,
    UpdateAgent, UpdateSettings, UserId, WriteMacro,
};
use serde::de::IgnoredAny;

const AGENTS: &str = "api/admin/agents";
const MACROS: &str = "api/crm/macros";

impl Api {
    /// The live numbers.
    pub async fn stats(&self) -> Result<Stats, Error> {
        Ok(self.call::<StatsAnswer>(Call::get("api/admin/stats")).await?.stats)
    }

    /// How the server is.
    pub async fn health(&self) -> Result<Health, Error> {
        Ok(self.call::<HealthAnswer>(Call::get("api/admin/health")).await?.health)
    }

    /// All staff, the oldest accounts first.
    pub async fn staff(&self) -> Result<Vec<Agent>, Error> {
        let mut all = Vec::new();
        let mut query = AgentQuery { limit: page_of_most().limit, ..AgentQuery::default() };
        loop {
            let page: AgentPage = self.call(Call::get(AGENTS).query(&query)).await?;
            all.extend(page.agents);
            query.cursor = page.paging.next_cursor;
            if query.cursor.is_none() {
                return Ok(all);
            }
        }
    }

    pub async fn agent(&self, agent: UserId) -> Result<Agent, Error> {
        self.agent_call(Call::get(format!("{AGENTS}/{agent}"))).await
    }

    /// Creates a member of staff. The same `key` again gives the first answer back, without the
    /// password that was made up.
    pub async fn create_agent(&self, new: &NewAgent, key: &str) -> Result<AgentPassword, Error> {
        self.call(Call::post(AGENTS).json(new).key(key)).await
    }

    pub async fn update_agent(&self, agent: UserId, change: &UpdateAgent) -> Result<Agent, Error> {
        self.agent_call(Call::put(format!("{AGENTS}/{agent}")).json(change)).await
    }

    /// Suspends somebody, or lets it in again.
    pub async fn set_account(
        &self,
        agent: UserId,
        status: AccountStatus,
        version: i64,
    ) -> Result<Agent, Error> {
        let body = SetAccountStatus { status, version: Some(version) };
        self.agent_call(Call::put(format!("{AGENTS}/{agent}/status")).json(&body)).await
    }

    pub async fn remove_agent(&self, agent: UserId) -> Result<(), Error> {
        let _: IgnoredAny = self.call(Call::delete(format!("{AGENTS}/{agent}"))).await?;
        Ok(())
    }

    /// Makes up another password; all sessions of the agent end.
    pub async fn reset_password(&self, agent: UserId) -> Result<AgentPassword, Error> {
        let call = Call::put(format!("{AGENTS}/{agent}/password"));
        self.call(call.json(&ResetPassword::default())).await
    }

    pub async fn end_sessions(&self, agent: UserId) -> Result<(), Error> {
        let call = Call::delete(format!("{AGENTS}/{agent}/sessions"));
        let _: IgnoredAny = self.call(call).await?;
        Ok(())
    }

    /// Sends tickets of an agent through the rotation; all of them for `None`.
    pub async fn hand_out(
        &self,
        agent: UserId,
        ticket_ids: Option<Vec<TicketId>>,
    ) -> Result<HandedOut, Error> {
        let call = Call::post(format!("{AGENTS}/{agent}/tickets/hand_out"));
        self.call(call.json(&HandOutTickets { ticket_ids })).await
    }

    /// A page of the audit trail, the newest first.
    pub async fn trail(&self, query: &AuditQuery) -> Result<AuditPage, Error> {
        self.call(Call::get("api/admin/audit").query(query)).await
    }

    /// The desk's settings, for everybody on the staff.
    pub async fn settings(&self) -> Result<SettingsAnswer, Error> {
        self.call(Call::get("api/crm/settings")).await
    }

    pub async fn update_settings(&self, change: &UpdateSettings) -> Result<DeskSettings, Error> {
        let call = Call::put("api/admin/settings").json(change);
        Ok(self.call::<SettingsAnswer>(call).await?.settings)
    }

    pub async fn macro_of(&self, id: MacroId) -> Result<Macro, Error> {
        self.macro_call(Call::get(format!("{MACROS}/{id}"))).await
    }

    /// Makes a macro; the same `key` again makes no second.
    pub async fn create_macro(&self, new: &WriteMacro, key: &str) -> Result<Macro, Error> {
        self.macro_call(Call::post(MACROS).json(new).key(key)).await
    }

    pub async fn set_macro(&self, id: MacroId, new: &WriteMacro) -> Result<Macro, Error> {
        self.macro_call(Call::put(format!("{MACROS}/{id}")).json(new)).await
    }

    pub async fn remove_macro(&self, id: MacroId) -> Result<(), Error> {
        let _: IgnoredAny = self.call(Call::delete(format!("{MACROS}/{id}"))).await?;
        Ok(())
    }

    async fn agent_call(&self, call: Call) -> Result<Agent, Error> {
        Ok(self.call::<AgentAnswer>(call).await?.agent)
    }

    async fn macro_call(&self, call: Call) -> Result<Macro, Error> {
        Ok(self.call::<MacroAnswer>(call).await?.item)
    }
}
