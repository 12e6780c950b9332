//! Colours and weights by role. The default is the terminal's own sixteen colours, so that it is
//! readable everywhere; nothing on screen is told by colour alone (`console.md`, promise 4).

use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use toml::Spanned;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// `NO_COLOR`, or a terminal without any.
    None,
    Ansi16,
    Ansi256,
    True,
}

/// The themes that come with the console: a name and the file's text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../../assets/themes/default.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
];

macro_rules! roles {
    ($($(#[$meta:meta])* $role:ident),+ $(,)?) => {
        /// A style for each role.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Theme { $($(#[$meta])* pub $role: Style),+ }

        const ROLES: &[&str] = &[$(stringify!($role)),+];

        impl Theme {
            fn role(&mut self, name: &str) -> Option<&mut Style> {
                match name { $(stringify!($role) => Some(&mut self.$role),)+ _ => None }
            }

            fn each(&mut self, change: impl Fn(&mut Style)) {
                $(change(&mut self.$role);)+
            }
        }
    };
}

roles! {
    /// What is read: messages, names.
    text,
    /// What stands back: times, system messages, hints.
    dim,
    /// What must be seen first: headings, the open ticket.
    strong,
    border,
    /// The border of the pane that has the keys.
    border_focus,
    title,
    /// The product's own accent: screen numbers, marks.
    accent,
    /// The marked row of the pane that has the keys.
    selected,
    /// The marked row of a pane that has not.
    selected_dim,
    unread,
    key,
    urgent,
    high,
    medium,
    low,
    /// The brand and its lane.
    brand,
    /// The creator and its lane.
    creator,
    everyone,
    /// Internal notes: never to be mistaken for a reply.
    note,
    you,
    good,
    warn,
    bad,
}

/// What is wrong with a theme file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("theme, line {line}: {what}")]
pub struct ThemeError {
    /// From 1.
    pub line: usize,
    pub what: String,
}

impl Theme {
    /// A theme that comes with the console; `None` when there is none of this name.
    pub fn named(name: &str, depth: Depth) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(n, _)| *n == name)?;
        Some(Self::parse(text, depth).expect("assets/themes is checked by a test"))
    }

    /// Reads a theme file: lines of `role = "colour on colour weight"`. Roles that it leaves out look
    /// as they do by default.
    ///
    /// # Errors
    /// When a line is no TOML, or names no role, colour or weight.
    pub fn parse(text: &str, depth: Depth) -> Result<Self, ThemeError> {
        let mut theme = Self::default();
        theme.overlay(BUILT_IN[0].1).expect("assets/themes is checked by a test");
        theme.overlay(text)?;
        theme.each(|style| {
            style.fg = style.fg.and_then(|c| reduce(c, depth));
            style.bg = style.bg.and_then(|c| reduce(c, depth));
        });
        if depth == Depth::None {
            // Without colours a row's mark must be told by weight alone.
            theme.selected = theme.selected.add_modifier(Modifier::REVERSED);
        }
        Ok(theme)
    }

    fn overlay(&mut self, text: &str) -> Result<(), ThemeError> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let wrong = |at: usize, what: String| ThemeError { line: line(at), what };
        let file: BTreeMap<Spanned<String>, String> = toml::from_str(text)
            .map_err(|e| wrong(e.span().map_or(0, |s| s.start), e.message().replace('\n', " ")))?;
        for (role, words) in &file {
            let (at, name) = (role.span().start, role.get_ref());
            let Some(place) = self.role(name) else {
                let known = ROLES.join(", ");
                return Err(wrong(at, format!("there is no role `{name}`; there are {known}")));
            };
            *place = style(words).map_err(|word| {
                let such = "such as `cyan`, `#87afd7 on 236` or `bold`";
                wrong(at, format!("`{name}`: `{word}` is no colour or weight, {such}"))
            })?;
        }
        Ok(())
    }
}

