//! Small drawing parts that panes share.

pub mod ascii;
pub mod badge;
pub mod chart;
pub mod edit;
pub mod figures;
pub mod finder;
pub mod form;
pub mod frame;
pub mod layout;
pub mod look;
pub mod markdown;
pub mod page;
pub mod plain;
pub mod popup;
pub mod spans;
pub mod spots;
pub mod toast;
pub mod wrap;
