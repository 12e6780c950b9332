//! Lines made of styled pieces: left part, right part, and what fits between.

use super::wrap;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A styled piece of a line.
pub fn piece<'a>(text: impl Into<std::borrow::Cow<'a, str>>, style: Style) -> Span<'a> {
    Span::styled(text, style)
}

/// Writes one line, cut at the area's width. The same as [`Buffer::set_line`], which looks for
/// graphemes in everything: most of what is on screen is a character a cell, and is put there so.
pub fn write(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row >= area.height {
        return;
    }
    let y = area.y + row;
    let right = area.right().min(buf.area.right());
    let mut x = area.x;
    for span in line {
        if x >= right {
            break;
        }
        let style = line.style.patch(span.style);
        let (text, room) = (span.content.as_ref(), usize::from(right - x));
        if wrap::is_simple(text) {
            let from = buf.index_of(x, y);
            let cells = &mut buf.content[from..from + room];
            x += put(cells, text, style);
        } else {
            (x, _) = buf.set_stringn(x, y, text, room, style);
        }
    }
}

/// Writes one line, with `…` at its end where it does not fit.
pub fn write_cut(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    let room = usize::from(area.width);
    if line.iter().map(|span| wrap::width(&span.content)).sum::<usize>() <= room {
        return write(buf, area, row, line);
    }
    let (mut cut, mut used) = (Line::default().style(line.style), 0);
    for span in line {
        let width = wrap::width(&span.content);
        if used + width >= room {
            let end = wrap::cut(&format!("{}…", span.content), room - used);
            cut.push_span(Span::styled(end, span.style));
            break;
        }
        used += width;
        cut.push_span(span.clone());
    }
    write(buf, area, row, &cut);
}

/// Puts a simple text into cells, as far as they go; gives how many it took.
fn put(cells: &mut [Cell], text: &str, style: Style) -> u16 {
    let mut taken = 0;
    for (cell, (at, c)) in cells.iter_mut().zip(text.char_indices()) {
        let symbol = &text[at..at + c.len_utf8()];
        if cell.symbol() != symbol {
            cell.set_symbol(symbol);
        }
        cell.set_style(style);
        taken += 1;
    }
    taken
}

/// Writes a text over several rows, wrapped; gives how many it took.
pub fn write_wrapped(buf: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let rows = wrap::rows(text, area.width.into());
    let mut at = row;
    for range in rows {
        write(buf, area, at, &Line::styled(text[range].trim_end(), style));
        at = at.saturating_add(1);
    }
    at - row
}

/// Writes a line at the right side of a row.
pub fn write_right(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
    let right = Rect { x: area.right() - width, width, ..area };
    write(buf, right, row, line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Stylize;

    #[test]
    fn a_line_that_does_not_fit_says_so() {
        let shown = |width: u16| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
            let line: Line<'_> = ["one ", "日本", " two"].into_iter().collect();
            write_cut(&mut buf, Rect::new(0, 0, width, 1), 0, &line);
            buf.content.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned()
        };
        assert_eq!(shown(12), "one 日 本  two");
        assert_eq!(shown(11), "one 日 本  t…");
        assert_eq!(shown(8), "one 日 …");
        assert_eq!(shown(4), "one…");
    }

    proptest! {
        #[test]
        fn every_line_is_written_as_ratatui_would(
            before in "[a-z 日]{0,12}",
            pieces in proptest::collection::vec("[a-z ~é日👩▌…\u{200d}\u{301}\u{fe0f}\n]{0,8}|[ -~●]{0,8}", 0..5),
            (x, width) in (0_u16..14, 0_u16..16),
        ) {
            let mut ours = Buffer::empty(Rect::new(0, 0, 12, 2));
            ours.set_string(0, 1, before, Style::new().red());
            let mut theirs = ours.clone();
            let styles = [Style::new().bold(), Style::new().on_blue(), Style::new()];
            let spans = pieces.into_iter().zip(styles.iter().cycle());
            let line: Line<'_> = spans.map(|(text, style)| piece(text, *style)).collect();
            let line = line.italic();
            write(&mut ours, Rect::new(x, 0, width, 2), 1, &line);
            theirs.set_line(x, 1, &line, width);
            prop_assert_eq!(ours, theirs);
        }
    }
}
