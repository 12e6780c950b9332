//! What a request holds, taken in strictly: anything odd is a 4xx that names the field and says why
//! (`api.md`, Conventions), and never reaches a rule.

mod body;
mod fault;
mod nul;
mod path;
mod query;
mod range;
mod upload;

pub use body::{BODY_LIMIT, Body, Keyed};
pub use fault::fault;
pub use path::PathId;
pub use query::QueryOf;
pub use range::{Part, part};
pub use upload::{Form, Texts, Upload, upload};
