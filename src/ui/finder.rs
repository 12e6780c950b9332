//! A list to pick from by a few letters: what is typed, what it found, best first, and which row is
//! marked. What stands in the rows is its owner's; here they are places in that list.

use super::edit::{Edit, Stroke};
use super::look::Look;
use super::spans;
use super::spots::Spots;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::cmp::Reverse;

/// The finder's state.
#[derive(Debug, Default)]
pub struct Finder {
    text: Edit,
    found: Vec<usize>,
    at: usize,
    spots: Spots<usize>,
}

/// What a key does to it, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Down,
    Up,
    Edit(Stroke),
}

/// The letters that are looked for.
#[derive(Debug)]
pub struct Letters {
    pattern: Pattern,
    matcher: Matcher,
    chars: Vec<char>,
}

impl Letters {
    fn new(text: &str) -> Self {
        let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT), chars: Vec::new() }
    }

    /// How well they fit a text; nothing when they are not all in it, in their order.
    pub fn score(&mut self, text: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(text, &mut self.chars), &mut self.matcher)
    }
}

impl Finder {
    /// Types or pastes. What it finds is known after [`find`](Self::find).
    pub fn put(&mut self, text: &str) {
        self.text.put_line(text);
    }

    /// Does it; says whether what is typed may have changed, and has to be looked for anew.
    pub fn step(&mut self, step: Step) -> bool {
        match step {
            Step::Down => self.at = (self.at + 1).min(self.found.len().saturating_sub(1)),
            Step::Up => self.at = self.at.saturating_sub(1),
            Step::Edit(stroke) => self.text.stroke(stroke, usize::MAX / 2),
        }
        matches!(step, Step::Edit(_))
    }

    /// Looks through a list of so many by the score that its owner gives each; equals keep its order.
    pub fn find(
        &mut self,
        count: usize,
        mut score: impl FnMut(&mut Letters, usize) -> Option<u32>,
    ) {
        let mut letters = Letters::new(self.text.text());
        let scored = (0..count).filter_map(|at| score(&mut letters, at).map(|score| (score, at)));
        let mut scored: Vec<(u32, usize)> = scored.collect();
        scored.sort_by_key(|(score, _)| Reverse(*score));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.at = 0;
    }

    /// The place in the list of what is marked.
    pub fn marked(&self) -> Option<usize> {
        self.found.get(self.at).copied()
    }

    /// Marks the first of what was found that is so, or else the best.
    pub fn mark(&mut self, is_it: impl Fn(usize) -> bool) {
        self.at = self.found.iter().position(|at| is_it(*at)).unwrap_or(0);
    }

    /// Marks the row at a cell. Says whether it was marked already.
    pub fn click(&mut self, cell: Position) -> bool {
        self.spots.click(cell, &mut self.at)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Draws what is typed behind its sign, on the first row. Gives the cursor's cell.
    pub fn draw_typed(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        sign: &'static str,
    ) -> (u16, u16) {
        let typed = vec![
            Span::styled(sign, look.theme.key),
            Span::styled(self.text.text(), look.theme.strong),
        ];
        spans::write(buf, area, 0, &Line::from(typed));
        let (_, column) = self.text.place(usize::MAX / 2);
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        (area.x + 2 + column.min(area.width.saturating_sub(3)), area.y)
    }

    /// Draws as many rows as fit, the marked one among them; `row` makes what stands behind the mark.
    pub fn draw_rows<'a>(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        look: &Look,
        row: impl Fn(usize) -> Vec<Span<'a>>,
    ) {
        let fits = usize::from(area.height);
        let top = (self.at + 1).saturating_sub(fits);
        self.spots.clear();
        for (y, (at, found)) in (0..).zip(self.found.iter().enumerate().skip(top).take(fits)) {
            let mark = if at == self.at { look.glyph("▌", ">") } else { " " };
            let mut line = vec![Span::styled(mark, look.theme.border_focus)];
            line.extend(row(*found));
            spans::write(buf, area, y, &Line::from(line));
            let here = Rect { y: area.y + y, height: 1, ..area };
            self.spots.put(here, at);
            if at == self.at {
                buf.set_style(here, look.theme.selected);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Finder, Step};

    const LIST: [&str; 3] = ["status menu", "sort the list", "stop"];

    fn typed(text: &str) -> Finder {
        let mut finder = Finder::default();
        finder.put(text);
        finder.find(LIST.len(), |letters, at| letters.score(LIST[at]));
        finder
    }

    #[test]
    fn no_letters_find_everything_in_its_order() {
        assert_eq!(typed("").found, [0, 1, 2]);
    }

    #[test]
    fn letters_find_what_holds_them_in_their_order() {
        assert_eq!(typed("sl").marked(), Some(1));
        assert!(typed("ls").found.len() < 3);
        assert!(typed("xyz").is_empty());
        assert_eq!(typed("xyz").marked(), None);
    }

    #[test]
    fn the_mark_stays_among_what_was_found() {
        let mut finder = typed("");
        finder.step(Step::Up);
        assert_eq!(finder.marked(), Some(0));
        (0..9).for_each(|_| _ = finder.step(Step::Down));
        assert_eq!(finder.marked(), Some(2));
        finder.mark(|at| at == 1);
        assert_eq!(finder.marked(), Some(1));
        finder.mark(|_| false);
        assert_eq!(finder.marked(), Some(0));
    }
}
