//! Fills a macro's placeholders: `{brand}`, `{creator}`, `{order}`, `{agent}`, `{amount}`, `{package}`
//! and `{ticket}`. What has no value stays as it is, for her to see.

/// The placeholders and what they stand for on one ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filling {
    values: Vec<(&'static str, String)>,
}

impl Filling {
    /// The values that are known.
    pub fn new(values: Vec<(&'static str, String)>) -> Self {
        Self { values }
    }

    /// The text with its placeholders filled, once: a name that looks like one is left alone.
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = rest.find('}').unwrap_or(0);
            let value = rest.get(1..end).and_then(|name| self.value(name));
            if let Some(value) = value {
                out.push_str(value);
                rest = &rest[end + 1..];
            } else {
                out.push('{');
                rest = &rest[1..];
            }
        }
        out.push_str(rest);
        out
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Filling;

    #[test]
    fn what_is_known_is_filled_and_nothing_else() {
        let filling = Filling::new(vec![("brand", "{creator}".into()), ("creator", "Lena".into())]);
        for (text, filled) in [
            ("Hi {creator},", "Hi Lena,"),
            ("{brand}{creator}", "{creator}Lena"),
            ("{package} of {creator}", "{package} of Lena"),
            ("a { b } {creator", "a { b } {creator"),
            ("{{creator}}", "{Lena}"),
            ("}{", "}{"),
            ("日本 {creator} 🙏", "日本 Lena 🙏"),
        ] {
            assert_eq!(filling.fill(text), filled);
        }
    }
}
