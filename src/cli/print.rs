//! Standard output: tables for people, JSON for programs. Everything from outside is made safe here.

use super::failure::CliError;
use crate::ui::plain::Plain;
use serde::Serialize;
use std::io::{IsTerminal, Write, stdout};
use unicode_width::UnicodeWidthStr;

/// Prints one line.
pub(super) fn line(text: &str) -> Result<(), CliError> {
    let mut out = stdout().lock();
    writeln!(out, "{}", Plain::line(text))?;
    Ok(())
}

/// Prints a text of several lines, each behind `indent`.
pub(super) fn block(indent: &str, text: &str) -> Result<(), CliError> {
    let mut out = stdout().lock();
    for line in Plain::block(text).as_str().lines() {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}

/// Prints one line of JSON. Nothing is lost in it: what could command a terminal is escaped.
pub(super) fn json(value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string(value).map_err(|e| CliError::Failed(e.to_string()))?;
    let mut out = stdout().lock();
    writeln!(out, "{}", escaped(&text))?;
    out.flush()?;
    Ok(())
}

/// serde escapes what JSON forbids; a terminal obeys more than that.
fn escaped(json: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if (' '..='~').contains(&c) || is_harmless(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// What `Plain` would leave as it is.
fn is_harmless(c: char) -> bool {
    let mut bytes = [0; 4];
    let text = c.encode_utf8(&mut bytes);
    Plain::line(text).as_str() == text
}

/// Rows in columns, as wide as their widest cell; on a terminal no wider than it is.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(heads: &[&str]) -> Self {
        Self { rows: vec![heads.iter().map(|h| h.to_uppercase()).collect()] }
    }

    pub(super) fn row(&mut self, cells: &[&str]) {
        self.rows.push(cells.iter().map(|c| Plain::line(c).into_string()).collect());
    }

    pub(super) fn print(&self) -> Result<(), CliError> {
        let mut out = stdout().lock();
        let most = if out.is_terminal() {
            crossterm::terminal::size().map_or(usize::MAX, |(columns, _)| columns.into())
        } else {
            usize::MAX
        };
        for line in self.lines(most) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn lines(&self, most: usize) -> Vec<String> {
        let columns = self.rows[0].len();
        let widest = |c: usize| self.rows.iter().map(|r| r[c].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        let fit = |row: &Vec<String>| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
            }
            cut(line.trim_end(), most)
        };
        self.rows.iter().map(fit).collect()
    }
}

/// The beginning of a line, with a mark when there was more.
fn cut(line: &str, most: usize) -> String {
    if line.width() <= most {
        return line.to_owned();
    }
    let mut short = String::new();
    for c in line.chars() {
        let next = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if short.width() + next >= most {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_is_in_them() {
        let mut table = Table::new(&["brand", "status"]);
        table.row(&["日本ブランド", "open"]);
        table.row(&["Acme\u{1b}[31m\nCo", "closed"]);
        assert_eq!(
            table.lines(usize::MAX),
            ["BRAND         STATUS", "日本ブランド  open", "Acme Co       closed"]
        );
        assert_eq!(table.lines(9)[1], "日本ブラ…");
    }

    #[test]
    fn json_loses_nothing_and_commands_nothing() {
        let text = "é\u{9b}2J\u{202e}\u{7f}\u{e0041}👍";
        let json = escaped(&serde_json::to_string(text).unwrap());
        assert_eq!(json, "\"é\\u009b2J\\u202e\\u007f\\udb40\\udc41👍\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
