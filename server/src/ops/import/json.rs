//! JSON: `{"brands": [...], "creators": [...], "packages": [...]}`, each item as the API has it.

use super::lines::Lines;
use super::{Import, line};
use crate::desk::import::Line;
use crate::extract::fault;
use robindesk_protocol::FieldError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The items as they stand in the file, so that each is known by its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(borrow, default)]
    brands: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    creators: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    packages: Vec<&'a RawValue>,
}

pub fn read(text: &str) -> Result<Import, Vec<FieldError>> {
    object("the file", text).map_err(|error| vec![told(1, &error)])?;
    let json = &mut serde_json::Deserializer::from_str(text);
    let file: Result<File<'_>, _> = serde_path_to_error::deserialize(&mut *json);
    let file = file.map_err(|error| {
        let (number, message) = (error.inner().line() as u64, error.inner().to_string());
        vec![told(number, &fault("the file", error.path(), &message))]
    })?;
    json.end().map_err(|error| {
        let message = "there is more behind the end of the JSON".to_owned();
        vec![FieldError { field: line(error.line() as u64, None), message }]
    })?;
    let lines = Lines::of(text);
    let mut faults = Vec::new();
    let import = Import {
        brands: items(&lines, &file.brands, &mut faults),
        creators: items(&lines, &file.creators, &mut faults),
        packages: items(&lines, &file.packages, &mut faults),
    };
    if faults.is_empty() { Ok(import) } else { Err(faults) }
}

fn told(number: u64, fault: &FieldError) -> FieldError {
    FieldError { field: line(number, Some(&fault.field)), message: fault.message.clone() }
}

/// Reads each item; what is wrong with one does not keep the others from being looked at.
fn items<T: DeserializeOwned>(
    lines: &Lines<'_>,
    items: &[&RawValue],
    faults: &mut Vec<FieldError>,
) -> Vec<Line<T>> {
    let mut read = Vec::with_capacity(items.len());
    for raw in items {
        let number = lines.of_part(raw.get());
        if let Err(error) = object("the item", raw.get()) {
            faults.push(told(number, &error));
            continue;
        }
        let json = &mut serde_json::Deserializer::from_str(raw.get());
        match serde_path_to_error::deserialize(json) {
            Ok(item) => read.push(Line { number, item }),
            Err(error) => {
                // Counted from the item's own first line.
                let number = number + (error.inner().line() as u64).saturating_sub(1);
                let message = error.inner().to_string();
                faults.push(told(number, &fault("the item", error.path(), &message)));
            }
        }
    }
    read
}

/// Serde would take a list for an object, its fields in our own order.
fn object(what: &str, text: &str) -> Result<(), FieldError> {
    if text.trim_start().starts_with('{') {
        return Ok(());
    }
    Err(FieldError { field: what.to_owned(), message: "must be a JSON object".to_owned() })
}
