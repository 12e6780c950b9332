//! How news is told while the window is not looked at.

/// Which way news goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notify {
    /// As the terminal is known to understand, else the bell.
    #[default]
    Auto,
    /// A sequence that iTerm, Wezterm and others show.
    Osc9,
    /// A sequence that urxvt, foot, Ghostty and others show.
    Osc777,
    /// Kitty's own.
    Osc99,
    Bell,
    Off,
}

impl Notify {
    pub const ALL: [Self; 6] =
        [Self::Auto, Self::Osc9, Self::Osc777, Self::Osc99, Self::Bell, Self::Off];

    /// Its name in the settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Osc9 => "osc9",
            Self::Osc777 => "osc777",
            Self::Osc99 => "osc99",
            Self::Bell => "bell",
            Self::Off => "off",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}
