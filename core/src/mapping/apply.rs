//! Applying a mapping to a JSON value, in both directions.

use serde_json::{Map, Value};

use super::{Mapping, Path, path};
use crate::error::Error;

pub(super) fn inbound(mapping: &Mapping, payload: &Value) -> Result<Value, Error> {
    must_be_object(payload, "payload")?;
    let mut canonical = Value::Object(Map::new());
    let mut written: Vec<(Path<'_>, &str)> = Vec::new();
    for (position, pair) in mapping.fields.iter().enumerate() {
        let target = Path::parse(&pair.lexamica, || place(position, "lexamica"))?;
        let Some(value) = path::lookup(payload, &pair.yours) else { continue };
        if let Some((_, other)) = written.iter().find(|(path, _)| path.overlaps(&target)) {
            if *other == pair.lexamica {
                // Two of your fields for one of Lexamica's: the first that is present wins, as the pairs are ordered.
                continue;
            }
            return Err(conflict(position, &pair.lexamica, other));
        }
        if !target.set(&mut canonical, value.clone()) {
            return Err(conflict(position, &pair.lexamica, "another pair"));
        }
        written.push((target, &pair.lexamica));
    }
    Ok(canonical)
}

pub(super) fn outbound(mapping: &Mapping, canonical: &Value) -> Result<Value, Error> {
    must_be_object(canonical, "canonical")?;
    let mut payload = Map::new();
    for (position, pair) in mapping.fields.iter().enumerate() {
        let source = Path::parse(&pair.lexamica, || place(position, "lexamica"))?;
        if let Some(value) = source.get(canonical) {
            // One name in two pairs: the first wins, as inbound.
            payload.entry(pair.yours.as_str()).or_insert_with(|| value.clone());
        }
    }
    Ok(Value::Object(payload))
}

fn must_be_object(value: &Value, path: &str) -> Result<(), Error> {
    let found = match value {
        Value::Object(_) => return Ok(()),
        Value::Array(_) => "a list",
        Value::String(_) => "a text (was the JSON encoded twice?)",
        Value::Null => "null",
        Value::Bool(_) | Value::Number(_) => "a single value",
    };
    Err(Error::invalid_input(path, format!("expected an object with one entry per field, found {found}")))
}

fn place(position: usize, key: &str) -> String {
    format!("fields.{position}.{key}")
}

fn conflict(position: usize, path: &str, other: &str) -> Error {
    Error::invalid_input(
        place(position, "lexamica"),
        format!("`{path}` cannot stand beside `{other}`: one would be inside the other; remove one of the pairs"),
    )
}
