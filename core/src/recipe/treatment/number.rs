//! Numbers, with their separators named and never guessed.

use serde_json::{Number, Value};

use super::{ProblemCode, Reader, Refusal, Treated};

/// How numbers are written here.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Options {
    comma: bool,
}

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self { comma: read_decimal(reader) }
    }
}

/// `decimal`: whether the decimal mark is a comma.
pub(super) fn read_decimal(reader: &mut Reader<'_>) -> bool {
    reader.one_of("decimal", &[(".", false), (",", true)]).unwrap_or_default()
}

/// A number in its parts, as text: sign, digits before and after the mark.
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// Without leading zeros; at least one digit.
    pub(super) whole: String,
    pub(super) fraction: String,
}

pub(super) fn treat(text: &str, options: &Options) -> Treated {
    let Some(decimal) = parse(text, options.comma) else {
        return Err(Refusal::new(
            ProblemCode::NumberInvalid,
            if options.comma { "not a number like 1.234,5" } else { "not a number like 1,234.5" },
        ));
    };
    match json_number(&decimal) {
        Some(number) => Ok(Some(Value::Number(number))),
        None => Err(Refusal::new(ProblemCode::NumberInvalid, "more digits than a JSON number keeps; treat it as text")),
    }
}

/// The number if JSON readers of every language keep it as it is.
pub(super) fn json_number(decimal: &Decimal) -> Option<Number> {
    /// A double keeps any 15 digits.
    const DIGITS: usize = 15;
    let fraction = decimal.fraction.trim_end_matches('0');
    if decimal.whole.len().saturating_add(fraction.len()) > DIGITS {
        return None;
    }
    let sign = if decimal.negative { "-" } else { "" };
    if fraction.is_empty() {
        return format!("{sign}{}", decimal.whole).parse::<i64>().ok().map(Number::from);
    }
    Number::from_f64(format!("{sign}{}.{fraction}", decimal.whole).parse().ok()?)
}

/// Digits, with groups of three if they are complete, an optional sign and an optional fraction. `1,23` is no number
/// with a point for a decimal mark: it is 1.23 to some and 123 to others.
pub(super) fn parse(text: &str, comma: bool) -> Option<Decimal> {
    let (group, mark) = if comma { ('.', ',') } else { (',', '.') };
    let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match unsigned.split_once(mark) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let groups: Vec<&str> = whole.split(group).collect();
    let complete = match groups.as_slice() {
        [only] => digits(only),
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && digits(first) && rest.iter().all(|part| part.len() == 3 && digits(part))
        }
        [] => false,
    };
    if !complete {
        return None;
    }
    let whole = groups.concat();
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    // Nothing is below zero about zero.
    let negative = negative && (whole != "0" || fraction.bytes().any(|byte| byte != b'0'));
    Some(Decimal { negative, whole: whole.to_owned(), fraction: fraction.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_and_keep_their_value() {
        for (text, expected) in [
            ("0", json!(0)),
            ("-0", json!(0)),
            ("007", json!(7)),
            ("1,234,567", json!(1_234_567)),
            ("-1,234.50", json!(-1234.5)),
            ("+.5", json!(0.5)),
            ("999999999999999", json!(999_999_999_999_999_i64)),
        ] {
            assert_eq!(treat(text, &Options::default()).unwrap(), Some(expected), "{text}");
        }
        assert_eq!(treat("1.234,5", &Options { comma: true }).unwrap(), Some(json!(1234.5)));
    }

    #[test]
    fn two_readings_and_too_many_digits_are_refused() {
        for text in
            ["1,23", "1,2345", "12.", ".", "-", "1e5", "NaN", "1 000", "50%", "1.2.3", ",123", "9007199254740993"]
        {
            assert_eq!(treat(text, &Options::default()).unwrap_err().code, ProblemCode::NumberInvalid, "{text}");
        }
    }
}
