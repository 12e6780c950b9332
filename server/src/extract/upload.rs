//! A form with a file: the file goes to the shelf piece by piece as it arrives, never whole into
//! memory.

mod held;

use super::body::{hash, sent_key};
use crate::auth::hex;
use crate::desk::command::IdempotencyKey;
use crate::error::ApiError;
use crate::shelf::{Incoming, Shelf, name, sniff};
use axum::body::HttpBody;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use held::{Held, Measured, TooMuch};
use multer::{Field, Multipart};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::time::Duration;

/// How long the next piece may take to arrive.
const PIECE_DEADLINE: Duration = Duration::from_secs(20);
/// How much of a form that is too large is read before it is refused: a client that is still sending
/// when the connection closes under it never sees the answer.
const DISCARD: u64 = 16 * 1024 * 1024;
/// The longest text field, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// A request whose body is a form with a file, still to be read with [`upload`].
#[derive(Debug)]
pub struct Form(pub Request);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(Self(request))
    }
}

/// A form that arrived: the file lies on the shelf, not yet under its name.
#[derive(Debug)]
pub struct Upload {
    pub file: Incoming,
    pub name: String,
    pub content_type: &'static str,
    /// In bytes.
    pub size: u64,
    pub texts: Texts,
    /// The client's `Idempotency-Key`, with what stands for all of the above: two forms of the same
    /// parts are told apart by their boundaries, and say the same.
    pub key: Option<IdempotencyKey>,
}

/// Reads a form with one `file`, and at most the [`Texts`] besides.
///
/// # Errors
/// 415 for anything but a form, 413 for a file of more than `limit` bytes, 400 naming the field.
pub async fn upload(Form(request): Form, shelf: &Shelf, limit: u64) -> Result<Upload, ApiError> {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let boundary = multer::parse_boundary(sent.unwrap_or_default());
    let boundary = boundary.map_err(|_| ApiError::not_a_form())?;
    let key = sent_key(request.headers())?;
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    if request.body().size_hint().lower() > limit + DISCARD {
        return Err(ApiError::file_too_large(limit));
    }
    let (body, parser) = Measured::new(request.into_body().into_data_stream());
    let mut form = Multipart::new(body, boundary);
    let (mut file, mut texts) = (None, Texts::default());
    // Made only where somebody may compare it.
    let mut seen = key.is_some().then(Sha256::new);
    while let Some(mut field) = in_time(form.next_field(), &parser).await? {
        let field_name = field.name().unwrap_or_default().to_owned();
        if field_name == "file" {
            if file.is_some() {
                return Err(ApiError::field("file", "is there twice"));
            }
            file = Some(arrive(&mut field, &parser, shelf, limit, seen.as_mut()).await?);
        } else {
            let place = texts.place(&field_name)?;
            *place = Some(text(&mut field, &parser, &field_name).await?);
        }
    }
    let (file, name, content_type, size) =
        file.ok_or_else(|| ApiError::field("file", "is missing"))?;
    let key = key.zip(seen).map(|(key, seen)| {
        let contents = hex(&seen.finalize());
        let mut parts = vec![method.as_str(), &path, &name, &contents];
        for (field, text) in FIELDS.into_iter().zip(texts.all()) {
            parts.extend(text.as_deref().map(|text| [field, text]).into_iter().flatten());
        }
        let parts: Vec<&[u8]> = parts.into_iter().map(str::as_bytes).collect();
        IdempotencyKey { key, body_hash: hash(&parts) }
    });
    Ok(Upload { file, name, content_type, size, texts, key })
}

/// What a form may say of its file: the fields of a message.
const FIELDS: [&str; 5] = ["audience", "client_id", "message_text", "message_type", "sender_id"];

/// The fields as they were sent.
#[derive(Debug, Default)]
pub struct Texts {
    pub audience: Option<String>,
    pub client_id: Option<String>,
    pub message_text: Option<String>,
    pub message_type: Option<String>,
    pub sender_id: Option<String>,
}

impl Texts {
    /// In the order of [`FIELDS`].
    fn all(&self) -> [&Option<String>; 5] {
        let Self { audience, client_id, message_text, message_type, sender_id } = self;
        [audience, client_id, message_text, message_type, sender_id]
    }

    /// Where a field belongs; one that nobody knows is refused, and so is one that is there twice.
    fn place(&mut self, field: &str) -> Result<&mut Option<String>, ApiError> {
        let place = match field {
            "audience" => &mut self.audience,
            "client_id" => &mut self.client_id,
            "message_text" => &mut self.message_text,
            "message_type" => &mut self.message_type,
            "sender_id" => &mut self.sender_id,
            _ => {
                let shown: String = field.chars().take(40).collect();
                let known = FIELDS.join(", ");
                let why = format!("is not a known field; known: file, {known}");
                return Err(ApiError::field(&shown, why));
            }
        };
        if place.is_some() {
            return Err(ApiError::field(field, "is there twice"));
        }
        Ok(place)
    }
}

async fn arrive(
    field: &mut Field<'_>,
    parser: &Held,
    shelf: &Shelf,
    limit: u64,
    mut seen: Option<&mut Sha256>,
) -> Result<(Incoming, String, &'static str, u64), ApiError> {
    let name = name::safe(field.file_name().unwrap_or_default());
    let stored = |error: std::io::Error| ApiError::storage(&error);
    let mut file = shelf.begin().await.map_err(stored)?;
    let mut head = Vec::with_capacity(sniff::HEAD);
    let mut size = 0;
    while let Some(piece) = in_time(field.chunk(), parser).await? {
        size += piece.len() as u64;
        if size > limit + DISCARD {
            break;
        }
        if size <= limit {
            let wanted = (sniff::HEAD - head.len()).min(piece.len());
            head.extend_from_slice(&piece[..wanted]);
            if let Some(seen) = &mut seen {
                seen.update(&piece);
            }
            file.write(piece).await.map_err(stored)?;
        }
    }
    if size > limit {
        return Err(ApiError::file_too_large(limit));
    }
    if size == 0 {
        return Err(ApiError::field("file", "is empty"));
    }
    Ok((file, name, sniff::content_type(&head), size))
}

async fn text(field: &mut Field<'_>, parser: &Held, name: &str) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(field.chunk(), parser).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MAX_TEXT {
            return Err(ApiError::field(name, format!("must be at most {MAX_TEXT} bytes")));
        }
    }
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| ApiError::field(name, "must be UTF-8 without NUL"))
}

async fn in_time<T>(
    next: impl Future<Output = Result<T, multer::Error>>,
    parser: &Held,
) -> Result<T, ApiError> {
    let next = tokio::time::timeout(PIECE_DEADLINE, next).await;
    let next = next.map_err(|_| ApiError::too_slow())?.map_err(|error| match error {
        multer::Error::StreamReadFailed(cause) if cause.is::<TooMuch>() => {
            ApiError::field("body", "goes on and on without the form's next part")
        }
        _ => ApiError::field("body", "is no whole multipart form"),
    })?;
    parser.give_out();
    Ok(next)
}
