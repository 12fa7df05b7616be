//! Dotted paths into JSON: `client.firstName`, `parties.0.name`.

use serde_json::{Map, Value};

use crate::error::Error;

/// The largest list index that a path may name. A path with a huge index would make a list of that length.
const MAX_INDEX: usize = 999;

/// A parsed path: at least one segment, none of them blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path<'p> {
    segments: Vec<&'p str>,
}

impl<'p> Path<'p> {
    /// Parses a dotted path. `place` says in the error where the path stands, for example `fields.3.lexamica`.
    pub(crate) fn parse(text: &'p str, place: impl Fn() -> String) -> Result<Self, Error> {
        let segments: Vec<&str> = text.split('.').collect();
        if segments.iter().any(|segment| segment.trim().is_empty()) {
            return Err(Error::invalid_input(
                place(),
                format!("`{text}` is not a path: write names with single dots between them, like `client.firstName`"),
            ));
        }
        if segments.iter().any(|segment| index(segment).is_some_and(|index| index > MAX_INDEX)) {
            return Err(Error::invalid_input(place(), format!("`{text}` names a list position above {MAX_INDEX}")));
        }
        Ok(Self { segments })
    }

    /// Its names and positions.
    pub(crate) fn segments(&self) -> &[&'p str] {
        &self.segments
    }

    /// The value at this path, if every step exists.
    pub(crate) fn get<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.segments.iter().try_fold(root, |value, segment| step(value, segment))
    }

    /// Whether one path is the beginning of the other, or both are the same.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.segments.iter().zip(&other.segments).all(|(one, two)| one == two)
    }

    /// Writes `value` at this path below `root`, making objects (and lists, for numeric segments) on the way.
    /// False if something that is neither already stands in the way.
    pub(crate) fn set(&self, root: &mut Value, value: Value) -> bool {
        let mut place = root;
        for segment in &self.segments {
            let Some(next) = step_or_make(place, segment) else { return false };
            place = next;
        }
        *place = value;
        true
    }
}

/// Looks a firm's own field name up: one literal key first, a dotted path only if no such key exists.
pub(super) fn lookup<'v>(payload: &'v Value, name: &str) -> Option<&'v Value> {
    if let Some(value) = payload.as_object().and_then(|object| object.get(name)) {
        return Some(value);
    }
    if !name.contains('.') {
        return None;
    }
    name.split('.').try_fold(payload, step)
}

/// The position in a list that a segment names, if it names one.
pub(super) fn index(segment: &str) -> Option<usize> {
    // "01" and "+1" are names, not positions.
    let plain = segment == "0" || !segment.starts_with(['0', '+']);
    if plain && segment.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too many digits for a position is still a position, and a refused one.
        return Some(segment.parse().unwrap_or(usize::MAX));
    }
    None
}

fn step<'v>(value: &'v Value, segment: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => object.get(segment),
        Value::Array(list) => list.get(index(segment)?),
        _ => None,
    }
}

fn step_or_make<'v>(value: &'v mut Value, segment: &str) -> Option<&'v mut Value> {
    if value.is_null() {
        *value = if index(segment).is_some() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    match value {
        Value::Object(object) => Some(object.entry(segment).or_insert(Value::Null)),
        Value::Array(list) => {
            let index = index(segment)?;
            while list.len() <= index {
                list.push(Value::Null);
            }
            list.get_mut(index)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(text: &str) -> Result<Path<'_>, Error> {
        Path::parse(text, || "here".to_owned())
    }

    #[test]
    fn blank_segments_and_huge_positions_are_refused() {
        for text in ["", ".", "a.", ".a", "a..b", "a. .b", "a.1000", "a.99999999999999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_positions_in_lists_and_keys_in_objects() {
        let value = json!({"parties": [{"name": "A"}, {"name": "B"}], "by": {"0": "zero"}});
        assert_eq!(parse("parties.1.name").unwrap().get(&value), Some(&json!("B")));
        assert_eq!(parse("by.0").unwrap().get(&value), Some(&json!("zero")));
        assert_eq!(parse("parties.2.name").unwrap().get(&value), None);
        assert_eq!(parse("parties.01.name").unwrap().get(&value), None);
    }

    #[test]
    fn setting_makes_what_is_missing_and_never_overwrites_a_scalar() {
        let mut value = Value::Null;
        assert!(parse("a.1.b").unwrap().set(&mut value, json!(7)));
        assert_eq!(value, json!({"a": [null, {"b": 7}]}));
        assert!(!parse("a.1.b.c").unwrap().set(&mut value, json!(8)));
    }
}
