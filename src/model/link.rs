//! How the console stands with the server.

use robindesk_protocol::Timestamp;

/// How the link to the server stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Not asked yet.
    Connecting,
    /// The event stream is open.
    Live,
    /// The stream broke; the next try is at `retry_at` by this machine's clock.
    Reconnecting { retry_at: Timestamp, tries: u32 },
}

impl Link {
    /// After so many tries in vain the screen says offline rather than reconnecting.
    const OFFLINE_AFTER: u32 = 3;

    /// The words for the top right: the state, and how many messages wait to go out. Without the
    /// countdown where nothing may move by itself.
    pub fn words(self, now: Timestamp, unsent: usize, still: bool) -> String {
        let waiting = if unsent == 0 { String::new() } else { format!(" · {unsent} to send") };
        match self {
            Self::Connecting => format!("connecting{waiting}"),
            Self::Live => "live".into(),
            Self::Reconnecting { retry_at, tries } => {
                let seconds = (retry_at.since_ms(now).max(0) + 999) / 1000;
                let word = if tries >= Self::OFFLINE_AFTER { "offline" } else { "reconnecting" };
                let next = if still { String::new() } else { format!(", next try in {seconds}s") };
                format!("{word}{next}{waiting}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Link;
    use robindesk_protocol::Timestamp;

    #[test]
    fn a_break_counts_down_and_says_what_waits() {
        let now = Timestamp(10_000);
        let link = |tries| Link::Reconnecting { retry_at: Timestamp(12_400), tries };
        assert_eq!(link(1).words(now, 0, false), "reconnecting, next try in 3s");
        assert_eq!(link(3).words(now, 2, false), "offline, next try in 3s · 2 to send");
        assert_eq!(link(3).words(now, 2, true), "offline · 2 to send");
        assert_eq!(Link::Live.words(now, 0, false), "live");
    }
}
