//! Why the desk refused. A refused command has written nothing.

use robindesk_protocol::{Code, FieldError};
use serde::{Deserialize, Serialize};

/// A refusal that the client may be told in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    pub code: Code,
    /// For people: what was wrong and what would be right.
    pub detail: String,
    pub errors: Vec<FieldError>,
}

impl Rejection {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new() }
    }

    /// One field is at fault.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code: Code::ValidationFailed,
            detail: format!("{field}: {message}"),
            errors: vec![FieldError { field: field.to_owned(), message }],
        }
    }

    /// Several places are at fault, each told in `errors`.
    pub fn fields(detail: impl Into<String>, errors: Vec<FieldError>) -> Self {
        Self { code: Code::ValidationFailed, detail: detail.into(), errors }
    }

    /// There is no such thing, or it is none of the caller's business (`product.md`, People).
    pub fn not_found(noun: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {noun}."))
    }

    /// The caller may see it but not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, detail)
    }

    /// It clashes with what is there.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(Code::Conflict, detail)
    }

    /// A status that cannot be reached from where it is; names both ends.
    pub fn illegal_transition(detail: impl Into<String>) -> Self {
        Self::new(Code::IllegalTransition, detail)
    }

    /// The idempotency key belongs to another request.
    pub fn key_mismatch() -> Self {
        Self::new(
            Code::IdempotencyMismatch,
            "This Idempotency-Key was used for a request with another body.",
        )
    }

    /// The session is over; the caller must sign in again.
    pub fn unauthorized() -> Self {
        Self::new(Code::Unauthorized, "Sign in to go on.")
    }
}