/// A style from its words, or the word that means nothing.
fn style(words: &str) -> Result<Style, &str> {
    let mut style = Style::new();
    let mut ground = false;
    for word in words.split_whitespace() {
        let weight = match word {
            "on" => {
                ground = true;
                continue;
            }
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            _ => {
                let color: Color = word.parse().map_err(|_| word)?;
                style = if ground { style.bg(color) } else { style.fg(color) };
                continue;
            }
        };
        style = style.add_modifier(weight);
    }
    Ok(style)
}

/// The nearest colour that the terminal has.
fn reduce(color: Color, depth: Depth) -> Option<Color> {
    match (color, depth) {
        (_, Depth::None) => None,
        (Color::Rgb(r, g, b), Depth::Ansi256) => {
            let step = |v: u8| u8::try_from((u16::from(v) * 5 + 127) / 255).unwrap_or(5);
            Some(Color::Indexed(16 + 36 * step(r) + 6 * step(g) + step(b)))
        }
        (Color::Rgb(r, g, b), Depth::Ansi16) => Some(nearest(r, g, b)),
        (Color::Indexed(_), Depth::Ansi16) => Some(Color::Reset),
        (color, _) => Some(color),
    }
}

fn nearest(r: u8, g: u8, b: u8) -> Color {
    const SIXTEEN: &[(Color, [u8; 3])] = &[
        (Color::Black, [0, 0, 0]),
        (Color::Red, [205, 49, 49]),
        (Color::Green, [13, 188, 121]),
        (Color::Yellow, [229, 190, 16]),
        (Color::Blue, [36, 114, 200]),
        (Color::Magenta, [188, 63, 188]),
        (Color::Cyan, [17, 168, 205]),
        (Color::Gray, [204, 204, 204]),
        (Color::DarkGray, [102, 102, 102]),
        (Color::LightRed, [241, 76, 76]),
        (Color::LightGreen, [35, 209, 139]),
        (Color::LightYellow, [245, 245, 67]),
        (Color::LightBlue, [59, 142, 234]),
        (Color::LightMagenta, [214, 112, 214]),
        (Color::LightCyan, [41, 184, 219]),
        (Color::White, [255, 255, 255]),
    ];
    let distance = |[x, y, z]: [u8; 3]| {
        let d = |a: u8, b: u8| i32::from(a.abs_diff(b)).pow(2);
        d(r, x) + d(g, y) + d(b, z)
    };
    SIXTEEN.iter().min_by_key(|(_, c)| distance(*c)).map_or(Color::Reset, |(c, _)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_reads_at_every_depth() {
        for (name, _) in BUILT_IN {
            for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
                let mut theme = Theme::named(name, depth).unwrap();
                assert_ne!(theme.note, theme.text, "{name}: a note must look like no reply");
                theme.each(|s| {
                    assert!(depth != Depth::None || (s.fg.is_none() && s.bg.is_none()));
                    let rgb = matches!(s.fg, Some(Color::Rgb(..)));
                    assert!(depth == Depth::True || !rgb, "{name} {depth:?}");
                });
            }
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let error =
            Theme::parse("text = \"white\"\nnote = \"mauve-ish\"\n", Depth::True).unwrap_err();
        let words = "theme, line 2: `note`: `mauve-ish` is no colour or weight, such as";
        assert!(error.to_string().starts_with(words), "{error}");
        let error = Theme::parse("nite = \"red\"\n", Depth::True).unwrap_err();
        let words = "theme, line 1: there is no role `nite`; there are text, dim, strong, ";
        assert!(error.to_string().starts_with(words), "{error}");
    }

    #[test]
    fn a_theme_of_one_line_changes_one_thing() {
        let theme = Theme::parse("note = \"#ff0000\"\n", Depth::True).unwrap();
        let default = Theme::named("default", Depth::True).unwrap();
        assert_eq!(theme.note.fg, Some(Color::Rgb(255, 0, 0)));
        assert_eq!(Theme { note: default.note, ..theme }, default);
    }
}
