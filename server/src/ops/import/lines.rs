//! On which line of a text something stands.

/// Where each line of a text begins.
pub struct Lines<'a> {
    text: &'a str,
    begins: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, begins: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// The line, from 1, on which this part of the text begins.
    pub fn of_part(&self, part: &str) -> u64 {
        self.of_byte(part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()))
    }

    /// The line of the first thing at or behind this byte that is no line break.
    pub fn of_next(&self, at: u64) -> u64 {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let breaks = self.text.as_bytes()[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        self.of_byte(at + breaks.count())
    }

    fn of_byte(&self, at: usize) -> u64 {
        self.begins.partition_point(|begin| *begin <= at) as u64
    }
}
