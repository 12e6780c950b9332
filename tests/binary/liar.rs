//! A server that cannot be trusted: the real one, with junk in every text of every answer and event.
//! What is no text (numbers, times, words of a fixed list, tokens) stays, or nothing would be shown.

use crate::desk::Desk;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Response, header};
use futures_util::StreamExt;
use robindesk_protocol::Timestamp;
use serde_json::Value;
use std::net::SocketAddr;

/// Orders to a terminal of every kind, each with a word by which it can be found, and characters that
/// make text read as something else.
pub const JUNK: &str = "J\u{1b}]0;pwned\u{7}\u{1b}]2;pwned\u{1b}\\\u{1b}]52;c;cHduZWQ=\u{7}\u{1b}]9;pwned\u{7}\
    \u{1b}]777;notify;pwned;pwned\u{1b}\\\u{1b}]99;;pwned\u{1b}\\\u{1b}[7331m\u{1b}[7331;7331H\u{1b}[?7331h\u{9b}7331m\
    \u{9d}0;pwned\u{9c}\u{90}pwned\u{9c}\u{1b}P+qpwned\u{1b}\\\u{1b}_pwned\u{1b}\\\u{1b}^pwned\u{1b}\\\
    \u{1b}c\u{1b}7\u{1b}(0\u{8}\u{7f}\u{7}\u{0}\u{b}\u{c}\u{e}\u{f}\u{18}\u{1a}\u{85}\u{84}\u{8d}\
    \u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\u{2028}\r\n\tunk ";

/// What a console would be lost without.
const KEPT: &[&str] = &[
    "id",
    "status",
    "next_statuses",
    "priority",
    "audience",
    "user_type",
    "message_type",
    "kind",
    "currency",
    "agent_status",
    "availability",
    "next_cursor",
    "code",
    "token_type",
    "state",
    "access_token",
    "refresh_token",
    "policy",
    "rule",
    "outcome",
];

/// Serves in front of a desk, for as long as the desk's threads live.
pub fn lie_for(desk: &Desk) -> SocketAddr {
    let real = desk.url();
    desk.block_on(async move {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let state = (real, reqwest::Client::new());
        let router = axum::Router::new().fallback(pass_on).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        addr
    })
}

async fn pass_on(
    State((real, client)): State<(String, reqwest::Client)>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let url = format!("{real}{}", parts.uri);
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let mut asked = client.request(parts.method, url).body(body);
    for (name, value) in &parts.headers {
        if name != header::HOST && name != header::CONTENT_LENGTH {
            asked = asked.header(name, value);
        }
    }
    let Ok(answer) = asked.send().await else {
        return Response::builder().status(502).body(Body::empty()).unwrap();
    };
    let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
    let kind = kind.unwrap_or_else(|| header::HeaderValue::from_static("text/plain"));
    let told = Response::builder().status(answer.status()).header(header::CONTENT_TYPE, &kind);
    if kind.as_bytes().starts_with(b"text/event-stream") {
        return told.body(Body::from_stream(lying(answer))).unwrap();
    }
    let bytes = answer.bytes().await.unwrap_or_default();
    told.body(Body::from(spoilt(&bytes))).unwrap()
}

/// The events, line by line.
fn lying(
    answer: reqwest::Response,
) -> impl futures_util::Stream<Item = Result<Bytes, reqwest::Error>> {
    let mut rest = Vec::new();
    answer.bytes_stream().map(move |bytes| {
        rest.extend_from_slice(&bytes?);
        let whole = rest.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let mut told = Vec::new();
        for line in rest.drain(..whole).collect::<Vec<u8>>().split_inclusive(|b| *b == b'\n') {
            match line.strip_prefix(b"data:") {
                Some(data) => {
                    told.extend_from_slice(b"data: ");
                    told.extend(spoilt(data));
                    told.push(b'\n');
                }
                None => told.extend_from_slice(line),
            }
        }
        Ok(Bytes::from(told))
    })
}

/// The same JSON with junk in its texts; what is no JSON stays.
fn spoilt(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else { return bytes.to_vec() };
    spoil("", &mut value);
    serde_json::to_vec(&value).unwrap()
}

fn spoil(key: &str, value: &mut Value) {
    match value {
        Value::String(text) => {
            let kept = KEPT.contains(&key) || key.ends_with("_id");
            if !kept && Timestamp::parse(text).is_none() {
                text.insert_str(0, JUNK);
                text.push_str(JUNK);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| spoil(key, value)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| spoil(key, value)),
        _ => {}
    }
}
