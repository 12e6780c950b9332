//! The pieces that a query is written in.

/// A piece of a query between spaces; quotes hold one together.
pub struct Piece {
    pub text: String,
    pub quoted: bool,
    /// It stands behind a dash.
    pub not: bool,
}

/// The pieces of a text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (not, body) = match rest.strip_prefix('-') {
            Some(body) if body.starts_with(|c: char| !c.is_whitespace() && c != '-') => {
                (true, body)
            }
            _ => (false, rest),
        };
        let (piece, quoted, after) = match body.strip_prefix('"') {
            // An open quote holds until the end: it is still being typed.
            Some(body) => match body.split_once('"') {
                Some((piece, after)) => (piece.to_owned(), true, after),
                None => (body.to_owned(), true, ""),
            },
            None => until_space(body),
        };
        pieces.push(Piece { text: piece, quoted, not });
        rest = after.trim_start();
    }
    // A dash alone is a `-word` whose word is still being typed.
    let says = |piece: &Piece| {
        let text = piece.text.trim();
        !text.is_empty() && (piece.quoted || text.chars().any(|c| c != '-'))
    };
    pieces.retain(says);
    pieces
}

/// Up to the next space outside of quotes: `brand:"acme co"` is one piece.
fn until_space(text: &str) -> (String, bool, &str) {
    let mut piece = String::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => inside = !inside,
            c if c.is_whitespace() && !inside => return (piece, false, &text[at..]),
            c => piece.push(c),
        }
    }
    (piece, false, "")
}
