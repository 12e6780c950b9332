//! Money on the wire: an exact decimal and a currency. Never a float (`product.md`, Orders).

use std::fmt;

/// An ISO 4217 code of three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads a code; `None` unless it is three capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code, such as `USD`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Decimal places of the currency's minor unit, as ISO 4217 gives them.
    pub fn places(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&code)
            .ok_or_else(|| serde::de::Error::custom("must be a currency code, such as USD"))
    }
}

/// Why a text is no amount in its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountError {
    /// Not a plain decimal number.
    NotANumber,
    /// More decimal places than the currency has.
    TooFine { currency: Currency },
    /// Below zero, or above what the desk can count.
    OutOfRange { currency: Currency },
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => f.write_str("must be a decimal number, such as 250.00"),
            Self::TooFine { currency } => {
                write!(f, "{currency} has {} decimal places", currency.places())
            }
            Self::OutOfRange { currency } => {
                write!(f, "must be from 0 to {}", Amount::from_minor(Amount::MAX_MINOR, *currency))
            }
        }
    }
}

impl std::error::Error for AmountError {}

/// A decimal exactly as it was written: `"250.00"` or `250.00` in requests, a string in answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount(String);

impl Amount {
    /// The most an order may cost, in minor units: fifteen digits, so that no sum overflows.
    pub const MAX_MINOR: i64 = 999_999_999_999_999;

    /// The amount of `minor` units of `currency`, with the currency's own number of places.
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        let places = currency.places() as usize;
        if places == 0 {
            return Self(minor.to_string());
        }
        let sign = if minor < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", minor.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        Self(format!("{sign}{whole}.{part}"))
    }

    /// Minor units of `currency`; trailing zeros beyond its places are allowed, digits are not.
    ///
    /// # Errors
    /// When the text is no plain decimal, finer than the currency, negative or too large.
    pub fn minor(&self, currency: Currency) -> Result<i64, AmountError> {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if whole.starts_with('-') && digits(&whole[1..]) && digits(part) {
            return Err(AmountError::OutOfRange { currency });
        }
        if !digits(whole) || !digits(part) {
            return Err(AmountError::NotANumber);
        }
        let part = part.trim_end_matches('0');
        let places = currency.places() as usize;
        if part.len() > places {
            return Err(AmountError::TooFine { currency });
        }
        let text = format!("{whole}{part:0<places$}");
        match text.parse::<i64>() {
            Ok(minor) if minor <= Self::MAX_MINOR => Ok(minor),
            _ => Err(AmountError::OutOfRange { currency }),
        }
    }

    /// A JSON number with its exponent written out, digit by digit: `2.5e2` is `250`. `None` without
    /// an exponent, and for one that no amount has, or that is longer than anybody writes one.
    fn written_out(number: &str) -> Option<String> {
        const FARTHEST: i32 = 40;
        const LONGEST: usize = 100;
        let (mantissa, exponent) = number.split_once(['e', 'E'])?;
        if mantissa.len() > LONGEST || exponent.len() > LONGEST {
            return None;
        }
        let exponent: i32 = exponent.parse().ok().filter(|e| (-FARTHEST..=FARTHEST).contains(e))?;
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |m| ("-", m));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let point = i32::try_from(whole.len()).ok()? + exponent;
        let before = usize::try_from(-point).unwrap_or_default();
        let digits = format!("{}{whole}{part}", "0".repeat(before));
        let point = usize::try_from(point).unwrap_or_default();
        let digits = format!("{digits:0<point$}");
        let (whole, part) = digits.split_at(point);
        let (whole, part) =
            (if whole.is_empty() { "0" } else { whole }, if part.is_empty() { "0" } else { part });
        Some(format!("{sign}{whole}.{part}"))
    }

    /// The text of the decimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Amount {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl serde::Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // The raw text of a JSON number, so that 0.1 never becomes a float on its way in.
        let raw = Box::<serde_json::value::RawValue>::deserialize(d)?;
        let raw = raw.get();
        let wrong = || serde::de::Error::custom(AmountError::NotANumber);
        match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).map(Self).map_err(|_| wrong()),
            Some(b'-' | b'0'..=b'9') => {
                Ok(Self(Self::written_out(raw).unwrap_or_else(|| raw.to_owned())))
            }
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, AmountError, Currency};

    fn minor(text: &str, code: &str) -> Result<i64, AmountError> {
        let amount: Amount = serde_json::from_str(text).unwrap();
        amount.minor(Currency::parse(code).unwrap())
    }

    #[test]
    fn numbers_and_strings_are_read_exactly() {
        assert_eq!(minor("250.00", "USD"), Ok(25_000));
        assert_eq!(minor("\"250.5\"", "USD"), Ok(25_050));
        assert_eq!(minor("250", "JPY"), Ok(250));
        assert_eq!(minor("0.001", "KWD"), Ok(1));
        assert_eq!(minor("9007199254740.93", "USD"), Ok(900_719_925_474_093));
        assert_eq!(minor("1.10000", "USD"), Ok(110));
        for (number, due) in [("2.5e2", 25_000), ("25E+1", 25_000), ("25000e-2", 25_000)] {
            assert_eq!(minor(number, "USD"), Ok(due), "{number}");
        }
        assert_eq!((minor("5e-2", "USD"), minor("0.5e-1", "USD")), (Ok(5), Ok(5)));
        assert_eq!((minor("0e9", "USD"), minor("1e12", "USD")), (Ok(0), Ok(100_000_000_000_000)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert!(matches!(minor("0.005", "USD"), Err(AmountError::TooFine { .. })));
        assert!(matches!(minor("1.5", "JPY"), Err(AmountError::TooFine { .. })));
        assert!(matches!(minor("1e-3", "USD"), Err(AmountError::TooFine { .. })));
        for number in ["-1", "-1e2", "1e14", "99999999999999999999"] {
            let error = minor(number, "USD").unwrap_err();
            assert_eq!(error.to_string(), "must be from 0 to 9999999999999.99", "{number}");
        }
        assert_eq!(minor("1e99", "USD"), Err(AmountError::NotANumber));
        let long = "1".repeat(70_000);
        for number in [format!("{long}e1"), format!("0.{long}e1"), format!("1e{long}")] {
            assert_eq!(minor(&number, "USD"), Err(AmountError::NotANumber));
        }
        assert!(matches!(minor(&long, "USD"), Err(AmountError::OutOfRange { .. })));
        assert_eq!(minor("\"1e3\"", "USD"), Err(AmountError::NotANumber));
        assert_eq!(minor("\" 1\"", "USD"), Err(AmountError::NotANumber));
        assert!(serde_json::from_str::<Amount>("null").is_err());
        let value = serde_json::json!("250.00");
        assert_eq!(serde_json::from_value::<Amount>(value).unwrap(), Amount::from("250.00"));
    }

    #[test]
    fn each_currency_is_written_with_its_own_places() {
        let written = |m, c| Amount::from_minor(m, Currency::parse(c).unwrap()).to_string();
        assert_eq!(written(25_000, "USD"), "250.00");
        assert_eq!(written(7, "USD"), "0.07");
        assert_eq!(written(250, "JPY"), "250");
        assert_eq!(written(1, "KWD"), "0.001");
    }
}
