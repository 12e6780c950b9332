//! Whole numbers in bodies. JSON has one kind of number, in which `5.0` is as whole as `5`.

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// Reads a whole number or `null`.
pub(crate) fn whole<'de, T, D>(d: D) -> Result<Option<T>, D::Error>
where
    T: TryFrom<i64>,
    D: Deserializer<'de>,
{
    Ok(Option::<Whole<T>>::deserialize(d)?.map(|whole| whole.0))
}

/// The same, for a field whose `null` is told from its not being there.
#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
pub(crate) fn given_whole<'de, T, D>(d: D) -> Result<Option<Option<T>>, D::Error>
where
    T: TryFrom<i64>,
    D: Deserializer<'de>,
{
    whole(d).map(Some)
}

/// The whole number that a float is.
pub(crate) fn of_float(number: f64) -> Option<i64> {
    if number.fract() == 0.0 { format!("{number:.0}").parse().ok() } else { None }
}

struct Whole<T>(T);

impl<'de, T: TryFrom<i64>> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_i64(Reader(PhantomData)).map(Self)
    }
}

struct Reader<T>(PhantomData<T>);

impl<T: TryFrom<i64>> Visitor<'_> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, within range")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let wrong =
            |_| E::invalid_value(Unexpected::Signed(number), &"a whole number, within range");
        T::try_from(number).map_err(wrong)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        match of_float(number) {
            Some(number) => self.visit_i64(number),
            None => Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{TicketId, UpdateSettings};

    #[test]
    fn a_number_is_whole_however_it_is_written() {
        let read = |number: &str| {
            let body = format!("{{\"send_delay_seconds\": {number}}}");
            serde_json::from_str::<UpdateSettings>(&body).ok()?.send_delay_seconds
        };
        for five in ["5", "5.0", "0.5e1"] {
            assert_eq!(read(five), Some(5), "{five}");
            assert_eq!(serde_json::from_str::<TicketId>(five).unwrap(), TicketId(5), "{five}");
        }
        for odd in ["5.5", "-1", "-1.0", "4294967296", "1e300", "\"5\"", "true"] {
            assert_eq!(read(odd), None, "{odd}");
        }
        for odd in ["5.5", "-1.0", "0.0", "1e18", "1e300"] {
            assert!(serde_json::from_str::<TicketId>(odd).is_err(), "{odd}");
        }
    }
}
