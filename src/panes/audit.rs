//! The audit trail: who did what to whom, the newest first. Pages come as they come into sight; the
//! filter is the server's, so that it looks through all there is.

pub mod view;
pub mod words;

use crate::app::action::Action as Key;
use crate::model::Loaded;
use crate::ui::edit::Edit;
use crate::ui::spots::Spots;
use ratatui::layout::Position;
use robindesk_protocol::{Action, AuditEntry, AuditId, AuditPage, AuditQuery, Timestamp, UserId};

/// So long after the last key of the filter the server is asked, in milliseconds.
const PAUSE_MS: i64 = 150;
/// The least time between two looks at what is new, in milliseconds.
const NEWS_MS: i64 = 1_000;
/// A further page is asked for when so few rows are left below the cursor.
const AHEAD: usize = 40;

/// The pane's state.
#[derive(Debug, Default)]
pub struct Audit {
    entries: Vec<AuditEntry>,
    total: u64,
    next: Option<String>,
    loaded: Loaded,
    filter: Edit,
    typing: bool,
    /// Only what this one did, by name.
    actor: Option<(UserId, String)>,
    /// Only what was done like this.
    action: Option<Action>,
    /// The filter's text as it was at the last look, and when the server is to be asked for it.
    noticed: String,
    due: Option<Timestamp>,
    /// What is asked for now: an answer to anything else comes too late.
    asked: Option<AuditQuery>,
    under: Option<AuditId>,
    top: usize,
    fits: usize,
    spots: Spots<AuditId>,
}

impl Audit {
    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&AuditEntry> {
        self.entries.get(self.place())
    }

    /// The keys that matter here, the most wanted first.
    pub fn keys_here(&self) -> Vec<(Key, &'static str)> {
        let mut keys = Vec::new();
        if self.selected().is_some() {
            keys.push((Key::Open, "all of it"));
        }
        keys.push((Key::Filter, "filter"));
        match (&self.actor, self.selected().and_then(|e| e.actor.as_ref())) {
            (Some(_), _) => keys.push((Key::ByActor, "by anybody")),
            (None, Some(_)) => keys.push((Key::ByActor, "only who")),
            // What the server did by itself is nobody's.
            (None, None) => {}
        }
        match (self.action, self.selected()) {
            (Some(_), _) => keys.push((Key::ByAction, "of any kind")),
            (None, Some(_)) => keys.push((Key::ByAction, "only what")),
            (None, None) => {}
        }
        let back = if self.is_filtered() { "show all" } else { "back" };
        keys.extend([(Key::Refresh, "ask again"), (Key::Back, back)]);
        keys
    }

    fn is_filtered(&self) -> bool {
        self.actor.is_some() || self.action.is_some() || !self.filter.is_empty()
    }

    pub const fn is_typing(&self) -> bool {
        self.typing
    }

    pub fn put(&mut self, text: &str) {
        if self.typing {
            self.filter.put_line(text);
        }
    }

    /// Closes the filter's line, or clears the filters. False when there are none.
    pub fn back(&mut self, now: Timestamp) -> bool {
        let filtered = self.is_filtered();
        let was = self.typing || filtered;
        self.typing = false;
        self.filter.clear();
        (self.actor, self.action) = (None, None);
        if filtered {
            self.due = Some(now);
        }
        was
    }

    /// Something was done that the trail tells of: it is looked at again, soon.
    pub fn outdate(&mut self, now: Timestamp) {
        if self.loaded != Loaded::Never && self.due.is_none() {
            self.due = Some(now.plus_ms(NEWS_MS));
        }
    }

    pub fn act(&mut self, key: Key, now: Timestamp) {
        match key {
            Key::Choose | Key::Send if self.typing => self.typing = false,
            Key::Leave if self.typing => _ = self.back(now),
            Key::PopupDown => self.step(Key::Down),
            Key::PopupUp => self.step(Key::Up),
            _ if self.typing => {
                if let Some(stroke) = key.stroke() {
                    self.filter.stroke(stroke, usize::MAX / 2);
                }
            }
            Key::Filter => self.typing = true,
            Key::Refresh => self.due = Some(now),
            Key::ByActor => {
                let actor = self.selected().and_then(|e| e.actor.as_ref());
                let only = actor.map(|a| (a.id, a.name.clone()));
                self.actor = if self.actor.is_some() { None } else { only };
                self.due = Some(now);
            }
            Key::ByAction => {
                let only = self.selected().map(|e| e.action);
                self.action = if self.action.is_some() { None } else { only };
                self.due = Some(now);
            }
            _ => self.step(key),
        }
    }

    fn step(&mut self, key: Key) {
        let (at, last) = (self.place(), self.entries.len().saturating_sub(1));
        if let Some(to) = key.row(at, last, self.fits) {
            self.go(to);
        }
    }

    fn go(&mut self, to: usize) {
        // On the first row it follows what is new.
        self.under = if to == 0 { None } else { self.entries.get(to).map(|e| e.id) };
    }

    /// Puts the cursor on the entry at a cell. Says whether it was there already.
    pub fn click(&mut self, cell: Position) -> bool {
        let entry = self.spots.at(cell);
        let Some(to) = entry.and_then(|id| self.entries.iter().position(|e| e.id == id)) else {
            return false;
        };
        let again = to == self.place();
        self.go(to);
        again
    }

    /// What to ask for now, if anything. Then it counts as asked.
    pub fn asks(&mut self, now: Timestamp) -> Option<AuditQuery> {
        let text = self.filter.text().trim().to_owned();
        if text != self.noticed {
            self.noticed = text;
            self.due = Some(now.plus_ms(PAUSE_MS));
        }
        let first = self.loaded == Loaded::Never || self.due.is_some_and(|due| due <= now);
        if first {
            self.due = None;
            if self.entries.is_empty() {
                self.loaded = Loaded::Asked;
            }
            self.asked = Some(self.query(None));
            return self.asked.clone();
        }
        let near = self.place() + AHEAD.max(self.fits) >= self.entries.len();
        if self.asked.is_none() && self.loaded == Loaded::Here && near {
            let next = self.next.take()?;
            self.asked = Some(self.query(Some(next)));
            return self.asked.clone();
        }
        None
    }

    /// When to ask next by itself.
    pub const fn asks_next(&self) -> Option<Timestamp> {
        self.due
    }

    fn query(&self, cursor: Option<String>) -> AuditQuery {
        AuditQuery {
            actor: self.actor.as_ref().map(|(id, _)| id.to_string()),
            action: self.action.map(|a| a.as_str().to_owned()),
            q: Some(self.noticed.clone()).filter(|q| !q.is_empty()),
            limit: Some("100".to_owned()),
            cursor,
            ..AuditQuery::default()
        }
    }

    /// Takes a page; what was asked before the filter changed is too late.
    pub fn take(&mut self, query: &AuditQuery, result: Result<AuditPage, String>) {
        if self.asked.as_ref() != Some(query) {
            return;
        }
        self.asked = None;
        let page = match result {
            Ok(page) => page,
            Err(why) => return self.loaded = Loaded::Failed(why),
        };
        self.loaded = Loaded::Here;
        self.total = page.paging.total;
        self.next = page.paging.next_cursor;
        if query.cursor.is_some() {
            self.entries.extend(page.entries);
        } else {
            self.entries = page.entries;
        }
    }

    /// The row of the cursor.
    fn place(&self) -> usize {
        let under = self.under.and_then(|id| self.entries.iter().position(|e| e.id <= id));
        under.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
