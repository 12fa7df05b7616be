//! How the fields of an administrative object are spelled.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Spelled;

/// One field: the name that is written, and other names that are understood when reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Name {
    /// The name that is written, and the first that is looked for.
    pub write: Spelled<String>,
    /// Further names that are understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
}

/// The fields of one kind of object, by their canonical names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Record(BTreeMap<String, Name>);

impl Record {
    /// The name under which a field is written. The canonical name itself if the contract does not list it.
    pub fn written<'r>(&'r self, field: &'r str) -> &'r str {
        self.0.get(field).map_or(field, |name| name.write.get())
    }

    /// The value of a field under any of its names, and the name it had.
    pub fn read<'v>(&self, object: &'v Map<String, Value>, field: &str) -> Option<&'v Value> {
        self.candidates(object, field).next()
    }

    /// The values under all of a field's names, in the order in which the names are tried.
    pub(crate) fn candidates<'v>(
        &self,
        object: &'v Map<String, Value>,
        field: &str,
    ) -> impl Iterator<Item = &'v Value> {
        let names = self.0.get(field).into_iter().flat_map(|name| std::iter::once(name.write.get()).chain(&name.read));
        names.filter_map(|key| object.get(key))
    }

    /// The value of a field as a text; a number counts as its digits.
    pub fn read_text(&self, object: &Map<String, Value>, field: &str) -> Option<String> {
        text(self.read(object, field)?)
    }
}

/// An id or a name that a server may send as a text or a whole number. Blank is none, and so is a number
/// that is not written as its digits.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => {
            let digits = number.to_string();
            digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
        }
        _ => None,
    }
}
