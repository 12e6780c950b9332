//! Jump letters: one beside each visible row; typing it goes there.

use super::Queue;
use robindesk_protocol::TicketId;

/// Those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM";

/// The letter of the row on this line of the screen.
pub fn letter(line: usize) -> Option<char> {
    LETTERS.chars().nth(line)
}

impl Queue {
    /// The ticket beside a letter.
    pub fn beside_letter(&self, typed: char) -> Option<TicketId> {
        let line = LETTERS.chars().position(|l| l == typed)?;
        let at = self.in_sight().nth(line)?;
        self.tickets.rows().get(at).map(|t| t.id)
    }
}
