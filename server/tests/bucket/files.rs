//! What is sent lies in the bucket, in parts when it is large, and comes back whole and in part.

use super::process::Home;
use super::storage::{KEY, Storage};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

struct Desk {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Desk {
    async fn place(&self) {
        let order =
            json!({"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": "250.00"});
        let request = self.http.post(format!("{}/api/orders", self.base)).bearer_auth(&self.token);
        let response = request.json(&order).send().await.expect("an answer");
        assert_eq!(response.status(), 201, "{}", response.text().await.expect("a text"));
    }

    /// Sends a form with a file; what is left out of the end never arrives.
    async fn send(&self, client_id: Option<&str>, file: &[u8], left_out: usize) -> (u16, Value) {
        let mut form = Vec::new();
        if let Some(id) = client_id {
            let field = "--XX\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\n";
            form.extend_from_slice(format!("{field}{id}\r\n").as_bytes());
        }
        let field = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n";
        form.extend_from_slice(format!("{field}\r\n").as_bytes());
        form.extend_from_slice(file);
        form.extend_from_slice(b"\r\n--XX--\r\n");
        form.truncate(form.len() - left_out);
        let request = self.http.post(format!("{}/api/crm/tickets/1/files", self.base));
        let request = request.bearer_auth(&self.token).body(form);
        let request = request.header("content-type", "multipart/form-data; boundary=XX");
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.json().await.expect("JSON"))
    }

    async fn fetch(&self, sent: &Value, range: Option<&str>) -> (u16, Vec<u8>) {
        let id = sent["data"]["message"]["file"]["id"].as_str().expect("a file's id");
        let mut request = self.http.get(format!("{}/api/files/{id}", self.base));
        if let Some(range) = range {
            request = request.header("range", range);
        }
        let response = request.bearer_auth(&self.token).send().await.expect("an answer");
        (response.status().as_u16(), response.bytes().await.expect("a body").to_vec())
    }
}

async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        // There is no event to wait for: the storage tells nobody what it is asked.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_to_the_bucket_and_come_back() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let (storage, at) = Storage::start();
    let mut home = Home::new(None);
    home.told = vec![
        ("ROBINDESK_FILES", "s3://desk/some/files".to_owned()),
        ("AWS_ENDPOINT_URL", at),
        ("AWS_REGION", "eu-north-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "canary-secret-of-the-bucket".to_owned()),
    ];
    let process = home.serve();
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let base = format!("http://127.0.0.1:{}", home.port);
    let desk = Desk { http, base, token: home.token() };
    desk.place().await;

    let (status, small) = desk.send(None, b"a small one", 0).await;
    assert_eq!(status, 201, "{small}");
    assert_eq!(desk.fetch(&small, None).await, (200, b"a small one".to_vec()));

    // Larger than two parts: it goes up in parts, and no request holds it whole.
    let large: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let (status, sent) = desk.send(None, &large, 0).await;
    assert_eq!(status, 201, "{sent}");
    assert!(storage.kept().largest < 6 * 1024 * 1024, "{}", storage.kept().largest);
    assert!(storage.kept().parts.is_empty());
    assert!(desk.fetch(&sent, None).await == (200, large.clone()));
    let part = desk.fetch(&sent, Some("bytes=5242000-5243999")).await;
    assert!(part == (206, large[5_242_000..5_244_000].to_vec()));
    assert_eq!(desk.fetch(&sent, Some("bytes=-4")).await, (206, large[large.len() - 4..].to_vec()));
    assert_eq!(desk.fetch(&sent, Some("bytes=12000000-")).await.0, 416);

    // A resend leaves one file, and what broke off leaves none.
    let id = Some("6fa459ea-ee8a-4ca4-894e-db77e160355e");
    let (_, first) = desk.send(id, b"once", 0).await;
    let (_, again) = desk.send(id, b"once", 0).await;
    assert_eq!(first["data"], again["data"]);
    until("the double is gone", || storage.kept().objects.len() == 3).await;
    assert_eq!(desk.send(None, &large, 10).await.0, 400);
    until("the parts are given up", || storage.kept().parts.is_empty()).await;
    assert_eq!(storage.kept().objects.len(), 3);
    assert!(storage.kept().objects.keys().all(|name| name.starts_with("some/files/")));

    // What no message has is swept away after a day; what others keep there is not ours.
    assert_eq!(process.stop(), Some(0));
    let old = "2020-01-01T00:00:00.000Z";
    let forgotten = format!("some/files/{}", "0a".repeat(16));
    let foreign = "some/files/notes.txt";
    for name in [forgotten.as_str(), foreign] {
        storage.kept().objects.insert(name.to_owned(), ("x".into(), old));
    }
    for (_, written) in storage.kept().objects.values_mut() {
        *written = old;
    }
    let process = home.serve();
    until("the forgotten one is gone", || !storage.kept().objects.contains_key(&forgotten)).await;
    assert!(storage.kept().objects.contains_key(foreign));
    assert_eq!(desk.fetch(&small, None).await.0, 200);
    assert!(!home.said().contains("canary"), "{}", home.said());
    assert_eq!(process.stop(), Some(0));
}
