//! What somebody else removes while a form of it lies open: she is told who it was, and keeps what she
//! typed.

use super::staff::made_up;
use crate::app::console::Console;
use crate::app::overlay::Overlay;
use crate::panes::sheet::Purpose;
use crate::ui::plain::Plain;
use robindesk_protocol::{Event, EventKind};

impl Console {
    /// Something was removed, perhaps what the open form is about.
    pub(super) fn form_hears_removal(&mut self, event: &Event) {
        let me = self.desk.as_ref().map(|desk| desk.who.me());
        let other = event.actor.as_ref().filter(|actor| Some(actor.id) != me);
        let (Some(other), Some(change)) = (other, &event.data.change) else { return };
        let Some(Overlay::Sheet(sheet)) = &mut self.overlay else { return };
        let who = Plain::line(&other.name);
        match (event.kind, sheet.purpose.clone()) {
            (EventKind::MacroUpdated, Purpose::Macro { id, .. })
                if change.to.is_none() && change.from == Some(id.to_string()) =>
            {
                // What she typed is a macro all the same.
                sheet.purpose = Purpose::NewMacro { key: made_up() };
                sheet.form.say(&format!("{who} removed it meanwhile. Saving makes it anew."));
            }
            (EventKind::AgentUpdated, Purpose::Agent { id, .. })
                if change.to.as_deref() == Some("removed")
                    && event.data.agent.as_ref().is_some_and(|user| user.id == id) =>
            {
                sheet.form.say(&format!("{who} removed this account meanwhile."));
            }
            _ => {}
        }
    }
}
