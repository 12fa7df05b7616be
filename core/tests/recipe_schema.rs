//! Every recipe of the repository fits the published schema, and what the library refuses by its shape the schema
//! refuses too.
//!
//! The validator here knows only the keywords that the schema uses, and fails on any other: the crates for JSON Schema
//! take longer to build than everything else in this workspace.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use lexamica::recipe::Recipe;
use serde_json::{Value, json};

/// Whether the value fits, and which of its members were looked at.
fn fits(schema: &Value, value: &Value, root: &Value) -> Option<BTreeSet<String>> {
    let Some(keywords) = schema.as_object() else {
        return schema.as_bool().unwrap().then(BTreeSet::new);
    };
    let mut seen = BTreeSet::new();
    let members = value.as_object();
    let items = value.as_array();
    let list = |given: &Value| given.as_array().unwrap().clone();
    for (keyword, given) in keywords {
        let good = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "then" | "else" | "unevaluatedProperties" => true,
            "$ref" => {
                let found = root.pointer(given.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
                fits(found, value, root).map(|more| seen.extend(more)).is_some()
            }
            "type" => match given {
                Value::Array(names) => names.iter().any(|name| is_type(value, name)),
                name => is_type(value, name),
            },
            "enum" => list(given).contains(value),
            "const" => given == value,
            "not" => fits(given, value, root).is_none(),
            "required" => {
                members.is_none_or(|members| list(given).iter().all(|n| members.contains_key(n.as_str().unwrap())))
            }
            "properties" => given.as_object().unwrap().iter().all(|(name, schema)| {
                let Some(member) = members.and_then(|members| members.get(name)) else { return true };
                seen.insert(name.clone());
                fits(schema, member, root).is_some()
            }),
            "additionalProperties" => members.into_iter().flatten().all(|(name, member)| {
                let named = keywords.get("properties").is_some_and(|properties| properties.get(name).is_some());
                named || fits(given, member, root).is_some()
            }),
            "propertyNames" => members.into_iter().flatten().all(|(name, _)| fits(given, &json!(name), root).is_some()),
            "minProperties" => members.is_none_or(|members| members.len() as u64 >= given.as_u64().unwrap()),
            "items" => items.into_iter().flatten().all(|item| fits(given, item, root).is_some()),
            "minItems" => items.is_none_or(|items| items.len() as u64 >= given.as_u64().unwrap()),
            "minimum" => value.as_f64().is_none_or(|number| number >= given.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= given.as_f64().unwrap()),
            // Written out, for the three that are used.
            "pattern" => value.as_str().is_none_or(|text| match given.as_str().unwrap() {
                r"^[^.]+(\.[^.]+)*$" => text.split('.').all(|part| !part.is_empty()),
                r"\S" => !text.trim().is_empty(),
                "^[A-Z]{2}$" => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
                other => panic!("no reading of the pattern {other}"),
            }),
            "anyOf" | "oneOf" | "allOf" => {
                let all = list(given);
                let found: Vec<_> = all.iter().filter_map(|schema| fits(schema, value, root)).collect();
                let count = found.len();
                seen.extend(found.into_iter().flatten());
                match keyword.as_str() {
                    "anyOf" => count > 0,
                    "oneOf" => count == 1,
                    _ => count == all.len(),
                }
            }
            "if" => {
                let found = fits(given, value, root);
                let next = keywords.get(if found.is_some() { "then" } else { "else" });
                seen.extend(found.into_iter().flatten());
                match next {
                    Some(schema) => fits(schema, value, root).map(|more| seen.extend(more)).is_some(),
                    None => true,
                }
            }
            other => panic!("no reading of the keyword {other}"),
        };
        if !good {
            return None;
        }
    }
    if keywords.get("unevaluatedProperties") == Some(&json!(false))
        && members.into_iter().flatten().any(|(name, _)| !seen.contains(name))
    {
        return None;
    }
    Some(seen)
}

fn is_type(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("no type {other}"),
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_recipe_fits_the_schema() {
    let schema: Value = serde_json::from_str(&read("recipe.schema.json")).unwrap();
    for path in ["fuzz/everything.recipe.json", "../examples/data/intake.recipe.json"] {
        let text = read(path);
        Recipe::from_json(&text).unwrap();
        assert!(fits(&schema, &serde_json::from_str(&text).unwrap(), &schema).is_some(), "{path}");
    }
    // What a schema cannot say: one entry must fit another.
    let beyond = ["fields.1.to", "required.0", "vocabularies.b", "fields.0.region"];
    let vectors: Value = serde_json::from_str(&read("../tests/vectors/recipe.json")).unwrap();
    let mut refused = 0;
    for vector in vectors["vectors"].as_array().unwrap() {
        let good = Recipe::from_json(&vector["recipe"].to_string()).is_ok();
        let place = vector["expectError"]["path"].as_str().unwrap_or_default();
        let region = vector["recipe"]["fields"][0]["as"] == "phone";
        if !good && beyond.contains(&place) && (place != "fields.0.region" || region) {
            continue;
        }
        refused += usize::from(!good);
        assert_eq!(fits(&schema, &vector["recipe"], &schema).is_some(), good, "{}", vector["name"]);
    }
    assert!(refused > 5, "some vectors are refused");
}
