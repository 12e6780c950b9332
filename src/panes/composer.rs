//! Where replies and notes are written. A draft for each ticket and lane; leaving keeps it, and each
//! change goes to disk.

pub mod view;

use crate::app::action::Action;
use crate::app::effect::{Draft, Effect};
use crate::ui::edit::Edit;
use ratatui::layout::{Position, Rect};
use robindesk_protocol::{Audience, MacroActions, PostMessage, TicketId};
use std::collections::HashMap;

/// The composer's state.
#[derive(Debug, Default)]
pub struct Composer {
    ticket: Option<TicketId>,
    lane: Option<Audience>,
    drafts: HashMap<(TicketId, Audience), Edit>,
    /// What the macros in a draft do when it is sent.
    plans: HashMap<(TicketId, Audience), MacroActions>,
    /// How many cells a row had at the last drawing: up and down go by rows as drawn.
    width: usize,
    /// Where its rows were at the last drawing, and which of them was the first.
    room: Rect,
    top: usize,
}

/// The lanes in the order that the lane key goes through them.
const LANES: [Audience; 4] =
    [Audience::Brand, Audience::Creator, Audience::Everyone, Audience::Staff];

impl Composer {
    /// Turns to another ticket. Its drafts on disk are asked for the first time.
    pub fn show(&mut self, ticket: Option<TicketId>) -> Option<Effect> {
        if self.ticket == ticket {
            return None;
        }
        self.ticket = ticket;
        self.lane = None;
        let ticket = ticket?;
        let known = self.drafts.keys().any(|(t, _)| *t == ticket);
        (!known).then_some(Effect::LoadDrafts { ticket })
    }

    /// Opens a lane to write in.
    pub fn open(&mut self, lane: Audience) {
        self.lane = Some(lane);
    }

    /// The lane that is written in.
    pub fn lane(&self) -> Option<Audience> {
        self.lane
    }

    /// What is written in the open lane.
    pub fn text(&self) -> &str {
        self.draft().map_or("", Edit::text)
    }

    /// The lane, other than the open one, where a draft lies.
    pub fn draft_elsewhere(&self) -> Option<Audience> {
        let ticket = self.ticket?;
        let holds =
            |lane: &Audience| self.drafts.get(&(ticket, *lane)).is_some_and(|d| !d.is_empty());
        LANES.into_iter().find(|lane| Some(*lane) != self.lane && holds(lane))
    }

    /// Takes the drafts that lie on disk. What was typed meanwhile stays.
    pub fn take_drafts(&mut self, ticket: TicketId, drafts: Vec<(Audience, Draft)>) {
        for (lane, Draft { text, plan }) in drafts {
            let draft = self.drafts.entry((ticket, lane)).or_default();
            if draft.is_empty() && !draft.touched() {
                *draft = Edit::new(&text);
                if plan != MacroActions::default() {
                    self.plans.insert((ticket, lane), plan);
                }
            }
            if self.ticket == Some(ticket) && self.lane.is_none() {
                // It stands where she left it, before she begins to write.
                self.lane = Some(lane);
            }
        }
    }

    /// Takes what is written, to send it.
    pub fn take_text(&mut self) -> Option<(TicketId, Audience, String, Effect)> {
        let (ticket, lane) = (self.ticket?, self.lane?);
        let draft = self.drafts.get_mut(&(ticket, lane))?;
        let text = draft.text().trim_end().to_owned();
        if text.trim().is_empty() || text.len() > PostMessage::MAX_BYTES {
            return None;
        }
        draft.clear();
        self.plans.remove(&(ticket, lane));
        let forget = Effect::SaveDraft { ticket, audience: lane, draft: Draft::default() };
        Some((ticket, lane, text, forget))
    }

    /// What the macros in the open draft do when it is sent.
    pub fn plan(&self) -> Option<MacroActions> {
        self.plans.get(&(self.ticket?, self.lane?)).cloned()
    }

    /// Puts a macro's text in, and takes on what it does.
    pub fn put_macro(&mut self, text: &str, actions: MacroActions) -> Option<Effect> {
        self.edit(|draft, _| draft.insert(text));
        let place = (self.ticket?, self.lane?);
        self.take_on(place, actions);
        Some(self.saved(place))
    }

