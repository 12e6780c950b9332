//! Light markdown: bold, italic, code, lists, quotes. The signs that mark them are taken out and
//! nothing else is: a text in which they mean something different loses no word.

use super::wrap;
use pulldown_cmark::{Event, Options, Parser, Tag};
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may hold together with any other")]
pub struct Face {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    pub quote: bool,
}

impl Face {
    /// The face upon a style: code in `code`, quotes in `quote`.
    pub fn on(self, base: Style, code: Style, quote: Style) -> Style {
        let mut style = match (self.code, self.quote) {
            (true, _) => base.patch(code),
            (_, true) => base.patch(quote),
            _ => base,
        };
        if self.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if self.italic || self.quote {
            style = style.add_modifier(Modifier::ITALIC);
        }
        style
    }
}

/// A piece of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub face: Face,
}

/// The rows of a text at a width. The text is safe already (`ui::plain`).
pub fn rows(text: &str, width: usize, ascii: bool) -> Vec<Vec<Piece>> {
    let (text, faces) = read(text, ascii);
    wrap::rows(&text, width).into_iter().map(|row| pieces(&text, row, &faces)).collect()
}

/// The text without the signs, and where it has which face.
fn read(text: &str, ascii: bool) -> (String, Vec<(Range<usize>, Face)>) {
    let mut marks = Marks { cuts: Vec::new(), faces: Vec::new(), ascii };
    for (event, at) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        marks.note(text, &event, at);
    }
    marks.cuts.sort_by_key(|(at, _)| (at.start, at.end));
    let mut out = String::with_capacity(text.len());
    // Where each kept byte went: pairs of old and new places.
    let mut moved = vec![(0, 0)];
    let mut done = 0;
    for (cut, instead) in &marks.cuts {
        if cut.start < done {
            continue;
        }
        out.push_str(&text[done..cut.start]);
        moved.push((cut.start, out.len()));
        out.push_str(instead);
        done = cut.end;
        moved.push((done, out.len()));
    }
    out.push_str(&text[done..]);
    let place = |old: usize| {
        let next = moved.partition_point(|(from, _)| *from <= old);
        let (from, to) = moved[next - 1];
        // A place within what was taken out is where that was.
        (to + old - from).min(moved.get(next).map_or(out.len(), |(_, to)| *to))
    };
    let faces = marks.faces.iter().map(|(at, face)| (place(at.start)..place(at.end), *face));
    let faces = faces.collect();
    (out, faces)
}

struct Marks {
    /// What is taken out, and what stands there instead.
    cuts: Vec<(Range<usize>, &'static str)>,
    faces: Vec<(Range<usize>, Face)>,
    ascii: bool,
}

impl Marks {
    fn note(&mut self, text: &str, event: &Event<'_>, at: Range<usize>) {
        let none = Face::default();
        match event {
            Event::Start(Tag::Strong) => self.span(at, 2, Face { bold: true, ..none }),
            Event::Start(Tag::Emphasis) => self.span(at, 1, Face { italic: true, ..none }),
            Event::Code(_) => {
                let ticks = text[at.clone()].bytes().take_while(|b| *b == b'`').count();
                self.span(at, ticks, Face { code: true, ..none });
            }
            Event::Start(Tag::Heading { .. }) => {
                self.faces.push((at, Face { bold: true, ..none }));
            }
            Event::Start(Tag::CodeBlock(_)) => self.block(text, at),
            Event::Start(Tag::BlockQuote(_)) => {
                let bar = if self.ascii { "| " } else { "│ " };
                for line in lines(text, at.clone()) {
                    let lead = text[line.clone()].len() - text[line.clone()].trim_start().len();
                    let sign = line.start + lead..line.start + lead + 1;
                    if text[sign.start..line.end].starts_with('>') {
                        let space = usize::from(text[sign.end..line.end].starts_with(' '));
                        self.cuts.push((sign.start..sign.end + space, bar));
                    }
                }
                self.faces.push((at, Face { quote: true, ..none }));
            }
            Event::Start(Tag::Item) if text[at.clone()].starts_with(['-', '*', '+']) => {
                let dot = if self.ascii { "-" } else { "•" };
                self.cuts.push((at.start..at.start + 1, dot));
            }
            _ => {}
        }
    }

