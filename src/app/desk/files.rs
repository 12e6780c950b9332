//! Files: sent from this machine, saved to it, and stopped on the way.

use super::Desk;
use crate::app::effect::{Effect, FileMove};
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{Audience, FileRef};

impl Desk {
    /// The lane that a file would go to: the one that is written in, else the one that waits.
    pub fn lane_for_file(&self) -> Option<Audience> {
        self.open.as_ref()?;
        Some(self.composer.lane().unwrap_or_else(|| self.lane_that_waits()))
    }

    /// Sends a file to a lane of the open ticket.
    pub fn send_file(&mut self, path: String, audience: Audience, out: &mut Vec<Effect>) {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return };
        let id = uuid::Uuid::new_v4().to_string();
        let name = path.rsplit('/').next().unwrap_or_default();
        self.transfers.begin(id.clone(), Plain::line(name).into_string(), true);
        out.push(Effect::Move { id, what: FileMove::Up { ticket, audience, path } });
    }

    /// Saves a file to the folder for downloads.
    pub fn save_file(&mut self, file: &FileRef, out: &mut Vec<Effect>) {
        let id = uuid::Uuid::new_v4().to_string();
        let name = Plain::line(&file.name).into_string();
        self.transfers.begin(id.clone(), name.clone(), false);
        out.push(Effect::Move { id, what: FileMove::Down { file: file.id, name } });
    }

    /// Stops the file that is shown moving. False when none moves.
    pub fn stop_file(&mut self, out: &mut Vec<Effect>) -> bool {
        let Some(transfer) = self.transfers.stop_first() else { return false };
        self.say(&format!("stopped {}", transfer.name), Tone::News);
        out.push(Effect::StopMove { id: transfer.id });
        true
    }
}
