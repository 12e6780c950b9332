//! What went wrong, in two families: what a client may be told, and what only the log may see.

use crate::desk::rejection::Rejection;
use crate::request_id;
use crate::store::StoreError;
use crate::writer::WriteError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use robindesk_protocol::{Code, FieldError, Problem};
use std::io::ErrorKind;

/// A failed request. It answers as `application/problem+json`; what is hidden goes to the log alone.
#[derive(Debug, Clone)]
pub struct ApiError {
    told: Box<Rejection>,
    /// The cause, for the log. Never part of the answer.
    hidden: Option<String>,
    /// Seconds after which another try makes sense.
    retry_after: Option<u64>,
    /// What was to be written may be on disk all the same, or get there yet.
    in_doubt: bool,
}

impl ApiError {
    fn told(code: Code, detail: impl Into<String>) -> Self {
        Rejection { code, detail: detail.into(), errors: Vec::new() }.into()
    }

    /// One field of the request is at fault.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Rejection::field(field, message).into()
    }

    /// Several fields of the request are at fault.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail: Vec<_> = errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
        let mut error = Self::told(Code::ValidationFailed, detail.join("; "));
        error.told.errors = errors;
        error
    }

    /// Nobody is signed in, or not any more. One and the same answer for every cause, so that a
    /// forger learns nothing.
    pub fn unauthorized() -> Self {
        Rejection::unauthorized().into()
    }

    /// The e-mail or the password is wrong; which of them, nobody is told.
    pub fn wrong_credentials() -> Self {
        Self::told(Code::Unauthorized, "The e-mail or the password is wrong.")
    }

    /// Signed in, but this is not for that account.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::told(Code::Forbidden, detail)
    }

    /// There is no such thing.
    pub fn not_found(noun: &str) -> Self {
        Rejection::not_found(noun).into()
    }

    /// No route has this path.
    pub fn no_such_path() -> Self {
        Self::told(Code::NotFound, "There is nothing at this address.")
    }

    /// The path is there, but not for this method.
    pub fn method_not_allowed() -> Self {
        Self::told(Code::MethodNotAllowed, "This address does not take that method.")
    }

    /// The body is larger than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::told(Code::PayloadTooLarge, format!("The body may have {limit} bytes and has more."))
    }

    /// A file is larger than `limit` bytes.
    pub fn file_too_large(limit: u64) -> Self {
        let most = match limit / (1024 * 1024) {
            0 => format!("{limit} bytes"),
            mebibytes => format!("{mebibytes} MiB"),
        };
        Self::told(Code::PayloadTooLarge, format!("A file may have {most} and this one has more."))
    }

    /// The body is something else than JSON.
    pub fn not_json() -> Self {
        Self::told(
            Code::UnsupportedMediaType,
            "Send JSON, with the header Content-Type: application/json.",
        )
    }

    /// The body is something else than a form.
    pub fn not_a_form() -> Self {
        Self::told(Code::UnsupportedMediaType, "Send a form: Content-Type: multipart/form-data.")
    }

    /// A file of `size` bytes has nothing of what was asked for.
    pub fn no_such_range(size: u64) -> Self {
        Self::told(Code::RangeNotSatisfiable, format!("The file has {size} bytes."))
    }

    /// A file is not the one that `If-Match` names.
    pub fn another_file() -> Self {
        Self::told(Code::PreconditionFailed, "The file is not the one that If-Match names.")
    }

    /// A file could not be written.
    pub fn storage(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::disk_full(),
            _ => Self::internal(format!("a file could not be written: {error}")),
        }
    }

    /// Whether it is open if what was to be written is on disk. Otherwise it is not, and never will be.
    pub fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    /// The body did not arrive in time.
    pub fn too_slow() -> Self {
        Self::told(Code::RequestTimeout, "The body did not arrive in time.")
    }

    /// Too many tries; another makes sense after `seconds`.
    pub fn rate_limited(seconds: u64) -> Self {
        Self::told(Code::RateLimited, format!("Too many tries. Try again in {seconds} s."))
            .after(seconds)
    }

    /// Nothing is wrong with the request, only with the moment.
    pub fn unavailable() -> Self {
        Self::told(Code::Unavailable, "The desk is busy. Try again in a second.").after(1)
    }

    /// Nothing was written, because there is no room left.
    fn disk_full() -> Self {
        Self::told(Code::InsufficientStorage, "The server's disk is full. Nothing was written.")
    }

    /// Something is wrong here. `cause` is for the log.
    pub fn internal(cause: impl Into<String>) -> Self {
        let mut error = Self::told(
            Code::Internal,
            "Something went wrong on the server. Its log has the details under this request_id.",
        );
        error.hidden = Some(cause.into());
        error
    }

    fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The word that programs match on.
    pub fn code(&self) -> Code {
        self.told.code
    }

    /// The fields at fault, in no particular order.
    pub fn errors(&self) -> &[FieldError] {
        &self.told.errors
    }

    /// As the client is told of it.
    pub fn problem(self, request_id: String) -> Problem {
        let code = self.told.code;
        Problem {
            success: false,
            kind: format!("urn:robindesk:problem:{code}"),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: self.told.detail,
            request_id,
            errors: self.told.errors,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let request_id = request_id::current();
        match (&self.hidden, self.retry_after) {
            (None, _) => {}
            // Shedding what is too much is no fault: the client comes back.
            (Some(cause), Some(_)) => {
                tracing::warn!(request_id, cause, "A request was told to come back");
            }
            (Some(cause), None) => {
                tracing::error!(request_id, cause, "A request failed on our side");
            }
        }
        let code = self.told.code;
        let retry_after = self.retry_after;
        let status =
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A problem holds strings and numbers alone, so that writing it as JSON cannot fail.
        let body = serde_json::to_vec(&self.problem(request_id)).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if code == Code::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Rejection> for ApiError {
    fn from(told: Rejection) -> Self {
        Self { told: Box::new(told), hidden: None, retry_after: None, in_doubt: false }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(cause) => Self { hidden: Some(cause), ..Self::unavailable() },
            StoreError::DiskFull => Self::disk_full(),
            StoreError::Internal(cause) => Self::internal(cause),
        }
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Rejected(rejection) => rejection.into(),
            WriteError::Busy => Self::unavailable(),
            WriteError::DiskFull => Self::disk_full(),
            WriteError::Internal(cause) => Self::internal(cause),
            WriteError::InDoubt(error) => Self { in_doubt: true, ..error.into() },
        }
    }
}

#[cfg(test)]
mod tests;
