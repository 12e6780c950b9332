//! What every answer is wrapped in: [`Success`], or an RFC 9457 [`Problem`].

use crate::words;
use serde::{Deserialize, Serialize};

/// `{"success": true, "message": "...", "data": {...}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Success<T> {
    /// Always `true`.
    pub success: bool,
    /// What happened, for people.
    pub message: String,
    /// What was asked for.
    pub data: T,
}

impl<T> Success<T> {
    /// An answer that went well.
    pub fn new(message: impl Into<String>, data: T) -> Self {
        Self { success: true, message: message.into(), data }
    }
}

words! {
    /// The stable word of a failure, for programs; `detail` is for people.
    Code {
        ValidationFailed = "validation_failed",
        Unauthorized = "unauthorized",
        Forbidden = "forbidden",
        NotFound = "not_found",
        MethodNotAllowed = "method_not_allowed",
        Conflict = "conflict",
        IllegalTransition = "illegal_transition",
        IdempotencyMismatch = "idempotency_mismatch",
        PreconditionFailed = "precondition_failed",
        PayloadTooLarge = "payload_too_large",
        RangeNotSatisfiable = "range_not_satisfiable",
        UnsupportedMediaType = "unsupported_media_type",
        RateLimited = "rate_limited",
        RequestTimeout = "request_timeout",
        Unavailable = "unavailable",
        InsufficientStorage = "insufficient_storage",
        Internal = "internal",
    }
}

impl Code {
    /// The HTTP status that goes with the word.
    pub const fn status(self) -> u16 {
        match self {
            Self::ValidationFailed => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::Conflict | Self::IllegalTransition => 409,
            Self::PreconditionFailed => 412,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RangeNotSatisfiable => 416,
            Self::IdempotencyMismatch => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::InsufficientStorage => 507,
        }
    }

    /// A short, stable title for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ValidationFailed => "The request is not valid",
            Self::Unauthorized => "Sign in first",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "Conflict",
            Self::IllegalTransition => "The status cannot change that way",
            Self::IdempotencyMismatch => "The idempotency key was used for another request",
            Self::PreconditionFailed => "It is not what the request goes by",
            Self::PayloadTooLarge => "The request is too large",
            Self::RangeNotSatisfiable => "The file has no such part",
            Self::UnsupportedMediaType => "The content type is not supported",
            Self::RateLimited => "Too many requests",
            Self::RequestTimeout => "The request took too long to arrive",
            Self::Unavailable => "Busy, try again shortly",
            Self::InsufficientStorage => "The disk is full",
            Self::Internal => "Something went wrong here",
        }
    }
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// The field's name, dotted for nested ones; `body` for the whole.
    pub field: String,
    /// Why it was refused, for people.
    pub message: String,
}

/// A failure, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `false`.
    pub success: bool,
    /// A stable URI reference for the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for every problem of this kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The word that programs match on.
    pub code: Code,
    /// What happened this time, for people.
    pub detail: String,
    /// As in `X-Request-Id` and in the server's log.
    pub request_id: String,
    /// Which fields were refused and why; empty where no field is at fault.
    #[serde(default)]
    pub errors: Vec<FieldError>,
}
