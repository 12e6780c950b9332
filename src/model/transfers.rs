//! Files on their way up or down.

use crate::app::message::Step;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub id: String,
    pub name: String,
    pub up: bool,
    pub done: u64,
    /// 0 while it is not known.
    pub total: u64,
}

impl Transfer {
    /// How much of it has come, of a hundred.
    pub fn percent(&self) -> u64 {
        (self.done * 100).checked_div(self.total).unwrap_or(0).min(100)
    }
}

/// All of them, in the order in which they began.
#[derive(Debug, Default)]
pub struct Transfers(Vec<Transfer>);

impl Transfers {
    pub fn begin(&mut self, id: String, name: String, up: bool) {
        self.0.push(Transfer { id, name, up, done: 0, total: 0 });
    }

    /// The one to show: the oldest.
    pub fn first(&self) -> Option<&Transfer> {
        self.0.first()
    }

    /// Takes the one that is shown away, to stop it.
    pub fn stop_first(&mut self) -> Option<Transfer> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// One has moved or ended. Gives what to say about it; nothing about one that was stopped.
    pub fn step(&mut self, id: &str, step: Step) -> Option<Result<String, String>> {
        let at = self.0.iter().position(|t| t.id == id)?;
        match step {
            Step::Moved { done, total } => {
                (self.0[at].done, self.0[at].total) = (done, total);
                None
            }
            Step::Done(words) => {
                self.0.remove(at);
                Some(Ok(words))
            }
            Step::Failed(words) => {
                self.0.remove(at);
                Some(Err(words))
            }
        }
    }
}

/// A size as people read it: `640 B`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    if tenths < 100 {
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", tenths / 10, UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_people() {
        for (bytes, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_250, "1.2 kB"),
            (64_000, "64 kB"),
            (1_250_000, "1.2 MB"),
            (25_000_000, "25 MB"),
            (3_000_000_000, "3.0 GB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn one_that_was_stopped_says_nothing_more() {
        let mut transfers = Transfers::default();
        transfers.begin("a".into(), "x.pdf".into(), true);
        assert_eq!(transfers.step("a", Step::Moved { done: 5, total: 20 }), None);
        assert_eq!(transfers.first().map(Transfer::percent), Some(25));
        transfers.stop_first();
        assert_eq!(transfers.step("a", Step::Done("sent".into())), None);
    }
}
