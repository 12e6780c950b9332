//! Small drawing parts that panes share.

pub mod plain;
