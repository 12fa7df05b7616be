//! Overriding: JSON merge patch, with names checked so that a typing error is not silently ignored.

use serde_json::{Map, Value};

use super::Contract;
use crate::error::Error;

/// RFC 7386, except that an entry whose value changes is marked as overridden.
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
        if value.is_null() {
            object.shift_remove(key);
        } else {
            merge(object.entry(key.as_str()).or_insert(Value::Null), value);
        }
    }
}

/// Refuses an override of an operation that does not exist. The fixed parts are checked when the merged contract is
/// read; operations are a map, which would take any name.
pub(super) fn names_exist(contract: &Contract, patch: &Value) -> Result<(), Error> {
    let Some(operations) = patch.get("operations").and_then(Value::as_object) else { return Ok(()) };
    for name in operations.keys() {
        if !contract.operations.contains_key(name) {
            let known: Vec<&str> = contract.operations.keys().map(String::as_str).collect();
            return Err(Error::config(
                "contract.operations",
                format!("there is no operation `{name}`; the operations are {}", known.join(", ")),
            ));
        }
    }
    Ok(())
}
