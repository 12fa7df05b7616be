//! Values by an exact table.

use serde_json::{Map, Value};

use super::{ProblemCode, Reader, Refusal, Treated, trim};
use crate::recipe::nearest::nearest;
use crate::recipe::vocabulary::hint;

/// The table, its keys trimmed.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Options {
    table: Map<String, Value>,
    ignore_case: bool,
}

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let ignore_case = reader.flag("ignore_case").unwrap_or_default();
        let Some(read) = reader.table("table") else {
            if !reader.has("table") {
                reader.mistake("table", "a lookup needs a table of source values and what they become");
            }
            return Self::default();
        };
        let mut table = Map::new();
        for (key, value) in read {
            if value.is_null()
                || value.is_array()
                || value.is_object()
                || value.as_str().is_some_and(|text| trim(text).is_empty())
            {
                reader
                    .mistake(&format!("table.{key}"), "a table's values are texts, numbers or booleans, and not blank");
            }
            let folded = fold(trim(&key), ignore_case);
            if table.insert(folded, value).is_some() {
                reader.mistake(&format!("table.{key}"), "this key stands in the table twice");
            }
        }
        Self { table, ignore_case }
    }
}

fn fold(key: &str, ignore_case: bool) -> String {
    if ignore_case { key.to_lowercase() } else { key.to_owned() }
}

pub(super) fn treat(text: &str, options: &Options) -> Treated {
    if let Some(value) = options.table.get(&fold(text, options.ignore_case)) {
        return Ok(Some(value.clone()));
    }
    let near = nearest(text, options.table.keys().map(String::as_str));
    Err(Refusal::new(ProblemCode::NotInTable, format!("not in the table; {}", hint(&near))))
}
