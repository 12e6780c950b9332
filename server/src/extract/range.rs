//! `Range` of a download (RFC 9110): one range of bytes; anything else is answered with the whole.

use axum::http::{HeaderMap, header};

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
}

/// What the headers ask for, of a file of `size` bytes.
pub fn part(headers: &HeaderMap, size: u64) -> Part {
    let asked = headers.get(header::RANGE).and_then(|v| v.to_str().ok());
    asked.and_then(|asked| parse(asked, size)).unwrap_or(Part::Whole)
}

/// `None` for what is no single range of bytes.
fn parse(asked: &str, size: u64) -> Option<Part> {
    let (from, to) = asked.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
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
            ("bytes=9-0", None),
            ("bytes=0-1,5-6", None),
            ("items=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(parse(asked, 100), expected, "{asked}");
        }
    }
}
