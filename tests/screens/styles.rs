//! Colours and weights of what is shown: a line a row of the screen, and in it each run of cells that
//! are not plain, as `column+cells style`.

use super::desk::{Desk, maya, now, options};
use super::market;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use robindesk::app::{Clock, Options, Start};
use robindesk::config::theme::{BUILT_IN, Depth, Theme};
use robindesk_protocol::TicketId;
use std::fmt::Write;

/// What is not plain on a screen.
pub fn of(buffer: &Buffer) -> String {
    let mut out = String::new();
    for (y, row) in buffer.content().chunks(usize::from(buffer.area.width)).enumerate() {
        let mut runs: Vec<(usize, usize, String)> = Vec::new();
        for (x, cell) in row.iter().enumerate() {
            // A blank without a ground looks the same in any colour, and parts nothing.
            let marked = cell.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
            if cell.symbol() == " " && cell.bg == Color::Reset && !marked {
                continue;
            }
            let style = words(cell.style());
            match runs.last_mut() {
                Some((_, last, known)) if *known == style => *last = x,
                _ => runs.push((x, x, style)),
            }
        }
        let told = runs.iter().filter(|(.., style)| !style.is_empty());
        let told: Vec<String> =
            told.map(|(from, to, style)| format!("{from}+{} {style}", to + 1 - from)).collect();
        if !told.is_empty() {
            writeln!(out, "{y:>2}: {}", told.join(", ")).expect("memory takes it");
        }
    }
    out
}

fn words(style: Style) -> String {
    let colour = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
    let fg = colour(style.fg).map(|colour| colour.to_string().to_lowercase());
    let bg = colour(style.bg).map(|colour| format!("on {}", colour.to_string().to_lowercase()));
    let weights = style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase());
    fg.into_iter().chain(bg).chain(weights).collect::<Vec<_>>().join(" ")
}

fn kept(name: &str, desk: &mut Desk) {
    let text = of(&desk.buffer(120, 40));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(format!("{name}_style"), text);
    });
}

/// Keeps the styles of a state, beside its text.
pub fn snapshot(name: &str, desk: &mut Desk) {
    desk.size = (120, 40);
    kept(name, desk);
}

fn themed(theme: Theme) -> Desk {
    let start = Start::SignedIn(Box::new(maya()));
    let options = Options { theme, ..options(start, Clock::held(now())) };
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.orders = market::orders();
    desk.threads = vec![(TicketId(8), market::conversation())];
    desk.begin();
    desk.size = (120, 40);
    desk.keys("j enter r");
    desk
}

#[test]
fn every_theme_on_the_main_screen() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name, Depth::True).unwrap();
        kept(&format!("theme_{name}"), &mut themed(theme));
    }
}

#[test]
fn a_theme_in_fewer_colours_on_the_main_screen() {
    for (words, depth) in [("none", Depth::None), ("16", Depth::Ansi16), ("256", Depth::Ansi256)] {
        let theme = Theme::named("dark", depth).unwrap();
        let mut desk = themed(theme);
        kept(&format!("depth_{words}"), &mut desk);
        if depth == Depth::None {
            let buffer = desk.buffer(120, 40);
            let coloured = |c: &ratatui::buffer::Cell| c.fg != Color::Reset || c.bg != Color::Reset;
            assert!(!buffer.content().iter().any(coloured), "no colour where none is wanted");
        }
    }
}
