//! What goes from one lane to the other, and the guard that asks before it does.

use super::{Desk, Focus};
use crate::app::effect::Effect;
use crate::model::crossing::{Crossing, crossings};
use crate::panes::links::Links;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use crate::ui::{badge, wrap};
use robindesk_protocol::{Audience, Message, MessageType};

impl Desk {
    /// The picked message; else the newest that a party wrote, else the newest of all.
    fn message_at_hand(&self) -> Option<&Message> {
        let thread = self.thread()?;
        let said = || thread.messages().iter().filter(|m| m.message_type != MessageType::System);
        let party = |m: &&Message| m.sender.as_ref().is_some_and(|s| !s.user_type.is_staff());
        let newest = || said().rfind(party).or_else(|| said().next_back());
        self.chat.picked(thread).or_else(newest)
    }

    /// Puts a message of one lane into the composer of the other, as a draft.
    pub fn relay(&mut self, out: &mut Vec<Effect>) {
        let Some(message) = self.message_at_hand() else {
            return self.say("nothing is here to relay", Tone::News);
        };
        let text = message.message_text.clone();
        let lane = match message.audience {
            Audience::Brand => Audience::Creator,
            Audience::Creator => Audience::Brand,
            Audience::Everyone => return self.say("both lanes have read that", Tone::News),
            Audience::Staff => return self.say("a note stays with staff", Tone::News),
        };
        self.draft(lane, &text, out);
        self.say("a draft for the other lane: nothing is sent yet", Tone::News);
    }

    /// Quotes a message into the composer of its own lane.
    pub fn quote(&mut self, out: &mut Vec<Effect>) {
        let Some(message) = self.message_at_hand() else {
            return self.say("nothing is here to quote", Tone::News);
        };
        let lines = message.message_text.lines().map(|line| format!("> {line}\n"));
        let (text, lane) = (lines.collect::<String>(), message.audience);
        self.draft(lane, &text, out);
    }

    /// Copies the text of a message.
    pub fn copy_message(&mut self, out: &mut Vec<Effect>) {
        let Some(message) = self.message_at_hand() else {
            return self.say("nothing is here to copy", Tone::News);
        };
        let text = Plain::block(&message.message_text).into_string();
        let first = wrap::cut(text.lines().next().unwrap_or_default(), 40);
        self.say(&format!("copied: {first}"), Tone::Good);
        out.push(Effect::Copy(text));
    }

    /// What leads somewhere in the picked message, or in the whole conversation.
    pub fn links(&self, opens: bool) -> Option<Links> {
        let thread = self.thread()?;
        match self.chat.picked(thread) {
            Some(message) => Links::of(std::iter::once(message), opens),
            None => Links::of(thread.messages().iter(), opens),
        }
    }

    /// What to ask before the draft is sent; `None` when it holds nothing that should not cross.
    pub fn guard(&self) -> Option<String> {
        /// So many are named; whoever wants to know more reads the draft.
        const NAMED: usize = 3;
        let lane = self.composer.lane()?;
        let messages = self.thread().map_or(&[][..], |t| t.messages());
        let found = crossings(self.composer.text(), lane, messages);
        if found.is_empty() {
            return None;
        }
        let mut named: Vec<String> = found.iter().take(NAMED).map(in_words).collect();
        if found.len() > NAMED {
            named.push(format!("{} more", found.len() - NAMED));
        }
        let lane = badge::lane_words(lane);
        Some(format!("This goes to {} and holds {}.", who(lane), listed(&named)))
    }

    fn draft(&mut self, lane: Audience, text: &str, out: &mut Vec<Effect>) {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return };
        out.push(self.composer.put_back(ticket, lane, text.into()));
        self.composer.open(lane);
        self.focus = Focus::Composer;
    }
}

fn who(lane: &str) -> String {
    if lane == "everyone" { lane.to_owned() } else { format!("the {lane}") }
}

fn in_words(crossing: &Crossing) -> String {
    let cut = |text: &str| wrap::cut(Plain::line(text).as_str(), 40);
    match crossing {
        Crossing::Words(name) => format!("words of {}", cut(name)),
        Crossing::Contact(kind, text) => format!("{} {}", kind.words(), cut(text)),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
