//! JSON Schemas of the types that are written by hand on the wire, for the server's own document.
//! What a request may say and what an answer says differ: an id goes out as a string and comes in as
//! a string or a number.

use crate::{
    Amount, AuditId, BrandId, CreatorId, Currency, FileId, MacroId, MessageId, OrderId, PackageId,
    TicketId, Timestamp, UserId, id,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Digits that say a number from 1 to the highest id.
pub const ID: &str = "^0*[1-9][0-9]{0,17}$";

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
                    return json_schema!({"type": "string", "pattern": ID});
                }
                json_schema!({"anyOf": [
                    {"type": "string", "pattern": ID},
                    {"type": "integer", "minimum": 1, "maximum": id::MAX},
                ]})
            }
        }
    )+};
}

ids!(OrderId, TicketId, MessageId, UserId, BrandId, CreatorId, PackageId, FileId, AuditId, MacroId);

impl JsonSchema for Amount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = |pattern: &str| json_schema!({"type": "string", "pattern": pattern, "examples": ["250.00"]});
        if generator.contract().is_serialize() {
            return text(r"^[0-9]{1,15}(\.[0-9]{1,4})?$");
        }
        // As many digits as any currency takes, and zeros where they say nothing.
        let text = text(r"^0*[0-9]{1,15}(\.[0-9]{1,4}0*)?$");
        json_schema!({"anyOf": [
            text,
            {"type": "number", "minimum": 0, "maximum": Amount::MAX_MINOR},
        ]})
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
