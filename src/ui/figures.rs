//! Figures as people read them: thousands apart, lengths of time in two units, sizes.

/// A count, thousands apart.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A length of time in its two largest units; `-` of nothing.
pub fn length(ms: Option<u64>) -> String {
    let Some(seconds) = ms.map(|ms| ms / 1000) else { return "-".to_owned() };
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m {}s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{}h {}m", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{}d {}h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

/// Milliseconds with as many digits as mean something.
pub fn millis(ms: f64) -> String {
    match ms {
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms if ms < 100.0 => format!("{ms:.1} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1000.0),
    }
}

/// A size in the largest unit that leaves a whole number.
pub fn bytes(n: u64) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"];
    let (mut whole, mut tenths, mut unit) = (n, 0, 0);
    while whole >= 1000 && unit + 1 < units.len() {
        (whole, tenths) = (whole / 1000, whole % 1000 / 100);
        unit += 1;
    }
    let part = if unit > 0 && whole < 100 { format!(".{tenths}") } else { String::new() };
    format!("{whole}{part} {}", units[unit])
}

/// A share of one, in percent.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.01 => "under 0.01 %".to_owned(),
        p if p < 10.0 => format!("{p:.2} %"),
        p => format!("{p:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_as_people_say_them() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        let said =
            [None, Some(9_999), Some(125_000), Some(7_260_000), Some(180_000_000)].map(length);
        assert_eq!(said, ["-", "9s", "2m 5s", "2h 1m", "2d 2h"]);
        let said = [0.123, 12.34, 123.4, 12_340.0].map(millis);
        assert_eq!(said, ["0.12 ms", "12.3 ms", "123 ms", "12.3 s"]);
        let said = [999, 1_500, 123_456_789, 5_200_000_000].map(bytes);
        assert_eq!(said, ["999 bytes", "1.5 KB", "123 MB", "5.2 GB"]);
        assert_eq!(
            [0.0, 0.000_01, 0.015, 0.5].map(percent),
            ["0 %", "under 0.01 %", "1.50 %", "50 %"]
        );
    }
}
