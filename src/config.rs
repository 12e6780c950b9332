//! Settings: defaults, overlaid by files, environment and flags.

pub mod keymap;
pub mod theme;
