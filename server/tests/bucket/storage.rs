//! A storage that speaks S3, in memory: objects, parts, ranges, lists and removals.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard};

/// The account that may ask; everybody else is refused.
pub const KEY: &str = "ROBINDESKTESTKEY";

/// What was put where, and what was asked.
#[derive(Debug, Default)]
pub struct Kept {
    /// Objects by name, each with the time it was written.
    pub objects: BTreeMap<String, (Bytes, &'static str)>,
    /// Parts of uploads that are not complete.
    pub parts: BTreeMap<String, BTreeMap<u32, Bytes>>,
    uploads: usize,
    /// The largest body that came in.
    pub largest: usize,
}

/// The storage at work.
#[derive(Debug, Clone, Default)]
pub struct Storage(Arc<Mutex<Kept>>);

type Asked = HashMap<String, String>;

impl Storage {
    /// Starts it and says where.
    pub fn start() -> (Self, String) {
        let storage = Self::default();
        let routes = Router::new().fallback(answer).with_state(storage.clone());
        let routes = routes.layer(axum::extract::DefaultBodyLimit::disable());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = format!("http://{}", listener.local_addr().expect("an address"));
        let server = axum_server::from_tcp(listener).expect("a server");
        tokio::spawn(server.serve(routes.into_make_service()));
        (storage, at)
    }

    pub fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().expect("no holder panicked")
    }
}

async fn answer(
    State(storage): State<Storage>,
    method: Method,
    uri: Uri,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signed = headers.get("authorization").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !signed.starts_with(&format!("AWS4-HMAC-SHA256 Credential={KEY}/")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let Some(("desk", name)) = path.split_once('/').or(Some((path, ""))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut kept = storage.kept();
    kept.largest = kept.largest.max(body.len());
    let upload = asked.get("uploadId");
    match (method.as_str(), upload) {
        ("PUT", Some(upload)) => put_part(&mut kept, upload, &asked, body),
        ("PUT", None) => put(&mut kept, name, body),
        ("POST", Some(upload)) => complete(&mut kept, upload, name),
        ("POST", None) if asked.contains_key("uploads") => begin(&mut kept),
        ("POST", None) if asked.contains_key("delete") => remove_all(&mut kept, &body),
        ("DELETE", Some(upload)) => {
            kept.parts.remove(upload);
            StatusCode::NO_CONTENT.into_response()
        }
        ("DELETE", None) => {
            kept.objects.remove(name);
            StatusCode::NO_CONTENT.into_response()
        }
        ("GET", None) if name.is_empty() => list(&kept, &asked),
        ("GET", None) => get(&kept, name, &headers),
        _ => StatusCode::NOT_IMPLEMENTED.into_response(),
    }
}

const NOW: &str = "2026-11-01T09:30:00.000Z";

fn put(kept: &mut Kept, name: &str, body: Bytes) -> Response {
    kept.objects.insert(name.to_owned(), (body, NOW));
    ([("etag", "\"whole\"")], "").into_response()
}

fn begin(kept: &mut Kept) -> Response {
    kept.uploads += 1;
    let id = format!("upload-{}", kept.uploads);
    kept.parts.insert(id.clone(), BTreeMap::new());
    xml(&format!(
        "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
    ))
}

fn put_part(kept: &mut Kept, upload: &str, asked: &Asked, body: Bytes) -> Response {
    let number = asked.get("partNumber").and_then(|n| n.parse().ok());
    let (Some(number), Some(parts)) = (number, kept.parts.get_mut(upload)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    parts.insert(number, body);
    ([("etag", format!("\"part-{number}\""))], "").into_response()
}

fn complete(kept: &mut Kept, upload: &str, name: &str) -> Response {
    let Some(parts) = kept.parts.remove(upload) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let whole: Vec<u8> = parts.into_values().flatten().collect();
    kept.objects.insert(name.to_owned(), (Bytes::from(whole), NOW));
    xml("<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>")
}

fn remove_all(kept: &mut Kept, body: &[u8]) -> Response {
    let body = String::from_utf8_lossy(body);
    for name in body.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next()) {
        kept.objects.remove(name);
    }
    xml("<DeleteResult></DeleteResult>")
}

fn list(kept: &Kept, asked: &Asked) -> Response {
    let prefix = asked.get("prefix").map_or("", String::as_str);
    let after = asked.get("start-after").map_or("", String::as_str);
    let mut all = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
    let ours = |name: &&String| name.starts_with(prefix) && name.as_str() > after;
    for name in kept.objects.keys().filter(ours) {
        let (body, at) = &kept.objects[name];
        let size = body.len();
        write!(
            all,
            "<Contents><Key>{name}</Key><LastModified>{at}</LastModified><Size>{size}</Size>\
             <ETag>\"whole\"</ETag></Contents>"
        )
        .expect("a text takes everything");
    }
    xml(&(all + "</ListBucketResult>"))
}

fn get(kept: &Kept, name: &str, headers: &HeaderMap) -> Response {
    let Some((body, _)) = kept.objects.get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let range = headers.get("range").and_then(|v| v.to_str().ok()).and_then(|range| {
        let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
        Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?.min(body.len() - 1)))
    });
    let known = [("etag", "\"whole\""), ("last-modified", "Sun, 01 Nov 2026 09:30:00 GMT")];
    let Some((from, to)) = range else { return (known, body.clone()).into_response() };
    let said = [("content-range", format!("bytes {from}-{to}/{}", body.len()))];
    (StatusCode::PARTIAL_CONTENT, known, said, body.slice(from..=to)).into_response()
}

fn xml(text: &str) -> Response {
    ([("content-type", "application/xml")], text.to_owned()).into_response()
}
