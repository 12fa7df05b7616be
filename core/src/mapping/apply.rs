//! Applying a mapping to a JSON value, in both directions.

use serde_json::{Map, Value};

use super::{Mapping, Path, path};
use crate::error::Error;

pub(super) fn inbound(mapping: &Mapping, payload: &Value) -> Result<Value, Error> {
    let targets = paths(mapping)?;
    must_be_object(payload, "payload")?;
    let mut canonical = Value::Object(Map::new());
    let mut written: Vec<(Path<'_>, &str)> = Vec::new();
    for (position, (pair, target)) in mapping.fields.iter().zip(targets).enumerate() {
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
    let sources = paths(mapping)?;
    must_be_object(canonical, "canonical")?;
    let mut payload = Map::new();
    for (pair, source) in mapping.fields.iter().zip(sources) {
        if let Some(value) = source.get(canonical) {
            // One name in two pairs: the first wins, as inbound.
            payload.entry(pair.yours.as_str()).or_insert_with(|| value.clone());
        }
    }
    Ok(Value::Object(payload))
}

/// The canonical paths of all pairs, read before anything else, so that a wrong one is found whatever the data holds.
pub(super) fn paths(mapping: &Mapping) -> Result<Vec<Path<'_>>, Error> {
    let pairs = mapping.fields.iter().enumerate();
    pairs.map(|(position, pair)| Path::parse(&pair.lexamica, || place(position, "lexamica"))).collect()
}

fn must_be_object(value: &Value, path: &str) -> Result<(), Error> {
    let first = match value {
        Value::Object(_) => return Ok(()),
        Value::Array(_) => b'[',
        Value::String(_) => b'"',
        Value::Null => b'n',
        Value::Bool(_) | Value::Number(_) => b'0',
    };
    Err(no_object(Some(first), path))
}

/// The error for a value that is no object, told by the first byte of its text.
pub(super) fn no_object(first: Option<u8>, path: &str) -> Error {
    let found = match first {
        Some(b'[') => "a list",
        Some(b'"') => "a text (was the JSON encoded twice?)",
        Some(b'n') => "null",
        _ => "a single value",
    };
    Error::invalid_input(path, format!("expected an object with one entry per field, found {found}"))
}

fn place(position: usize, key: &str) -> String {
    format!("fields.{position}.{key}")
}

pub(super) fn conflict(position: usize, path: &str, other: &str) -> Error {
    Error::invalid_input(
        place(position, "lexamica"),
        format!("`{path}` cannot stand beside `{other}`: one would be inside the other; remove one of the pairs"),
    )
}
