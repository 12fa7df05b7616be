//! The one definition of *trim* and *blank*, for every language.

use std::borrow::Cow;

use serde_json::Value;

use super::problem::{ProblemCode, Refusal};

/// The text without white space at its ends, as Unicode defines it, and without the control characters and the marks
/// without width that spreadsheets, web pages and address books leave behind.
///
/// ```
/// assert_eq!(lexamica::recipe::trim("\u{feff} Ana\u{a0}\u{200b}"), "Ana");
/// ```
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether nothing is left of the text after [`trim`]. `N/A` and `-` are text: a recipe names them if they mean nothing.
pub fn is_blank(text: &str) -> bool {
    trim(text).is_empty()
}

/// Whether a value is null or a blank text.
pub(crate) fn is_null_or_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(is_blank)
}

/// Marks that have no width: joiners, directions, the byte order mark, the soft hyphen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a source holds nothing: null, blank, one of the field's own words for nothing, or a list or an object of
/// such. `false` and `0` are values.
pub(super) fn is_nothing(value: &Value, words: &[String]) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => {
            let text = trim(text);
            text.is_empty() || words.iter().any(|word| word == text)
        }
        Value::Array(items) => items.iter().all(|item| is_nothing(item, words)),
        Value::Object(members) => members.values().all(|member| is_nothing(member, words)),
    }
}

/// A value as trimmed text; a refusal if it is a list or an object.
pub(super) fn single(value: &Value) -> Result<Cow<'_, str>, Refusal> {
    match value {
        Value::Null => Ok(Cow::Borrowed("")),
        Value::String(text) => Ok(Cow::Borrowed(trim(text))),
        Value::Bool(value) => Ok(Cow::Borrowed(if *value { "true" } else { "false" })),
        Value::Number(number) => number_text(number).map(Cow::Owned),
        Value::Array(_) => Err(Refusal::new(
            ProblemCode::NotSingle,
            "expected one value, found several (a list, a repeated form field, or two columns of this name); \
             name a position, or use join or collect",
        )),
        Value::Object(_) => Err(Refusal::new(
            ProblemCode::NotSingle,
            "expected one value, found an object; name the key inside it, as in [\"key\", \"inner key\"]",
        )),
    }
}

/// The digits of a number as they stood in the text.
fn number_text(number: &serde_json::Number) -> Result<String, Refusal> {
    /// From here on, neighbouring integers are the same floating-point number: its digits may not be those of the text.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.abs() >= EXACT => Err(Refusal::new(
            ProblemCode::Inexact,
            "this number has more digits than a JSON number keeps; write it in quotes",
        )),
        // 2105550123.0 and 2105550123 are the same number in JSON; spreadsheets write the first.
        Some(float) if number.is_f64() && float.fract() == 0.0 => Ok(format!("{float:.0}")),
        _ => Ok(number.to_string()),
    }
}

/// Without nulls, blanks and what is empty then; texts trimmed. None if nothing is left.
pub(super) fn pruned(value: &Value, words: &[String]) -> Option<Value> {
    if is_nothing(value, words) {
        return None;
    }
    Some(match value {
        Value::String(text) => Value::from(trim(text)),
        Value::Array(items) => items.iter().filter_map(|item| pruned(item, words)).collect(),
        Value::Object(members) => Value::Object(
            members.iter().filter_map(|(key, member)| Some((key.clone(), pruned(member, words)?))).collect(),
        ),
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blank_is_what_nobody_can_see() {
        for text in
            ["", " ", "\t\r\n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}\u{200e} ", "\u{0}", "\u{2066}\u{2069}"]
        {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["0", "-", "N/A", "null", ".", "👍🏽"] {
            assert!(!is_blank(text), "{text:?}");
        }
        assert_eq!(trim(" a\u{a0}b "), "a\u{a0}b");
    }

    #[test]
    fn false_and_zero_are_values_and_empty_containers_are_not() {
        for value in [json!(false), json!(0), json!([0]), json!({"a": false})] {
            assert!(!is_nothing(&value, &[]), "{value}");
        }
        for value in [json!(null), json!([]), json!({}), json!(["", null]), json!({"a": [" "]}), json!("N/A")] {
            assert!(is_nothing(&value, &["N/A".to_owned()]), "{value}");
        }
        assert_eq!(pruned(&json!({"a": " x ", "b": [null, {"c": ""}], "d": 0}), &[]), Some(json!({"a": "x", "d": 0})));
    }

    #[test]
    fn numbers_keep_their_digits_or_are_refused() {
        let text = |text: &str| single(&serde_json::from_str(text).unwrap()).map(Cow::into_owned);
        assert_eq!(text("9007199254740993").unwrap(), "9007199254740993");
        assert_eq!(text("18446744073709551615").unwrap(), "18446744073709551615");
        assert_eq!(text("2105550123.0").unwrap(), "2105550123");
        assert_eq!(text("1.5").unwrap(), "1.5");
        assert_eq!(text("18446744073709551616").unwrap_err().code, ProblemCode::Inexact);
    }
}
