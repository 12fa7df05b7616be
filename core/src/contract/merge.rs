//! Overriding: JSON merge patch, with names checked so that a typing error is not silently ignored.

use serde_json::{Map, Value};

use crate::error::Error;

/// RFC 7386, except that an entry whose value changes is marked as overridden, and that nothing
/// is removed.
pub(super) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(object) = target else { return };
    if object.contains_key("provenance") && patch.contains_key("value") && !patch.contains_key("provenance") {
        object.insert("provenance".to_owned(), "overridden".into());
        object.insert("source".to_owned(), "given at run time".into());
    }
    for (key, value) in patch {
        merge(object.entry(key.as_str()).or_insert(Value::Null), value);
    }
}

/// Refuses an override of an entry that does not exist, and the removal of one: a typing error that is silently ignored
/// would be believed to work. `place` is the path so far, for the error.
pub(super) fn names_exist<'p>(contract: &Value, patch: &'p Value, place: &mut Vec<&'p str>) -> Result<(), Error> {
    let (Some(contract), Some(patch)) = (contract.as_object(), patch.as_object()) else { return Ok(()) };
    // Below here everything is read by its type.
    if contract.contains_key("provenance") {
        return Ok(());
    }
    for (name, value) in patch {
        let Some(known) = contract.get(name).or_else(|| optional(name)) else {
            let wanted: Vec<&str> = contract.keys().map(String::as_str).collect();
            return Err(Error::config(
                place.join("."),
                format!("there is no entry `{name}` here; the entries are {}", wanted.join(", ")),
            ));
        };
        place.push(name);
        if value.is_null() {
            return Err(Error::config(place.join("."), "an entry can be changed, but not removed"));
        }
        names_exist(known, value, place)?;
        place.pop();
    }
    Ok(())
}

/// Entries that are left out of the built-in contract where they would be empty.
fn optional(name: &str) -> Option<&'static Value> {
    matches!(name, "read" | "mapped").then_some(&Value::Null)
}
