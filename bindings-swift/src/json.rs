//! JSON as data: the JDK has no reader for it.

use serde_json::Value;

use crate::types::BoundaryError;

/// A JSON value. Objects are lists, so that the order of the keys is kept.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool {
        /// Which.
        value: bool,
    },
    /// A whole number that fits 64 bits with a sign.
    Integer {
        /// The number.
        value: i64,
    },
    /// A whole number beyond that which fits 64 bits without one.
    Unsigned {
        /// The number.
        value: u64,
    },
    /// Any other number.
    Number {
        /// The number.
        value: f64,
    },
    /// A text.
    Text {
        /// The text.
        value: String,
    },
    /// A list.
    Items {
        /// Its elements.
        items: Vec<Json>,
    },
    /// An object.
    Entries {
        /// Its entries, in their order.
        entries: Vec<JsonEntry>,
    },
}

/// An entry of an object.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct JsonEntry {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Json,
}

impl Json {
    /// Reads text. Depth is bounded by `serde_json` itself, so the recursion here is too.
    pub(crate) fn read(text: &str) -> Result<Self, BoundaryError> {
        let value: Value = serde_json::from_str(text).map_err(|_| BoundaryError::unreadable("the text is not JSON"))?;
        Ok(value.into())
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool { value },
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Self::Integer { value },
                (None, Some(value)) => Self::Unsigned { value },
                // Without serde_json's arbitrary precision, what is no integer is a double.
                (None, None) => Self::Number { value: number.as_f64().unwrap_or_default() },
            },
            Value::String(value) => Self::Text { value },
            Value::Array(items) => Self::Items { items: items.into_iter().map(Self::from).collect() },
            Value::Object(entries) => Self::Entries {
                entries: entries.into_iter().map(|(name, value)| JsonEntry { name, value: value.into() }).collect(),
            },
        }
    }
}
