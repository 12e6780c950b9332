//! JSON Schemas of the types that are written by hand on the wire, for the server's own document.
//! What a request may say and what an answer says differ: an id goes out as a string and comes in as
//! a string or a number.

use crate::{
    Amount, BrandId, CreatorId, Currency, FileId, MacroId, MessageId, OrderId, PackageId, TicketId,
    Timestamp, UserId,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Digits that say a number from 1. The few of nineteen digits that are too many are refused as well.
const ID: &str = "^0*[1-9][0-9]*$";
const DIGITS: usize = 19;

macro_rules! ids {
    ($($name:ident),+) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                if generator.contract().is_serialize() {
                    return json_schema!({"type": "string", "pattern": ID, "maxLength": DIGITS});
                }
                json_schema!({"anyOf": [
                    {"type": "string", "pattern": ID, "maxLength": DIGITS},
                    {"type": "integer", "minimum": 1, "maximum": i64::MAX},
                ]})
            }
        }
    )+};
}

ids!(OrderId, TicketId, MessageId, UserId, BrandId, CreatorId, PackageId, FileId, MacroId);

impl JsonSchema for Amount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = json_schema!({
            "type": "string",
            "pattern": r"^[0-9]{1,15}(\.[0-9]{1,4})?$",
            "examples": ["250.00"],
        });
        if generator.contract().is_serialize() {
            return text;
        }
        json_schema!({"anyOf": [text, {"type": "number", "minimum": 0}]})
    }
}

impl JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["USD"]})
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date-time",
            "examples": ["2026-11-01T09:30:00.000Z"],
        })
    }
}
