//! What of a download is wanted (RFC 9110): whether any of it, and which `Range`. One range of bytes;
//! anything else is answered with the whole.

use axum::http::{HeaderMap, HeaderName, header};

/// Which part of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// From the first to the last of these bytes.
    Bytes {
        first: u64,
        last: u64,
    },
    /// The file has none of the bytes that were asked for.
    Nothing,
    /// It is the one that the client has already.
    Known,
    /// It is not the one that the client goes by.
    Another,
}

/// What the headers ask for, of a file of `size` bytes. A part of another file than the one called
/// `etag` is no use to whoever asks with `If-Range`: then it is the whole.
pub fn part(headers: &HeaderMap, size: u64, etag: &str) -> Part {
    let strong = |tag: &str| tag == etag;
    let weak = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag) == etag;
    if names(headers, &header::IF_MATCH, strong) == Some(false) {
        return Part::Another;
    }
    if names(headers, &header::IF_NONE_MATCH, weak) == Some(true) {
        return Part::Known;
    }
    if headers.get(header::IF_RANGE).is_some_and(|sent| sent != etag) {
        return Part::Whole;
    }
    let asked = headers.get(header::RANGE).and_then(|v| v.to_str().ok());
    asked.and_then(|asked| parse(asked, size)).unwrap_or(Part::Whole)
}

/// Whether one of the tags in this header is `this`; `None` where there is no such header.
fn names(headers: &HeaderMap, header: &HeaderName, this: impl Fn(&str) -> bool) -> Option<bool> {
    let mut sent = headers.get_all(header).iter().peekable();
    sent.peek()?;
    let tags = sent.filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','));
    Some(tags.map(str::trim).any(|tag| tag == "*" || this(tag)))
}

/// `None` for what is no single range of bytes.
fn parse(asked: &str, size: u64) -> Option<Part> {
    let (unit, range) = asked.trim().split_once('=')?;
    let (from, to) = range.split_once('-').filter(|_| unit.eq_ignore_ascii_case("bytes"))?;
    // A number too large to hold is beyond every file.
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (first, last) = match (from.trim(), to.trim()) {
        ("", to) => {
            let length = number(to)?;
            if length == 0 || size == 0 {
                return Some(Part::Nothing);
            }
            (size.saturating_sub(length), size - 1)
        }
        (from, "") => (number(from)?, size.saturating_sub(1)),
        (from, to) => {
            let (first, last) = (number(from)?, number(to)?);
            if first > last {
                return None;
            }
            (first, last.min(size.saturating_sub(1)))
        }
    };
    if first >= size { Some(Part::Nothing) } else { Some(Part::Bytes { first, last }) }
}

#[cfg(test)]
mod tests {
    use super::{Part, parse};

    #[test]
    fn a_range_is_read_strictly() {
        let bytes = |first, last| Some(Part::Bytes { first, last });
        for (asked, expected) in [
            ("bytes=0-9", bytes(0, 9)),
            ("bytes=10-", bytes(10, 99)),
            ("bytes=-10", bytes(90, 99)),
            ("bytes=-500", bytes(0, 99)),
            ("bytes=50-500", bytes(50, 99)),
            ("bytes=100-", Some(Part::Nothing)),
            ("bytes=-0", Some(Part::Nothing)),
            ("Bytes=0-9", bytes(0, 9)),
            ("bytes=50-99999999999999999999", bytes(50, 99)),
            ("bytes=-99999999999999999999", bytes(0, 99)),
            ("bytes=99999999999999999999-", Some(Part::Nothing)),
            ("bytes=+1-2", None),
            ("bytes=9-0", None),
            ("bytes=0-1,5-6", None),
            ("items=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(parse(asked, 100), expected, "{asked}");
        }
    }
}
