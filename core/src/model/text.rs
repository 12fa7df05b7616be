//! Reading a text field that a server may send as a number or a boolean.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Accepts a string, a number or a boolean as text; null is absent. A server that returns a phone number
/// as a JSON number must not make the whole case unreadable.
pub(super) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Option::<Value>::deserialize(deserializer)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(Value::Bool(value)) => Ok(Some(value.to_string())),
        Some(Value::Array(_)) => Err(serde::de::Error::custom("expected a text, found a list")),
        Some(Value::Object(_)) => Err(serde::de::Error::custom("expected a text, found an object")),
    }
}
