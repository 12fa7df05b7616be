//! A recipe and a record, both arbitrary: neither may panic, and what comes out holds no null and no blank.
//!
//! The input is two texts with a line `---` between them.
#![no_main]

use lexamica::recipe::{Recipe, is_blank};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Every treatment on the same source, for inputs that are no recipe.
const EVERYTHING: &str = include_str!("../everything.recipe.json");

fuzz_target!(|text: &str| {
    let (recipe, record) = text.split_once("\n---\n").unwrap_or((EVERYTHING, text));
    let recipe = match Recipe::from_json(recipe) {
        Ok(recipe) => recipe,
        Err(_) => Recipe::from_json(EVERYTHING).expect("the recipe of the fuzzer is good"),
    };
    // Values may come as JSON, or as one text.
    let record = serde_json::from_str(record).unwrap_or_else(|_| serde_json::json!({ "v": record }));
    let applied = recipe.apply(&record);
    check(&applied.result);
    assert!(serde_json::to_string(&applied).is_ok());
});

fn check(value: &Value) {
    match value {
        Value::Null => panic!("a null was written"),
        Value::String(text) => assert!(!is_blank(text), "a blank was written"),
        Value::Array(items) => items.iter().for_each(check),
        Value::Object(members) => members.values().for_each(check),
        _ => {}
    }
}
