//! One line of a table: its cells by their columns' names, an empty one as if it was not there.

use super::super::line;
use super::{KINDS, Kind};
use crate::desk::import::{ListedBrand, ListedContact, ListedCreator, ListedPackage};
use csv::StringRecord;
use robindesk_protocol::{Amount, Currency, FieldError};
use std::str::FromStr;

/// A line being read. What is wrong with it is noted, all of it at once.
pub struct Row<'a> {
    number: u64,
    heading: &'a [String],
    cells: &'a StringRecord,
    faults: &'a mut Vec<FieldError>,
}

impl<'a> Row<'a> {
    pub const fn new(
        number: u64,
        heading: &'a [String],
        cells: &'a StringRecord,
        faults: &'a mut Vec<FieldError>,
    ) -> Self {
        Self { number, heading, cells, faults }
    }

    /// What the line says it is.
    pub fn kind(&mut self) -> Option<&'static Kind> {
        let named = self.must("kind")?.to_lowercase();
        let kind = KINDS.into_iter().find(|kind| kind.name == named);
        if kind.is_none() {
            self.wrong("kind", "must be brand, creator or package");
        }
        kind
    }

    /// Whether no cell of another kind's column is filled.
    pub fn holds_only(&mut self, kind: &Kind) -> bool {
        let heading = self.heading;
        let odd = heading
            .iter()
            .find(|name| *name != "kind" && !kind.has(name) && self.may(name).is_some());
        if let Some(odd) = odd {
            let (name, known) = (kind.name, kind.columns());
            self.wrong(odd, &format!("is no column of a {name}; it has: {known}"));
        }
        odd.is_none()
    }

    pub fn brand(&mut self) -> Option<ListedBrand> {
        let id = self.read("id", "must be an id: a whole number from 1");
        let company_name = self.must("company_name");
        let (name, email) = (self.must("contact_name"), self.must("contact_email"));
        let phone = self.may("contact_phone");
        let contact = ListedContact { name: name?, email: email?, phone };
        Some(ListedBrand { id: id?, company_name: company_name?, contact })
    }

    pub fn creator(&mut self) -> Option<ListedCreator> {
        let id = self.read("id", "must be an id: a whole number from 1");
        let (name, email) = (self.must("name"), self.must("email"));
        let (bio, phone) = (self.may("bio"), self.may("phone"));
        Some(ListedCreator { id: id?, name: name?, email: email?, bio, phone })
    }

    pub fn package(&mut self) -> Option<ListedPackage> {
        let id = self.read("id", "must be an id: a whole number from 1");
        let creator_id = self.read("creator_id", "must be an id: a whole number from 1");
        let (title, price) = (self.must("title"), self.must("price"));
        let currency = self.must("currency").and_then(|code| Currency::parse(&code));
        if currency.is_none() && self.may("currency").is_some() {
            self.wrong("currency", "must be a currency code, such as USD");
        }
        Some(ListedPackage {
            id: id?,
            creator_email: self.may("creator_email"),
            creator_id: creator_id?,
            title: title?,
            description: self.may("description"),
            price: Amount::from(price?.as_str()),
            currency: currency?,
        })
    }

    fn may(&self, column: &str) -> Option<String> {
        let place = self.heading.iter().position(|name| name == column)?;
        let cell = self.cells.get(place)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn must(&mut self, column: &str) -> Option<String> {
        let cell = self.may(column);
        if cell.is_none() {
            self.wrong(column, "is missing");
        }
        cell
    }

    /// A cell that may be left out but not be wrong: `None` when it is.
    #[expect(clippy::option_option, reason = "the outer one says whether the line is any good")]
    fn read<T: FromStr>(&mut self, column: &str, wrong: &str) -> Option<Option<T>> {
        let Some(cell) = self.may(column) else { return Some(None) };
        let read = cell.parse().ok();
        if read.is_none() {
            self.wrong(column, wrong);
        }
        read.map(Some)
    }

    fn wrong(&mut self, column: &str, message: &str) {
        let field = line(self.number, Some(column));
        self.faults.push(FieldError { field, message: message.to_owned() });
    }
}
