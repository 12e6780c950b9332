//! CSV: a heading, then one brand, creator or package a line. What a file holds is told by its
//! heading; a column `kind` lets one file hold all three.

mod row;

use super::lines::Lines;
use super::{Import, line};
use crate::desk::import::Line;
use csv::{ReaderBuilder, StringRecord};
use robindesk_protocol::FieldError;
use row::Row;

/// What a line may be, with the columns that it must have and those that it may have.
struct Kind {
    name: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

const BRAND: Kind = Kind {
    name: "brand",
    must: &["company_name", "contact_name", "contact_email"],
    may: &["id", "contact_phone"],
};
const CREATOR: Kind =
    Kind { name: "creator", must: &["name", "email"], may: &["id", "phone", "bio"] };
const PACKAGE: Kind = Kind {
    name: "package",
    must: &["title", "price", "currency"],
    may: &["id", "creator_email", "creator_id", "description"],
};
const KINDS: [&Kind; 3] = [&BRAND, &CREATOR, &PACKAGE];

impl Kind {
    fn has(&self, column: &str) -> bool {
        self.must.iter().chain(self.may).any(|known| *known == column)
    }

    fn columns(&self) -> String {
        [self.must, self.may].concat().join(", ")
    }
}

pub fn read(text: &str) -> Result<Import, Vec<FieldError>> {
    let mut csv = ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = csv.records();
    let wrong = |number, message: String| FieldError { field: line(number, None), message };
    let heading = match rows.next() {
        None => return Err(vec![wrong(1, "the file is empty; it needs a heading".to_owned())]),
        Some(heading) => heading.map_err(|error| vec![wrong(1, error.to_string())])?,
    };
    let lines = Lines::of(text);
    // Not the reader's own count, which is one line behind where lines end in CR and LF.
    let number = |at: Option<&csv::Position>| at.map_or(1, |at| lines.of_next(at.byte()));
    let heading_line = number(heading.position());
    let heading: Vec<String> = heading.iter().map(|name| name.trim().to_lowercase()).collect();
    let table = Table::of(heading).map_err(|why| vec![wrong(heading_line, why)])?;
    let (mut import, mut faults) = (Import::default(), Vec::new());
    for found in rows {
        match found {
            Ok(cells) => table.take(number(cells.position()), &cells, &mut import, &mut faults),
            Err(error) => {
                let message = "cannot be read as CSV".to_owned();
                faults.push(wrong(number(error.position()), message));
            }
        }
    }
    if faults.is_empty() { Ok(import) } else { Err(faults) }
}

/// Spreadsheets of half the world write semicolons.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |mark: u8| heading.matches(char::from(mark)).count();
    // The last of those that are there most often.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// A heading that makes sense.
struct Table {
    heading: Vec<String>,
    /// `None` where each line names its own.
    kind: Option<&'static Kind>,
}

impl Table {
    fn of(heading: Vec<String>) -> Result<Self, String> {
        let has = |column: &str| heading.iter().any(|name| name == column);
        if let Some(twice) = (1..heading.len()).find(|n| heading[..*n].contains(&heading[*n])) {
            return Err(format!("the column {} is there twice", heading[twice]));
        }
        if has("kind") {
            let known = |name: &String| name == "kind" || KINDS.iter().any(|kind| kind.has(name));
            if let Some(odd) = heading.iter().find(|name| !known(name)) {
                let all: Vec<String> = KINDS.iter().map(|kind| kind.columns()).collect();
                return Err(format!("{odd:?} is not a known column; known: {}", all.join(", ")));
            }
            return Ok(Self { heading, kind: None });
        }
        let kind = match (has("company_name"), has("title")) {
            (true, true) => {
                return Err("a file of several kinds says each line's in a column kind: brand, \
                            creator or package"
                    .to_owned());
            }
            (true, false) => &BRAND,
            (false, true) => &PACKAGE,
            (false, false) => &CREATOR,
        };
        if let Some(odd) = heading.iter().find(|name| !kind.has(name)) {
            let (name, known) = (kind.name, kind.columns());
            return Err(format!("{odd:?} is not a known column of a {name}; known: {known}"));
        }
        if let Some(missing) = kind.must.iter().find(|name| !has(name)) {
            return Err(format!("the column {missing} of a {} is missing", kind.name));
        }
        Ok(Self { heading, kind: Some(kind) })
    }

    fn take(
        &self,
        number: u64,
        cells: &StringRecord,
        import: &mut Import,
        faults: &mut Vec<FieldError>,
    ) {
        // A spreadsheet's empty lines are full of separators.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if cells.len() != self.heading.len() {
            let (has, wants) = (cells.len(), self.heading.len());
            let message = format!("has {has} columns and the heading {wants}; is a quote missing?");
            faults.push(FieldError { field: line(number, None), message });
            return;
        }
        let mut row = Row::new(number, &self.heading, cells, faults);
        let Some(kind) = self.kind.or_else(|| row.kind()) else { return };
        if !row.holds_only(kind) {
            return;
        }
        match kind.name {
            "brand" => import.brands.extend(row.brand().map(|item| Line { number, item })),
            "creator" => import.creators.extend(row.creator().map(|item| Line { number, item })),
            _ => import.packages.extend(row.package().map(|item| Line { number, item })),
        }
    }
}
