//! An event stream as a client reads it: frame by frame, each within a deadline.

use super::client::Client;
use axum::body::Bytes;
use futures_util::StreamExt;
use robindesk_protocol::{Event, Stats};
use std::time::Duration;

/// A stream read frame by frame.
pub struct Stream {
    response: std::pin::Pin<Box<dyn futures_util::Stream<Item = Bytes> + Send>>,
    /// What came and is not yet a whole frame: a chunk may end inside a character.
    rest: Vec<u8>,
}

impl Stream {
    /// Opens a stream, after an event where one is given.
    pub async fn open(who: &Client, after: Option<i64>, query: &str) -> Self {
        let mut request = who.http.get(format!("{}/api/events{query}", who.base));
        request = request.bearer_auth(who.token.as_deref().unwrap());
        if let Some(seq) = after {
            request = request.header("Last-Event-ID", seq.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response
            .bytes_stream()
            .take_while(|chunk| std::future::ready(chunk.is_ok()))
            .filter_map(|chunk| std::future::ready(chunk.ok()));
        let mut stream = Self { response: Box::pin(chunks), rest: Vec::new() };
        assert_eq!(stream.frame().await.as_deref(), Some(": here"));
        stream
    }

    /// The next frame; `None` when the stream has ended.
    pub async fn frame(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.rest.windows(2).position(|pair| pair == b"\n\n") {
                let frame = self.rest.drain(..end + 2).take(end).collect();
                return Some(String::from_utf8(frame).expect("UTF-8"));
            }
            let next = tokio::time::timeout(Duration::from_secs(20), self.response.next());
            self.rest.extend_from_slice(&next.await.expect("a frame within 20 s")?);
        }
    }

    /// The next numbers, past whatever else comes.
    pub async fn stats(&mut self) -> Stats {
        loop {
            let frame = self.frame().await.expect("numbers");
            let Some(data) = frame.strip_prefix("event: stats\ndata: ") else { continue };
            assert!(!frame.contains("id: "), "{frame}");
            let event: Event = serde_json::from_str(data).unwrap();
            return *event.data.stats.expect("stats");
        }
    }

    /// The next event of the log, past the numbers that admins are shown.
    pub async fn event(&mut self) -> Event {
        let frame = loop {
            let frame = self.frame().await.expect("an event");
            if !frame.starts_with("event: stats\n") {
                break frame;
            }
        };
        let line = |name: &str| {
            let found = frame.lines().find_map(|l| l.strip_prefix(name)).map(str::trim);
            found.unwrap_or_else(|| panic!("no {name} in {frame}")).to_owned()
        };
        let event: Event = serde_json::from_str(&line("data:")).unwrap();
        assert_eq!(line("id:"), event.seq.to_string());
        assert_eq!(line("event:"), event.kind.as_str());
        event
    }
}