    fn span(&mut self, at: Range<usize>, signs: usize, face: Face) {
        if at.len() > 2 * signs {
            self.cuts.push((at.start..at.start + signs, ""));
            self.cuts.push((at.end - signs..at.end, ""));
            self.faces.push((at.start + signs..at.end - signs, face));
        }
    }

    /// A block of code between fences: the fences go, each with its line.
    fn block(&mut self, text: &str, at: Range<usize>) {
        self.faces.push((at.clone(), Face { code: true, ..Face::default() }));
        for line in lines(text, at) {
            if text[line.clone()].trim_start().starts_with("```") {
                let (start, end) = if text[line.end..].starts_with('\n') {
                    (line.start, line.end + 1)
                } else {
                    // At the very end it is the break before it that goes along.
                    (line.start.saturating_sub(1), line.end)
                };
                self.cuts.push((start..end, ""));
            }
        }
    }
}

/// The lines within a range, from their beginning.
fn lines(text: &str, at: Range<usize>) -> Vec<Range<usize>> {
    let mut start = text[..at.start].rfind('\n').map_or(0, |i| i + 1);
    let mut found = Vec::new();
    for line in text[start..at.end].split('\n') {
        if !line.is_empty() {
            found.push(start..start + line.len());
        }
        start += line.len() + 1;
    }
    found
}

fn pieces(text: &str, row: Range<usize>, faces: &[(Range<usize>, Face)]) -> Vec<Piece> {
    let row = row.start..row.start + text[row].trim_end().len();
    let mut cuts = vec![row.start, row.end];
    for (at, _) in faces {
        cuts.extend([at.start, at.end].into_iter().filter(|c| row.contains(c)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let face = |place: usize| {
        let here = faces.iter().filter(|(at, _)| at.contains(&place)).map(|(_, face)| face);
        here.fold(Face::default(), |all, one| Face {
            bold: all.bold || one.bold,
            italic: all.italic || one.italic,
            code: all.code || one.code,
            quote: all.quote || one.quote,
        })
    };
    cuts.windows(2)
        .map(|cut| Piece { text: text[cut[0]..cut[1]].to_owned(), face: face(cut[0]) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let row = |row: Vec<Piece>| -> String {
            let piece = |p: Piece| match p.face {
                Face { bold: true, .. } => format!("<b>{}</b>", p.text),
                Face { italic: true, .. } => format!("<i>{}</i>", p.text),
                Face { code: true, .. } => format!("<c>{}</c>", p.text),
                Face { quote: true, .. } => format!("<q>{}</q>", p.text),
                _ => p.text,
            };
            row.into_iter().map(piece).collect()
        };
        rows(text, 40, false).into_iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_markdown_means_is_shown() {
        for (text, expected) in [
            ("a **bold** word", "a <b>bold</b> word"),
            ("an *italic* and _another_", "an <i>italic</i> and <i>another</i>"),
            ("run `x * y * z` now", "run <c>x * y * z</c> now"),
            ("- one\n- two", "• one\n• two"),
            ("1. one\n2. two", "1. one\n2. two"),
            ("> they said\n> this\n\nyes", "<q>│ they said</q>\n<q>│ this</q>\n\nyes"),
            ("```\nlet x;\n```\nand", "<c>let x;</c>\nand"),
            ("# Heading", "<b># Heading</b>"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_it_does_not_mean_is_left_alone() {
        for text in [
            "2 * 3 * 4 is 24",
            "snake_case_name and #8",
            "C:\\temp\\*.* & <b>x</b>",
            "see https://a.example/a_b_c",
            "a\nb\n\n\nc",
            "**",
            "$250 -> $300",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_shown(text in "[a-z*_`> \n#\\-日👩1.]{0,60}", width in 2_usize..30) {
            let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let all: String = rows(&text, width, false).into_iter().flatten().map(|p| p.text).collect();
            prop_assert!(words(&text).len() >= words(&all).len());
        }
    }
}
