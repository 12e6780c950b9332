//! An event stream as a client reads it: frame by frame, each within a deadline.

use super::client::Client;
use futures_util::StreamExt;
use robindesk_protocol::{Event, Stats};
use std::time::Duration;

/// A stream read frame by frame.
pub struct Stream {
    response: std::pin::Pin<Box<dyn futures_util::Stream<Item = String> + Send>>,
    text: String,
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
        let text = |chunk: Result<_, _>| {
            chunk.ok().map(|c: axum::body::Bytes| String::from_utf8(c.to_vec()).unwrap())
        };
        let bytes = response.bytes_stream().map(text).take_while(|c| {
            let more = c.is_some();
            async move { more }
        });
        let mut stream =
            Self { response: Box::pin(bytes.filter_map(async |c| c)), text: String::new() };
        assert_eq!(stream.frame().await.as_deref(), Some(": here"));
        stream
    }

    /// The next frame; `None` when the stream has ended.
    pub async fn frame(&mut self) -> Option<String> {
        loop {
            if let Some((frame, _)) = self.text.split_once("\n\n") {
                let frame = frame.to_owned();
                self.text.drain(..frame.len() + 2);
                return Some(frame);
            }
            let next = tokio::time::timeout(Duration::from_secs(20), self.response.next());
            self.text.push_str(&next.await.expect("a frame within 20 s")?);
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