    /// Takes on what is to be done when a lane's draft is sent.
    fn take_on(&mut self, place: (TicketId, Audience), actions: MacroActions) {
        let plan = self.plans.entry(place).or_default();
        plan.status = actions.status.or(plan.status);
        plan.priority = actions.priority.or(plan.priority);
        let new = actions.add_tags.into_iter().filter(|tag| !plan.add_tags.contains(tag));
        let new: Vec<String> = new.collect();
        plan.add_tags.extend(new);
        if *plan == MacroActions::default() {
            self.plans.remove(&place);
        }
    }

    /// Puts another text in the place of what is written, as one step.
    pub fn replace(&mut self, text: &str) -> Option<Effect> {
        self.edit(|draft, _| draft.replace(text))
    }

    /// Whether what is written is longer than a message may be.
    pub fn too_long(&self) -> bool {
        self.text().len() > PostMessage::MAX_BYTES
    }

    /// Puts a text that was not sent back to where it was written, after what is there, with what is to
    /// be done when it is sent.
    pub fn put_back(&mut self, ticket: TicketId, lane: Audience, draft: Draft) -> Effect {
        let Draft { text, plan } = draft;
        let draft = self.drafts.entry((ticket, lane)).or_default();
        if !draft.is_empty() {
            draft.insert("\n");
        }
        draft.insert(&text);
        self.take_on((ticket, lane), plan);
        self.saved((ticket, lane))
    }

    /// Types a character or pastes a text as one step.
    pub fn put(&mut self, text: &str) -> Option<Effect> {
        let mut chars = text.chars();
        let one = chars.next().filter(|_| chars.next().is_none());
        self.edit(|draft, _| match one {
            Some(c) if c != '\n' => draft.type_char(c),
            _ => draft.insert(text),
        })
    }

    /// Puts the cursor where she clicked.
    pub fn click(&mut self, cell: Position) {
        let (room, top) = (self.room, self.top);
        if room.contains(cell) {
            let (row, column) = (top + usize::from(cell.y - room.y), usize::from(cell.x - room.x));
            self.edit(|draft, width| draft.go_to(width, row, column));
        }
    }

    /// Edits and moves, for the actions that do. Gives the draft to save when it changed.
    pub fn act(&mut self, action: Action) -> Option<Effect> {
        if action == Action::NextLane {
            return self.next_lane();
        }
        if action == Action::NewLine {
            return self.put("\n");
        }
        let stroke = action.stroke()?;
        self.edit(|draft, width| draft.stroke(stroke, width))
    }

    /// Goes to the next lane. Each lane keeps its own draft: nothing written for one party, or for
    /// staff alone, ever moves to another by itself.
    fn next_lane(&mut self) -> Option<Effect> {
        let at = LANES.iter().position(|l| Some(*l) == self.lane)?;
        self.lane = Some(LANES[(at + 1) % LANES.len()]);
        None
    }

    fn draft(&self) -> Option<&Edit> {
        self.drafts.get(&(self.ticket?, self.lane?))
    }

    fn edit(&mut self, change: impl FnOnce(&mut Edit, usize)) -> Option<Effect> {
        let (ticket, audience) = (self.ticket?, self.lane?);
        let width = self.width.max(2);
        let draft = self.drafts.entry((ticket, audience)).or_default();
        let before = draft.text().to_owned();
        change(draft, width);
        let text = draft.text().to_owned();
        if text.is_empty() {
            // With the text goes what it was to do.
            self.plans.remove(&(ticket, audience));
        }
        (before != text).then(|| self.saved((ticket, audience)))
    }

    /// What is to be kept of a lane's draft.
    fn saved(&self, place: (TicketId, Audience)) -> Effect {
        let text = self.drafts.get(&place).map_or("", Edit::text).to_owned();
        let plan = self.plans.get(&place).cloned().unwrap_or_default();
        Effect::SaveDraft { ticket: place.0, audience: place.1, draft: Draft { text, plan } }
    }
}
