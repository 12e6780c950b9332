//! The conversation on one ticket: what the server has, and what is still on its way there. The
//! answer, the event, a retry and a reload may come in any order; all confirm by the sender's own id.

use super::Loaded;
use robindesk_protocol::{
    Audience, MacroActions, Message, MessageId, MessagePage, Timestamp, UserId,
};

/// A message that the server has not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The sender's own id for it.
    pub client_id: String,
    pub audience: Audience,
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// Why the server refused it; `None` while it is on its way.
    pub refused: Option<String>,
    /// Until then it waits here, and can be taken back.
    pub not_before: Option<Timestamp>,
    /// What the macros in it did when it was sent.
    pub plan: MacroActions,
}

impl Echo {
    /// When it goes out, while it still waits for that.
    pub fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.not_before.filter(|at| *at > now && self.refused.is_none())
    }
}

/// One ticket's messages.
#[derive(Debug, Clone)]
pub struct Thread {
    pub loaded: Loaded,
    messages: Vec<Message>,
    echoes: Vec<Echo>,
    has_more: bool,
    /// What was read before the ticket was opened: the unread line is drawn after it.
    read_up_to: Option<MessageId>,
    /// Events may have been missed since this was loaded.
    stale: bool,
    version: u64,
}

impl Default for Thread {
    /// Nothing is here yet, and what events bring before the first page may follow a hole.
    fn default() -> Self {
        Self {
            loaded: Loaded::Never,
            messages: Vec::new(),
            echoes: Vec::new(),
            has_more: false,
            read_up_to: None,
            stale: true,
            version: 0,
        }
    }
}

impl Thread {
    /// Confirmed messages, oldest first.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// What is not confirmed, in the order of writing.
    pub fn echoes(&self) -> &[Echo] {
        &self.echoes
    }

    /// Whether the server has older ones.
    pub fn has_more(&self) -> bool {
        self.has_more
    }

    /// Grows with each change, so that what was computed from it can be kept until then.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The first message that was not read when the ticket was opened; her own are always read.
    pub fn first_unread(&self, me: UserId) -> Option<MessageId> {
        let read = self.read_up_to?;
        let others = |m: &&Message| m.sender.as_ref().is_some_and(|s| s.id != me);
        self.messages.iter().filter(|m| m.id > read).find(others).map(|m| m.id)
    }

    /// Moves the unread line below everything that is here.
    pub fn mark_read(&mut self) {
        self.read_up_to = self.messages.last().map(|m| m.id);
        self.version += 1;
    }

    /// Moves the unread line back to before the newest message of somebody else. False when nobody
    /// else has written.
    pub fn mark_unread(&mut self, me: UserId) -> bool {
        let others = |m: &Message| m.sender.as_ref().is_some_and(|s| s.id != me);
        let Some(at) = self.messages.iter().rposition(others) else { return false };
        let before = at.checked_sub(1).and_then(|at| self.messages.get(at));
        self.read_up_to = Some(before.map_or(MessageId(0), |m| m.id));
        self.version += 1;
        true
    }

    /// Takes the newest page.
    pub fn take_newest(&mut self, page: MessagePage) {
        let first = page.messages.first().map(|m| m.id);
        if self.stale {
            // What came by event while the page was on its way is newer than the page.
            let last = page.messages.last().map(|m| m.id);
            self.messages.retain(|m| last.is_none_or(|last| m.id > last));
            self.has_more = page.has_more;
        } else if self.messages.first().map(|m| m.id) >= first {
            self.has_more = page.has_more;
        }
        if self.loaded != Loaded::Here && self.read_up_to.is_none() {
            self.read_up_to = page.read_up_to;
        }
        self.loaded = Loaded::Here;
        self.stale = false;
        self.merge(page.messages);
    }

    /// Takes the page before what is here.
    pub fn take_older(&mut self, page: MessagePage) {
        self.has_more = page.has_more;
        self.merge(page.messages);
    }

    /// Takes one confirmed message, from its event or from the answer to its sending.
    pub fn confirm(&mut self, message: Message) {
        self.merge(vec![message]);
    }

    /// Shows a message before the server has it. One that is confirmed already is not shown twice.
    pub fn echo(&mut self, echo: Echo) {
        let id = Some(echo.client_id.as_str());
        let known = self.messages.iter().any(|m| m.client_id.as_deref() == id)
            || self.echoes.iter().any(|e| e.client_id == echo.client_id);
        if !known {
            self.echoes.push(echo);
            self.version += 1;
        }
    }

    /// Notes what the macros in a message did, in case it is taken back.
    pub fn note_plan(&mut self, client_id: &str, plan: MacroActions) {
        if let Some(echo) = self.echoes.iter_mut().find(|e| e.client_id == client_id) {
            echo.plan = plan;
        }
    }

    /// The server refused a message for good.
    pub fn refuse(&mut self, client_id: &str, why: String) {
        if let Some(echo) = self.echoes.iter_mut().find(|e| e.client_id == client_id) {
            echo.refused = Some(why);
            self.version += 1;
        }
    }

    /// The newest refused message goes out again under its own id.
    pub fn retry(&mut self) -> Option<String> {
        let echo = self.echoes.iter_mut().rev().find(|e| e.refused.is_some())?;
        echo.refused = None;
        self.version += 1;
        Some(echo.client_id.clone())
    }

    /// Takes the newest refused message out, for its text to be written on.
    pub fn take_back(&mut self) -> Option<Echo> {
        let at = self.echoes.iter().rposition(|e| e.refused.is_some())?;
        self.version += 1;
        Some(self.echoes.remove(at))
    }

    /// Takes the newest message out that still waits to be sent, for its text to be written on.
    pub fn take_back_waiting(&mut self, now: Timestamp) -> Option<Echo> {
        let at = self.echoes.iter().rposition(|e| e.waits_until(now).is_some())?;
        self.version += 1;
        Some(self.echoes.remove(at))
    }

    /// Says that events may have been missed: the next newest page is taken for the truth.
    pub fn doubt(&mut self) {
        self.stale = true;
        if self.loaded == Loaded::Here {
            self.loaded = Loaded::Never;
        }
    }

    fn merge(&mut self, messages: Vec<Message>) {
        for message in messages {
            if let Some(id) = &message.client_id {
                self.echoes.retain(|e| e.client_id != *id);
            }
            match self.messages.binary_search_by_key(&message.id, |m| m.id) {
                Ok(at) => self.messages[at] = message,
                Err(at) => self.messages.insert(at, message),
            }
        }
        self.version += 1;
    }
}

#[cfg(test)]
mod tests;
