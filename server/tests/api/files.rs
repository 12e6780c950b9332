//! Files over HTTP: sent in a lane, read by its readers, whole and in part.

use super::client::{Answer, Client};
use super::desk::Desk;
use super::engine::on_each_engine;
use reqwest::Method;
use robindesk_protocol::{Code, FileRef, Message, MessageAnswer, MessageType};
use sqlx::AssertSqlSafe;

const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=XX");
const ID: &str = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

/// A form with these fields; the one called `file` is `draft.png`.
fn form(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file = if *name == "file" { "; filename=\"../Zo\u{eb}'s draft.png\"" } else { "" };
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

async fn send(who: &Client, body: Vec<u8>) -> Answer {
    send_with(who, body, &[FORM]).await
}

async fn send_with(who: &Client, body: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
    let request = who.http.post(format!("{}/api/crm/tickets/1/files", who.base));
    let mut request = request.bearer_auth(who.token.as_deref().unwrap());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.body(body).send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, text: response.text().await.expect("a text") }
}

pub async fn sent(who: &Client, fields: &[(&str, &[u8])]) -> (Message, FileRef) {
    let answer = send(who, form(fields)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let message = answer.data::<MessageAnswer>().message;
    let file = message.file.clone().unwrap();
    (message, file)
}

pub async fn fetch(who: &Client, file: &FileRef, range: Option<&str>) -> (u16, String, Vec<u8>) {
    let mut request = who.http.get(format!("{}/api/files/{}", who.base, file.id));
    request = request.bearer_auth(who.token.as_deref().unwrap());
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let response = request.send().await.unwrap();
    let headers = response.headers();
    let text = |name: &str| headers.get(name).map_or("", |v| v.to_str().unwrap()).to_owned();
    if response.status().is_success() {
        assert_eq!(text("x-content-type-options"), "nosniff");
        assert!(text("content-disposition").starts_with("attachment; filename=\""));
    }
    let range = text("content-range");
    (response.status().as_u16(), range, response.bytes().await.unwrap().to_vec())
}

fn stored(desk: &Desk) -> usize {
    let folder = desk.running.app().settings.data_dir.join("files");
    let Ok(folders) = std::fs::read_dir(folder) else { return 0 };
    folders.flatten().map(|f| std::fs::read_dir(f.path()).unwrap().count()).sum()
}

on_each_engine! {
    async fn the_same_key_sends_a_file_once(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let brand = &desk.brand_a;
        let keyed = [FORM, ("idempotency-key", "file-1")];
        let fields: [(&str, &[u8]); 2] = [("message_text", b"Look"), ("file", b"draft")];
        let first = send_with(brand, form(&fields), &keyed).await;
        assert!(first.status == 201 && !first.headers.contains_key("idempotent-replayed"));
        // Another client library parts the same form another way.
        let other = String::from_utf8_lossy(&form(&fields)).replace("--XX", "--YY").into_bytes();
        let headers = [("content-type", "multipart/form-data; boundary=YY"), keyed[1]];
        for (body, headers) in [(form(&fields), keyed), (other, headers)] {
            let again = send_with(brand, body, &headers).await;
            assert_eq!((again.status, &again.text), (first.status, &first.text));
            assert_eq!(again.headers["idempotent-replayed"], "true");
        }
        for fields in [
            [("message_text", b"Look".as_slice()), ("file", b"drafts")],
            [("message_text", b"Look!".as_slice()), ("file", b"draft")],
            [("client_id", ID.as_bytes()), ("file", b"draft")],
        ] {
            let refused = send_with(brand, form(&fields), &keyed).await;
            assert_eq!(refused.problem().code, Code::IdempotencyMismatch);
        }
        let odd = [FORM, ("idempotency-key", "two words")];
        let refused = send_with(brand, form(&fields), &odd).await;
        assert_eq!(refused.fault(), (400, "Idempotency-Key".to_owned()));
        assert_eq!(brand.messages(1).await.messages.len(), 2);
        assert_eq!(stored(&desk), 1);
    }

    async fn a_file_is_read_by_the_readers_of_its_message_alone(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![7; 300_000]].concat();
        let (message, file) = sent(&desk.brand_a, &[("file", &png)]).await;
        assert_eq!((message.message_type, message.message_text.as_str()), (MessageType::File, "Zo\u{eb}'s draft.png"));
        assert_eq!((file.name.as_str(), file.content_type.as_str()), ("Zo\u{eb}'s draft.png", "image/png"));
        assert_eq!(file.size, png.len() as u64);
        for reader in [&desk.brand_a, &desk.agents[1], &desk.admin] {
            assert_eq!(fetch(reader, &file, None).await, (200, String::new(), png.clone()));
        }
        for other in [&desk.creator_a, &desk.brand_b, &desk.creator_b] {
            assert_eq!(fetch(other, &file, None).await.0, 404);
        }
        let listed = desk.agents[0].messages(1).await.messages.pop().unwrap();
        assert_eq!(listed.file, Some(file));
        let note: &[(&str, &[u8])] = &[("audience", b"staff"), ("file", b"plain text"), ("message_text", b"see this")];
        let (note, secret) = sent(&desk.agents[0], note).await;
        assert_eq!((note.message_text.as_str(), secret.content_type.as_str()), ("see this", "text/plain; charset=utf-8"));
        assert_eq!(fetch(&desk.brand_a, &secret, None).await.0, 404);
        assert_eq!(fetch(&desk.agents[1], &secret, None).await.2, b"plain text");
    }

    async fn a_part_of_a_file_is_answered_as_asked(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let (_, file) = sent(&desk.brand_a, &[("file", &bytes)]).await;
        for (range, from, to) in [("bytes=0-9", 0, 9), ("bytes=99990-", 99_990, 99_999), ("bytes=-5", 99_995, 99_999)] {
            let (status, content_range, body) = fetch(&desk.brand_a, &file, Some(range)).await;
            assert_eq!((status, content_range), (206, format!("bytes {from}-{to}/100000")));
            assert_eq!(body, &bytes[from..=to]);
        }
        let beyond = fetch(&desk.brand_a, &file, Some("bytes=100000-")).await;
        assert_eq!((beyond.0, beyond.1.as_str()), (416, "bytes */100000"));
        let path = format!("/api/files/{}", file.id);
        let etag = desk.brand_a.get(&path).await.headers["etag"].clone();
        for (seen, status) in [(etag.to_str().unwrap(), 206), ("\"another\"", 200)] {
            let headers = [("range", "bytes=0-9"), ("if-range", seen)];
            let answer = desk.brand_a.send(Method::GET, &path, &headers, None).await;
            assert_eq!(answer.status, status, "{seen}");
        }
        assert_eq!(fetch(&desk.brand_a, &file, Some("lines=1-2")).await.0, 200);
        // What somebody has already is not sent again, and what they go by must be what there is.
        let weak = format!("W/{}", etag.to_str().unwrap());
        let listed = format!("\"a\", {weak} , \"b\"");
        for (headers, status) in [
            ([("if-none-match", etag.to_str().unwrap()), ("range", "bytes=0-9")], 304),
            ([("if-none-match", &listed), ("range", "bytes=100000-")], 304),
            ([("if-none-match", "*"), ("range", "bytes=0-9")], 304),
            ([("if-none-match", "\"a\", file-2"), ("range", "bytes=0-9")], 206),
            ([("if-match", "\"a\""), ("range", "bytes=0-9")], 412),
            ([("if-match", &weak), ("range", "bytes=0-9")], 412),
            ([("if-match", "\"a\""), ("if-none-match", "*")], 412),
            ([("if-match", etag.to_str().unwrap()), ("if-none-match", "\"a\"")], 200),
            ([("if-match", "*"), ("range", "bytes=0-9")], 206),
        ] {
            let answer = desk.brand_a.send(Method::GET, &path, &headers, None).await;
            assert_eq!(answer.status, status, "{headers:?}");
            match status {
                304 => assert!(answer.text.is_empty() && answer.headers["etag"] == etag),
                412 => assert_eq!(answer.problem().code, Code::PreconditionFailed),
                _ => {}
            }
            let stranger = desk.brand_b.send(Method::GET, &path, &headers, None).await;
            assert_eq!(stranger.status, 404, "{headers:?}");
        }
    }

    async fn what_is_known_already_has_the_length_that_it_would_have(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let (_, file) = sent(&desk.brand_a, &[("file", b"0123456789")]).await;
        let path = format!("/api/files/{}", file.id);
        let head = desk.brand_a.send(Method::HEAD, &path, &[], None).await;
        assert_eq!((head.status.as_u16(), &head.headers["content-length"]), (200, &"10".parse().unwrap()));
        let etag = head.headers["etag"].to_str().unwrap();
        for (method, length) in [(Method::HEAD, Some("10")), (Method::GET, None)] {
            let known = desk.brand_a.send(method, &path, &[("if-none-match", etag)], None).await;
            let told = known.headers.get("content-length").map(|length| length.to_str().unwrap());
            assert_eq!((known.status.as_u16(), told), (304, length));
        }
        for range in ["bytes=0-3", "bytes=10-"] {
            let head = desk.brand_a.send(Method::HEAD, &path, &[("range", range)], None).await;
            let length = head.headers["content-length"].to_str().unwrap();
            assert_eq!((head.status.as_u16(), length), (200, "10"), "only a GET has parts");
        }
    }

    async fn a_form_may_say_what_is_so_anyway(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let me = desk.brand_a.me().id;
        let id = me.to_string();
        let fields: &[(&str, &[u8])] =
            &[("sender_id", id.as_bytes()), ("message_type", b"file"), ("file", b"mine")];
        let (message, _) = sent(&desk.brand_a, fields).await;
        assert_eq!(message.sender.map(|sender| sender.id), Some(me));
    }

    async fn a_resend_keeps_one_message_and_one_file(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let fields: &[(&str, &[u8])] = &[("client_id", ID.as_bytes()), ("file", b"once")];
        let (first, _) = sent(&desk.brand_a, fields).await;
        let bare = ID.replace('-', "");
        let fields: &[(&str, &[u8])] = &[("client_id", bare.as_bytes()), ("file", b"once")];
        let (again, file) = sent(&desk.brand_a, fields).await;
        assert_eq!((first.id, stored(&desk)), (again.id, 1));
        assert_eq!(fetch(&desk.brand_a, &file, None).await.2, b"once");
    }

    async fn a_file_whose_message_could_not_be_written_is_gone_at_once(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let renamed = async |from: &str, to: &str| {
            let sql = AssertSqlSafe(format!("ALTER TABLE {from} RENAME TO {to}"));
            let mut conn = desk.running.app().store.connect_to_write().await.unwrap();
            conn.run(sql, vec![]).await.unwrap();
            conn.close().await;
        };
        let keyed = [FORM, ("idempotency-key", "file-1")];
        // Without it the writer cannot look up the key, and gives up before it has written anything.
        renamed("replies", "gone").await;
        let failed = send_with(&desk.brand_a, form(&[("file", b"draft")]), &keyed).await;
        assert_eq!(failed.problem().code, Code::Internal);
        assert_eq!(stored(&desk), 0);
        renamed("gone", "replies").await;
        let again = send_with(&desk.brand_a, form(&[("file", b"draft")]), &keyed).await;
        assert_eq!((again.status.as_u16(), stored(&desk)), (201, 1), "{}", again.text);
    }

    async fn what_is_no_file_message_leaves_nothing_behind(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        for (fields, status, field) in [
            (&[("file", b"x".as_slice()), ("audience", b"creator")][..], 403, ""),
            (&[("file", b"x"), ("audience", b"all")], 400, "audience"),
            (&[("file", b"x"), ("client_id", b"7")], 400, "client_id"),
            (&[("file", b"x"), ("file", b"y")], 400, "file"),
            (&[("file", b"x"), ("sender_id", b"99")], 403, ""),
            (&[("file", b"x"), ("sender_id", b"me")], 400, "sender_id"),
            (&[("file", b"x"), ("message_type", b"system")], 403, ""),
            (&[("file", b"x"), ("message_type", b"text")], 400, "message_type"),
            (&[("file", b"x"), ("message_type", b"letter")], 400, "message_type"),
            (&[("file", b"x"), ("from", b"1")], 400, "from"),
            (&[("file", b"")], 400, "file"),
            (&[("message_text", b"x")], 400, "file"),
        ] {
            let answer = send(&desk.brand_a, form(fields)).await;
            assert_eq!(answer.fault(), (status, field.to_owned()), "{}", answer.text);
        }
        let cut = form(&[("file", b"half of it")]);
        let answer = send(&desk.brand_a, cut[..cut.len() - 12].to_vec()).await;
        assert_eq!(answer.fault(), (400, "body".to_owned()));
        let large = vec![b'x'; 25 * 1024 * 1024 + 1];
        let answer = send(&desk.brand_a, form(&[("file", &large)])).await;
        let problem = answer.problem();
        assert_eq!(problem.code, Code::PayloadTooLarge);
        assert_eq!(problem.detail, "A file may have 25 MiB and this one has more.");
        let json = desk.brand_a.send(Method::POST, "/api/crm/tickets/1/files", &[], Some("{}".to_owned()));
        assert_eq!(json.await.problem().code, Code::UnsupportedMediaType);
        assert_eq!(send(&desk.brand_b, form(&[("file", b"x")])).await.problem().code, Code::NotFound);
        assert_eq!(stored(&desk), 0);
        assert_eq!(desk.brand_a.messages(1).await.messages.len(), 1);
        for id in ["1", "99", "x"] {
            let answer = desk.admin.get(&format!("/api/files/{id}")).await;
            assert!(matches!(answer.problem().status, 404 | 400));
        }
    }
}
