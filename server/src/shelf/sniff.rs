//! What a file is, by its first bytes. What its sender says of it is not believed.

/// How many first bytes are looked at.
pub const HEAD: usize = 512;

/// Where a sign stands, the sign, and what it says.
const SIGNS: &[(usize, &[u8], &str)] = &[
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
];

/// The type that the first bytes of a file tell.
pub fn content_type(head: &[u8]) -> &'static str {
    let says = |(at, sign, _): &&(usize, &[u8], &str)| {
        head.get(*at..).is_some_and(|rest| rest.starts_with(sign))
    };
    if let Some((_, _, kind)) = SIGNS.iter().find(says) {
        return kind;
    }
    if is_text(head) { "text/plain; charset=utf-8" } else { "application/octet-stream" }
}

/// UTF-8, perhaps cut within its last character, without control characters.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "image/png"),
            (b"RIFF....WEBPVP8 ", "image/webp"),
            (b"....ftypmp42", "video/mp4"),
            (b"%PDF-1.7", "application/pdf"),
            (b"<html><script>", "text/plain; charset=utf-8"),
            ("caf\u{e9}".as_bytes().split_last().unwrap().1, "text/plain; charset=utf-8"),
            (b"\x00\x01\x02", "application/octet-stream"),
            (b"\xff\xfe", "application/octet-stream"),
        ] {
            assert_eq!(content_type(head), kind, "{head:?}");
        }
    }
}
