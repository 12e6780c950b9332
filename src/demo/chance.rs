//! Chance, as far as a demo needs it: small, seeded, and the same for the same seed.

use std::ops::Range;
use std::time::Duration;

/// A source of numbers (xorshift).
#[derive(Debug, Clone)]
pub(super) struct Chance {
    state: u64,
    /// So many times faster than people does everything happen.
    hurry: u32,
}

impl Chance {
    pub(super) const fn new(seed: u64, hurry: u32) -> Self {
        // Zero would stay zero for ever.
        Self { state: (seed ^ 0x9e37_79b9_7f4a_7c15) | 1, hurry }
    }

    /// Another source, that shares nothing with this one from here on.
    pub(super) const fn fork(&mut self) -> Self {
        Self::new(self.next(), self.hurry)
    }

    /// A number below `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of them; `None` of none.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// A time between so many seconds of a human pace.
    pub(super) fn seconds(&mut self, range: Range<u64>) -> Duration {
        let span = usize::try_from((range.end - range.start) * 1000).unwrap_or(usize::MAX);
        let part = u64::try_from(self.below(span)).unwrap_or(0);
        Duration::from_millis(range.start * 1000 + part) / self.hurry.max(1)
    }

    const fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}
